/** One report on the desk: which mention is looked at, what each key does to it, and the way back. */
import { Ground } from "./ground.js";
import { Panel, type Suggestion } from "./panel.js";
import { alike, decided, nextWaiting, reopened, type Row, type Spot, step, waiting } from "./rows.js";
import type { Sender } from "./sender.js";

/** Milliseconds without a letter before the gazetteer is asked. */
const PAUSE = 120;
/** With no more than so many left, the next report is fetched. */
const NEARLY_DONE = 5;

export interface Around {
  sender: Sender;
  say: (words: string) => void;
  warn: (words: string, look: () => void) => void;
  fetchNext: () => void;
  openNext: () => void;
  leaveFor: (address: string) => void;
}

export class Desk {
  private readonly panel: Panel;
  private readonly ground: Ground | undefined;
  private readonly mayDecide: boolean;
  private rows: Row[];
  private chosen: string;
  /** What may be taken back, latest last: mentions that were decided together. */
  private readonly done: string[][] = [];
  private readonly underWay = new Map<string, number>();
  private asking = 0;
  private asked: AbortController | undefined;

  constructor(
    private readonly root: HTMLElement,
    private readonly around: Around,
  ) {
    this.rows = JSON.parse(root.querySelector("#desk-rows")?.textContent ?? "[]") as Row[];
    this.mayDecide = root.dataset.mayDecide !== undefined;
    this.panel = new Panel(root, this.mayDecide);
    this.chosen = root.querySelector<HTMLElement>(".queue a[aria-current]")?.dataset.mention ?? this.rows[0]?.id ?? "";
    const map = this.panel.find("#desk-map");
    if (map !== null && this.rows.length > 0) {
      map.hidden = false;
      const accept = (candidate: number): void => this.accept(candidate);
      this.ground = new Ground(map, accept, (longitude, latitude) => this.write(longitude, latitude));
    }
    this.listen();
    if (this.row !== undefined) this.look(this.chosen, false);
  }

  remove(): void {
    this.ground?.remove();
  }

  /** Do what a key stands for; `digit` is that of the key. */
  act(act: string, digit: number): void {
    if (act === "accept") {
      if (waiting(this.rows) === 0) this.around.openNext();
      else this.accept(0);
    } else if (act === "choose") this.accept(digit - 1);
    else if (act === "reject") this.decide("reject", [], "rejected", null);
    else if (act === "alike") this.settleAlike();
    else if (act === "undo") this.undo();
    else if (act === "draft") this.draft();
    else if (act === "next") this.look(step(this.rows, this.chosen, 1));
    else if (act === "previous") this.look(step(this.rows, this.chosen, -1));
    else if (act === "search") this.panel.find("#desk-search")?.focus();
    else if (act === "place") this.placeByHand();
    else if (act === "leave") this.leave();
  }

  private get row(): Row | undefined {
    return this.rows.find((row) => row.id === this.chosen);
  }

  private look(id: string, isMoved = true): void {
    this.chosen = id;
    const row = this.row;
    if (row === undefined) return;
    const held = document.activeElement;
    const within = held instanceof HTMLElement && this.panel.find(".chosen")?.contains(held) === true;
    this.panel.show(row, this.rows);
    this.ground?.show(row, this.others());
    if (!isMoved) return;
    this.panel.clear(row);
    // What was pressed is gone or stands for another mention now: the next key is for the desk.
    if (within) this.panel.find("h2")?.focus({ preventScroll: true });
    for (const link of this.root.querySelectorAll<HTMLElement>("a[aria-current]")) keepInSight(link);
  }

  private others(): Spot[] {
    return this.rows.flatMap((row) => (row.id !== this.chosen && row.place !== null && row.status !== "rejected" && Number.isFinite(row.place.longitude) ? [row.place] : []));
  }

  // --- Deciding ---------------------------------------------------------------------------------------------------
  private accept(number: number): void {
    const candidate = this.row?.candidates[number];
    if (candidate === undefined) {
      this.around.say(number === 0 ? "No candidate: search by /, or place it by hand by m." : `There is no candidate ${number + 1}.`);
      return;
    }
    this.decide("accept", [["candidate", String(number)]], number === 0 ? "accepted" : "corrected", candidate);
  }

  private decide(act: string, values: [string, string][], status: "accepted" | "corrected" | "rejected", place: Spot | null): void {
    const row = this.row;
    if (row === undefined || !this.mayDecide) return;
    // As it was seen here; where an act of one's own is under way, as that will leave it.
    const seen = (this.underWay.get(row.id) ?? 0) > 0 ? undefined : row.seen;
    this.send([row], act, () => [["mention", row.id], ["seen", seen ?? this.seenOf(row.id)], ...values]);
    this.done.push([row.id]);
    this.put(decided(row, status, place));
    this.goOn(`${row.text}: ${place === null ? "no place" : place.name}.`);
  }

  private settleAlike(): void {
    const last = this.done.at(-1)?.[0];
    const from = this.row?.is_decided === true ? this.row : this.rows.find((row) => row.id === last && row.is_decided);
    const others = from === undefined ? [] : alike(this.rows, from);
    if (from === undefined || others.length === 0 || !this.mayDecide) {
      this.around.say(from === undefined ? "Decide first: then a gives the same answer to all alike." : "No other mention alike waits.");
      return;
    }
    const status = from.status === "rejected" ? "rejected" : "corrected";
    this.send([from, ...others], "alike", () => [["mention", from.id]]);
    this.done.push(others.map((row) => row.id));
    for (const row of others) this.put(decided(row, status, from.place));
    this.goOn(`The same answer for ${others.length} more.`);
  }

  /** Open the form of a claim at the decided mention's place; what is not saved yet is saved first. */
  private draft(): void {
    const last = this.done.at(-1)?.[0];
    const from = [this.row, this.rows.find((row) => row.id === last)].find((row) => row?.is_decided === true && row.place !== null);
    const address = this.root.dataset.claim ?? "";
    if (from === undefined || address === "") this.around.say("Decide on a place first: then c drafts a claim on it.");
    else this.around.leaveFor(`${address}?mention=${encodeURIComponent(from.id)}`);
  }

  private undo(): void {
    const taken = (ids: readonly string[]): Row[] => this.rows.filter((row) => ids.includes(row.id) && row.is_decided);
    // What was taken back by its own button is passed over.
    while (this.done.length > 0 && taken(this.done.at(-1) ?? []).length === 0) this.done.pop();
    const rows = taken(this.done.pop() ?? [this.chosen]);
    const first = rows[0];
    if (first === undefined || !this.mayDecide) {
      this.around.say("There is nothing to take back.");
      return;
    }
    this.send(rows, "undo", () => rows.flatMap((row): [string, string][] => [["mention", row.id], ["seen", this.seenOf(row.id)]]));
    for (const row of rows) this.put(reopened(row));
    this.look(first.id);
    this.around.say(rows.length === 1 ? `${first.text} awaits review again.` : `${rows.length} await review again.`);
  }

  private goOn(said: string): void {
    this.look(nextWaiting(this.rows, this.chosen));
    const left = waiting(this.rows);
    const next = this.row;
    const more = left === 0 ? "None is left in this report. Enter opens the next." : `Next: ${next?.text ?? ""}. ${left} left.`;
    this.around.say(`${said} ${more}`);
    if (left <= NEARLY_DONE) this.around.fetchNext();
  }

  private send(rows: readonly Row[], act: string, values: () => [string, string][]): void {
    const count = (by: number): void => rows.forEach(({ id }) => this.underWay.set(id, (this.underWay.get(id) ?? 0) + by));
    count(1);
    this.around.sender.send({
      address: this.root.dataset.address ?? "",
      body: () => [["act", act], ...values()],
      done: (answer) => {
        count(-1);
        this.take(answer.rows);
      },
      refused: (answer) => {
        count(-1);
        const ids = rows.map((row) => row.id);
        const at = this.done.findIndex((group) => group.some((id) => ids.includes(id)));
        if (at >= 0) this.done.splice(at, 1);
        for (const row of rows) this.put(row);
        this.take(answer.rows);
        this.around.warn(answer.said, () => this.look(ids[0] ?? this.chosen));
      },
    });
  }

  /** Take rows as the server has them; of one with a later act of one's own under way, only by what it is to be told from others'. */
  private take(rows: readonly Row[]): void {
    for (const row of rows) {
      const mine = this.rows.find((one) => one.id === row.id);
      if ((this.underWay.get(row.id) ?? 0) > 0 && mine !== undefined) this.put({ ...mine, seen: row.seen });
      else this.put(row);
    }
    if (this.row !== undefined) this.panel.show(this.row, this.rows);
  }

  private put(row: Row): void {
    this.rows = this.rows.map((one) => (one.id === row.id ? row : one));
    this.panel.mark(row, this.rows);
  }

  private seenOf(id: string): string {
    return this.rows.find((row) => row.id === id)?.seen ?? "";
  }

  // --- Searching and placing by hand ------------------------------------------------------------------------------
  private placeByHand(): void {
    const details = this.panel.find<HTMLDetailsElement>(".by-hand");
    if (details === null) return;
    details.open = true;
    this.ground?.placeByHand();
    this.panel.find<HTMLInputElement>("#desk-name")?.focus();
  }

  private write(longitude: number, latitude: number): void {
    for (const [name, value] of [["longitude", longitude], ["latitude", latitude]] as const) {
      const input = this.panel.find<HTMLInputElement>(`#desk-${name}`);
      if (input !== null) input.value = value.toFixed(5);
    }
  }

  private leave(): void {
    if (this.row !== undefined) this.panel.clear(this.row);
    this.ground?.putAway();
    this.panel.find("h2")?.focus({ preventScroll: true });
  }

  private async suggest(words: string): Promise<void> {
    this.asked?.abort();
    const asked = (this.asked = new AbortController());
    if (words.trim() === "") {
      this.panel.suggest([], "");
      return;
    }
    try {
      const address = `${this.root.dataset.address ?? ""}?q=${encodeURIComponent(words)}`;
      const response = await fetch(address, { headers: { Accept: "application/json" }, signal: asked.signal });
      if (!response.ok) throw new Error(String(response.status));
      const { results } = (await response.json()) as { results: Suggestion[] };
      if (asked.signal.aborted) return;
      this.panel.suggest(results, words);
      this.around.say(results.length === 0 ? "Nothing found." : `${results.length} found, first ${results[0]?.name ?? ""}.`);
    } catch {
      if (!asked.signal.aborted) this.around.say("The gazetteer can't be asked now.");
    }
  }

  // --- What the page's own controls do ----------------------------------------------------------------------------
  private listen(): void {
    this.root.addEventListener("click", (event) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLElement>("a[data-mention]") : null;
      if (link === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.look(link.dataset.mention ?? this.chosen);
    });
    this.root.addEventListener("submit", (event) => {
      const form = event.target as HTMLFormElement;
      if (this.submit(form, event.submitter)) event.preventDefault();
    });
    const point = (event: Event): void => {
      const button = event.target instanceof Element ? event.target.closest<HTMLButtonElement>(".candidates button") : null;
      if (button !== null) this.ground?.point(Number(button.value));
    };
    this.root.addEventListener("mouseover", point);
    this.root.addEventListener("focusin", point);
    this.panel.find<HTMLInputElement>("#desk-search")?.addEventListener("input", (event) => {
      const words = (event.target as HTMLInputElement).value;
      window.clearTimeout(this.asking);
      this.asking = window.setTimeout(() => void this.suggest(words), PAUSE);
    });
    this.panel.find(".chosen")?.addEventListener("keydown", (event) => this.walk(event));
    this.panel.find<HTMLDetailsElement>(".by-hand")?.addEventListener("toggle", (event) => {
      if ((event.target as HTMLDetailsElement).open) this.ground?.placeByHand();
      else this.ground?.putAway();
    });
    this.panel.find(".by-hand")?.addEventListener("change", () => {
      const [longitude, latitude] = ["longitude", "latitude"].map((name) => this.panel.find<HTMLInputElement>(`#desk-${name}`)?.valueAsNumber ?? NaN);
      if (Number.isFinite(longitude) && Number.isFinite(latitude)) this.ground?.movePin(longitude ?? 0, latitude ?? 0);
    });
  }

  /** Arrows go from the search to what it found, and through it. */
  private walk(event: KeyboardEvent): void {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [...this.root.querySelectorAll<HTMLElement>("#desk-search, .results button")];
    const at = stops.findIndex((stop) => stop === document.activeElement);
    if (at < 0) return;
    event.preventDefault();
    stops[Math.min(Math.max(at + (event.key === "ArrowDown" ? 1 : -1), 0), stops.length - 1)]?.focus();
  }

  /** Do what a form of the page would; false leaves it to the browser. */
  private submit(form: HTMLFormElement, submitter: HTMLElement | null): boolean {
    const values = new FormData(form, submitter);
    if (form.matches(".search")) {
      this.panel.find<HTMLElement>(".results button")?.click();
      return true;
    }
    const act = String(values.get("act"));
    if (act === "accept") this.accept(Number(values.get("candidate")));
    else if (act === "reject" || act === "alike" || act === "undo") {
      if (act === "undo") this.done.push([this.chosen]);
      this.act(act, 0);
    } else if (act === "entry") this.byEntry(String(values.get("entry")), submitter);
    else if (act === "place") {
      const fields = ["name", "kind", "longitude", "latitude", "precision_m"];
      const given = fields.map((name): [string, string] => [name, String(values.get(name) ?? "")]);
      const spot = { name: String(values.get("name")), kind: String(values.get("kind")), longitude: Number(values.get("longitude")), latitude: Number(values.get("latitude")) };
      this.decide("place", given, "corrected", spot);
    } else return false;
    return true;
  }

  private byEntry(entry: string, submitter: HTMLElement | null): void {
    const name = submitter?.querySelector("b[dir]")?.textContent ?? "";
    this.decide("entry", [["entry", entry]], "corrected", { name, kind: "", longitude: NaN, latitude: NaN });
  }
}

/** Scroll what holds an element, if it scrolls, so that it is seen; the page itself stays. */
function keepInSight(element: HTMLElement): void {
  const holder = element.closest<HTMLElement>(".queue, .text");
  if (holder === null || holder.scrollHeight <= holder.clientHeight) return;
  const own = element.getBoundingClientRect();
  const its = holder.getBoundingClientRect();
  if (own.top < its.top + 24 || own.bottom > its.bottom - 24) holder.scrollTop += own.top - its.top - its.height / 3;
}
