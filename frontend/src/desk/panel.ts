/** The page as the server drew it, changed in place: the chosen mention, its forms, the queue and the marks in the text. */
import { alike, type Candidate, type Row, waiting } from "./rows.js";

export interface Suggestion {
  entry: string;
  name: string;
  kind: string;
  country_code: string;
  is_of_theatre: boolean;
  longitude: number;
  latitude: number;
}

/** An element of a class with a text; all text that comes from outside goes this way. */
function made(tag: string, name: string, text = ""): HTMLElement {
  const element = document.createElement(tag);
  if (name !== "") element.className = name;
  element.textContent = text;
  return element;
}

function named(text: string, tag = "bdi"): HTMLElement {
  const element = made(tag, "", text);
  element.dir = "auto";
  return element;
}

export class Panel {
  constructor(
    readonly root: HTMLElement,
    private readonly mayDecide: boolean,
  ) {}

  find<E extends HTMLElement>(selector: string): E | null {
    return this.root.querySelector<E>(selector);
  }

  show(row: Row, rows: readonly Row[]): void {
    const heading = this.find("h2");
    if (heading !== null) {
      const mark = named(row.text, "mark");
      mark.className = `mention ${row.status}`;
      const status = made("span", "status", row.status_shown);
      if (row.place !== null) status.append(": ", named(row.place.name));
      if (row.decided_by !== "") status.append(`, by ${row.decided_by}`);
      heading.replaceChildren(mark, " ", status);
    }
    const read = this.find(".read-as");
    if (read !== null) {
      read.hidden = row.name === row.text;
      read.replaceChildren("Read as “", named(row.name), "”.");
    }
    this.find(".conflicts")?.replaceChildren(...row.conflicts.map((conflict) => made("p", "conflict", `⚠ ${conflict}`)));
    const candidates = row.candidates.map((candidate) => this.candidate(candidate));
    const none = made("li", "none", "No gazetteer has it. Search by another name, or place it by hand.");
    this.find(".candidates ol")?.replaceChildren(...(candidates.length > 0 ? candidates : [none]));
    for (const input of this.root.querySelectorAll<HTMLInputElement>("input[name=mention]")) input.value = row.id;
    for (const input of this.root.querySelectorAll<HTMLInputElement>("input[name=seen]")) input.value = row.seen;
    const count = alike(rows, row).length;
    this.toggle("form.alike", row.is_decided && count > 0);
    this.toggle("form.undo", row.is_decided);
    const counted = this.find("form.alike .count");
    if (counted !== null) counted.textContent = String(count);
    for (const link of this.root.querySelectorAll<HTMLElement>("a[data-mention]")) {
      if (link.dataset.mention === row.id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  /** Leave search and placing by hand as for a new mention. */
  clear(row: Row): void {
    const search = this.find<HTMLInputElement>("#desk-search");
    if (search !== null) search.value = "";
    this.suggest([], "");
    const byHand = this.find<HTMLDetailsElement>(".by-hand");
    if (byHand === null) return;
    byHand.open = false;
    byHand.querySelector("form")?.reset();
    const name = this.find<HTMLInputElement>("#desk-name");
    if (name !== null) name.value = row.name;
  }

  /** Show in the text and the queue what a mention stands for now. */
  mark(row: Row, rows: readonly Row[]): void {
    const wanted = [...this.root.querySelectorAll<HTMLElement>("a[data-mention]")].filter((link) => link.dataset.mention === row.id);
    for (const link of wanted) {
      const mark = link.querySelector("mark");
      if (mark !== null) mark.className = `mention ${row.status}`;
      const place = row.place?.name ?? "";
      if (link.classList.contains("mark")) link.title = `${row.status_shown}${place === "" ? "" : `: ${place}`}`;
      const best = row.candidates[0]?.name;
      const answer = link.querySelector(".answer");
      if (answer !== null) {
        const open = row.is_waiting ? "?" : "";
        if (place !== "") answer.replaceChildren(named(place), open);
        else if (row.is_decided) answer.textContent = "no place";
        else answer.replaceChildren(best === undefined ? "–" : named(best), best === undefined ? "" : "?");
      }
      const status = link.querySelector(".visually-hidden.status");
      if (status !== null) status.textContent = `, ${row.status_shown}`;
    }
    const counter = this.find(".about .waiting");
    if (counter !== null) counter.textContent = String(waiting(rows));
  }

  suggest(found: readonly Suggestion[], words: string): void {
    const items = found.map((one, at) => {
      const button = this.button("entry", one.entry, String(at + 1), one.name, [one.kind, one.country_code], one.is_of_theatre ? " · of the theatre" : "");
      const item = document.createElement("li");
      item.append(button);
      return item;
    });
    const none = words === "" ? [] : [made("li", "none", "The gazetteer has nothing by that name.")];
    this.find(".results ol")?.replaceChildren(...(items.length > 0 ? items : none));
  }

  private candidate(candidate: Candidate): HTMLElement {
    const precision = candidate.precision === "" ? "" : ` · ${candidate.precision}`;
    const kinds = [candidate.kind, candidate.country_code];
    const button = this.button("candidate", String(candidate.number), String(candidate.key), candidate.name, kinds, precision);
    button.disabled = !this.mayDecide;
    button.lastElementChild?.append(" ", made("span", "score", candidate.score), made("span", "reasons", candidate.reasons.join("; ")));
    const item = document.createElement("li");
    item.append(button);
    return item;
  }

  private button(name: string, value: string, number: string, place: string, kinds: string[], more: string): HTMLButtonElement {
    const button = document.createElement("button");
    button.name = name;
    button.value = value;
    const words = document.createElement("span");
    words.append(named(place, "b"), " ", made("span", "kind", kinds.filter((kind) => kind !== "").join(", ") + more));
    button.append(made("b", "number", number), " ", words);
    return button;
  }

  private toggle(selector: string, isShown: boolean): void {
    const element = this.find(selector);
    if (element !== null) element.hidden = !isShown;
  }
}
