/** The top line: which theatre, whose claims count, and as known when. */
import { clockFrom, isKnownDay, type Clock } from "../clock";
import { clockName, type Context } from "../context";
import { compareFrom, compareIn } from "../compare";
import { dayInWords } from "../dates";
import { h } from "../dom";
import { nameIn, othersThan } from "../words";

/** What stands for a clock that is yet to be chosen. */
const ANOTHER = "another";

function choice(label: string, className: string, change: (value: string) => void): { field: HTMLLabelElement; select: HTMLSelectElement } {
  const select = h("select", { "aria-label": label, class: className });
  select.addEventListener("change", () => {
    change(select.value);
  });
  return { field: h("label", { class: "choice", title: label }, h("span", { class: "caption" }, label), select), select };
}

function fill(select: HTMLSelectElement, rows: readonly (readonly [string, string])[], chosen: string): void {
  select.replaceChildren(...rows.map(([value, text]) => h("option", { value }, text)));
  select.value = chosen;
}

/** `finder` stands between the theatre's name and the choices. */
export function header(context: Context, finder: HTMLElement): HTMLElement {
  const { store, words, theatres } = context;
  const title = h("h1", { class: "title" });
  const lens = choice(words.lens, "lens", (value) => {
    context.choose(value, store.get().clock);
  });
  const clock = choice(words.clock, "clock", (value) => {
    const { release, day, lens: slug } = store.get();
    if (!release) return;
    // Another day: the next one to begin with, which the field beside it changes.
    const next = release.days[Math.min(day + 1, release.days.length - 1)]!;
    context.choose(slug, value === ANOTHER ? clockFrom(next)! : (clockFrom(value) ?? "now"));
    if (value === ANOTHER) by.focus();
  });
  const by = h("input", { type: "date", class: "known-day", "aria-label": words.clockDay, required: true });
  by.addEventListener("change", () => {
    const chosen = clockFrom(by.value);
    // Half-typed dates and days of no release are none: the field goes back to what is drawn when it is left.
    if (chosen && by.validity.valid) context.choose(store.get().lens, chosen);
  });
  by.addEventListener("blur", () => {
    by.value = store.get().clock;
  });
  const known = h("div", { class: "choice known" }, clock.field, by);
  const languages = othersThan(words).map(({ code, name }) => {
    const link = h("a", { class: "language", lang: code, hreflang: code }, name);
    // The address changes with the day: what the link keeps is decided when it is taken.
    const address = (): void => {
      const query = new URLSearchParams(window.location.search);
      query.set("lang", code);
      link.href = `?${query.toString()}`;
    };
    for (const event of ["pointerdown", "focus", "click"]) link.addEventListener(event, address);
    address();
    return link;
  });

  const line = h("header", { class: "header", part: "header" }, title);
  if (theatres.length > 1) {
    const other = choice(words.theatre, "theatre", (slug) => {
      const chosen = theatres.find((one) => one.slug === slug);
      if (chosen && /^\/(?!\/)/.test(chosen.url)) window.location.assign(chosen.url);
    });
    store.watch(["release"], ({ release }) => {
      fill(
        other.select,
        theatres.map((one) => [one.slug, one.name]),
        release?.theatre.slug ?? context.root.dataset["theatre"] ?? "",
      );
    });
    // The switcher says the name: the heading stays for those who listen.
    line.classList.add("switching");
    line.append(other.field);
  }
  const compare = choice(words.compare, "compare", (value) => {
    const { release, day } = store.get();
    if (release) store.set({ compare: value === "this" ? { kind: "day", day } : compareFrom(value, release), divide: 0.5 });
  });
  line.append(finder, lens.field, known, compare.field, h("span", { class: "languages" }, ...languages));
  store.watch(["release", "lens", "clock", "compare"], (state) => {
    const { release } = state;
    compare.field.hidden = release === null;
    if (!release) return;
    const now = compareIn(state.compare, release);
    const clocks = isKnownDay(state.clock) ? 2 : (release.timelines.get(state.lens)?.size ?? 1);
    fill(
      compare.select,
      [
        ["", words.compareNone],
        ["this", words.compareThis],
        ...(state.compare?.kind === "day" ? [[now, words.compareWith(dayInWords(now, words.locale))] as const] : []),
        ...(clocks > 1 ? [["known", words.compareWith(words.clocks[state.clock === "now" ? "then" : "now"])] as const] : []),
        ...release.lenses.filter((one) => one.slug !== state.lens).map((one) => [one.slug, words.compareWith(nameIn(words, one.name, one.nameAr))] as const),
      ],
      now,
    );
  });

  store.watch(["release", "phase"], ({ release }) => {
    const slug = context.root.dataset["theatre"] ?? "";
    const listed = theatres.find((one) => one.slug === slug)?.name;
    title.textContent = release ? nameIn(words, release.theatre.name, release.theatre.nameAr) : (listed ?? "");
    lens.field.hidden = release === null;
    known.hidden = release === null;
  });
  const marks = h("span", { class: "apart", "aria-hidden": "true" });
  lens.field.append(marks);
  for (const event of ["pointerenter", "focus"]) lens.select.addEventListener(event, () => { store.set({ choosing: true }); });
  store.watch(["release", "lens", "apart", "day", "timeline"], ({ release, lens: chosen, apart, day, timeline }) => {
    if (!release) return;
    // While another day comes, nothing is said rather than what was true of the last one.
    const told = apart?.day === day && apart.clock === timeline?.clock ? apart.lenses : null;
    const rows = release.lenses.map((one): [string, string] => {
      const far = told?.get(one.slug);
      return [one.slug, nameIn(words, one.name, one.nameAr) + (far ? ` · ${words.lensApart(far.places, far.of)}` : "")];
    });
    // A list that is open is filled anew only if it says something else.
    if (String(rows) !== String([...lens.select.options].map(({ value, text }) => [value, text])) || lens.select.value !== chosen) fill(lens.select, rows, chosen);
    marks.hidden = told === null;
    marks.replaceChildren(...[...(told ?? [])].map(([slug, { places, of }]) => {
      const mark = h("i", { class: slug === chosen ? "chosen" : "" });
      mark.style.setProperty("--share", `${of === 0 ? 0 : Math.round((places / of) * 100)}%`);
      return mark;
    }));
    const said = release.lenses.slice(1).flatMap(({ slug, name, nameAr }) => {
      const far = told?.get(slug);
      return far ? [`${nameIn(words, name, nameAr)}: ${words.lensApart(far.places, far.of)}`] : [];
    });
    lens.field.title = said.length > 0 ? `${words.lens}. ${said.join("; ")}` : words.lens;
  });
  store.watch(["release", "lens", "clock"], (state) => {
    const { release } = state;
    if (!release) return;
    const clocks: Clock[] = (["now", "then"] as const).filter((one) => release.timelines.get(state.lens)?.has(one));
    const isOther = isKnownDay(state.clock);
    if (isOther) clocks.push(state.clock);
    fill(
      clock.select,
      [...clocks.map((one) => [one, clockName(words, one)] as const), ...(isOther ? [] : [[ANOTHER, words.clockPick] as const])],
      state.clock,
    );
    known.classList.toggle("picking", isOther);
    by.hidden = !isOther;
    by.min = release.days[0]!;
    by.max = release.days.at(-1)!;
    if (by.value !== state.clock) by.value = isOther ? state.clock : "";
  });
  return line;
}
