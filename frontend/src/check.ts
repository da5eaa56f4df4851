/** Reading JSON that may be wrong: every step names the field, so that a broken file gives a clear error. */

export class Malformed extends Error {
  override readonly name = "Malformed";
}

const MOST = 2_000_000;

export class Reader {
  constructor(
    readonly value: unknown,
    readonly path: string,
  ) {}

  fail(expected: string): never {
    throw new Malformed(`${this.path.replace(/:$/, "")}: ${expected} expected`);
  }

  at(key: string): Reader {
    if (typeof this.value !== "object" || this.value === null || Array.isArray(this.value)) this.fail("an object");
    return new Reader((this.value as Record<string, unknown>)[key], `${this.path}${this.path.endsWith(":") ? " " : "."}${key}`);
  }

  get absent(): boolean {
    return this.value === undefined || this.value === null;
  }

  /** A text; an absent one is empty unless `required`. */
  text(required = false): string {
    if (this.absent && !required) return "";
    if (typeof this.value !== "string") this.fail("a text");
    return this.value as string;
  }

  matching(pattern: RegExp, expected: string): string {
    const text = this.text(true);
    return pattern.test(text) ? text : this.fail(expected);
  }

  slug(): string {
    return this.matching(/^[a-z0-9][a-z0-9_-]{0,199}$/, "a slug");
  }

  day(): string {
    return this.matching(/^\d{4}-\d{2}-\d{2}$/, "a day as YYYY-MM-DD");
  }

  flag(fallback: boolean): boolean {
    if (this.absent) return fallback;
    return typeof this.value === "boolean" ? this.value : this.fail("true or false");
  }

  number(low = -Infinity, high = Infinity): number {
    const value = this.value;
    if (typeof value !== "number" || !Number.isFinite(value)) this.fail("a number");
    if ((value as number) < low || (value as number) > high) this.fail(`a number from ${low} to ${high}`);
    return value as number;
  }

  numberOrNull(low = -Infinity, high = Infinity): number | null {
    return this.absent ? null : this.number(low, high);
  }

  list<T>(each: (item: Reader) => T): T[] {
    if (!Array.isArray(this.value)) this.fail("a list");
    const items = this.value as unknown[];
    if (items.length > MOST) this.fail(`at most ${MOST} items`);
    return items.map((item, i) => each(new Reader(item, `${this.path}[${i}]`)));
  }

  /** A list that may be left out. */
  listOrNone<T>(each: (item: Reader) => T): T[] {
    return this.absent ? [] : this.list(each);
  }

  /** A long list of whole numbers from `low` to `high`, checked without a reader for each. */
  integers(low: number, high: number): number[] {
    if (!Array.isArray(this.value)) this.fail("a list");
    const items = this.value as unknown[];
    if (items.length > MOST) this.fail(`at most ${MOST} items`);
    for (let i = 0; i < items.length; i++) {
      const item = items[i];
      if (!Number.isInteger(item) || (item as number) < low || (item as number) > high) {
        new Reader(item, `${this.path}[${i}]`).fail(`a whole number from ${low} to ${high}`);
      }
    }
    return items as number[];
  }

  /** Rising numbers below `end`, written as the first one and the steps from each to the next. */
  gaps(end: number): number[] {
    const steps = this.integers(0, Math.max(end - 1, 0));
    const numbers: number[] = [];
    let at = 0;
    steps.forEach((step, i) => {
      at += step;
      if (at >= end || (i > 0 && step === 0)) new Reader(step, `${this.path}[${i}]`).fail(`rising numbers below ${end}`);
      numbers.push(at);
    });
    return numbers;
  }

  entries(): [string, Reader][] {
    if (typeof this.value !== "object" || this.value === null || Array.isArray(this.value)) this.fail("an object");
    return Object.keys(this.value as object).map((key) => [key, this.at(key)]);
  }
}

/** A reader of a file's content, errors beginning with the file's name. */
export function readerOf(value: unknown, file: string): Reader {
  return new Reader(value, `${file}:`);
}
