/** The review desk by keyboard. Without this script the page works by its forms; with it nothing is waited for. */
import { Desk } from "./desk.js";
import { Sender } from "./sender.js";

/** Parts of the page that are the report's own, and are another's once the next report is opened. */
const PARTS = ["#review-desk", "#content > h1", ".breadcrumbs"];

const live = document.createElement("p");
live.className = "visually-hidden";
live.setAttribute("role", "status");
const alarm = document.createElement("div");
alarm.className = "desk-alarm";
alarm.setAttribute("role", "alert");
const progress = document.createElement("p");
progress.className = "desk-progress";
progress.hidden = true;

let ahead: Promise<Document | undefined> | undefined;
let desk: Desk | undefined;
/** Where to go once all is saved. */
let leaving = "";

function root(): HTMLElement | null {
  return document.querySelector<HTMLElement>("#review-desk");
}

const sender = new Sender(
  () => root()?.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "",
  (count, held) => {
    progress.textContent = count === 0 ? "" : `Saving ${count}…`;
    progress.hidden = count === 0 || held !== "";
    leave();
    if (held === "") alarm.querySelector(".held")?.remove();
    else if (alarm.querySelector(".held") === null) alarm.append(line("held", `${held} ${count} not saved yet; nothing is lost.`, "Try again (r)", () => sender.retry()));
  },
);

function leave(): void {
  if (leaving !== "" && sender.count === 0) location.assign(leaving);
}

function line(name: string, words: string, button: string, does: () => void): HTMLElement {
  const made = document.createElement("p");
  made.className = name;
  const press = document.createElement("button");
  press.type = "button";
  press.textContent = button;
  press.addEventListener("click", () => {
    does();
    if (name !== "held") made.remove();
  });
  const text = document.createElement("span");
  text.textContent = words;
  made.append(text, " ", press);
  return made;
}

function fetchNext(): void {
  const address = root()?.dataset.next ?? "";
  if (ahead !== undefined || address === "") return;
  ahead = fetch(address)
    .then(async (response) => (response.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : undefined))
    .catch(() => undefined);
}

async function openNext(): Promise<void> {
  const address = root()?.dataset.next ?? "";
  if (address === "") {
    live.textContent = "No other report awaits review.";
    return;
  }
  fetchNext();
  const next = await ahead;
  ahead = undefined;
  if (next === undefined || next.querySelector("#review-desk") === null) {
    if (sender.count === 0) location.assign(address);
    return;
  }
  desk?.remove();
  for (const part of PARTS) {
    const fresh = next.querySelector(part);
    if (fresh !== null) document.querySelector(part)?.replaceWith(document.adoptNode(fresh));
  }
  document.title = next.title;
  history.pushState(null, "", address);
  start();
  window.scrollTo(0, 0);
  live.textContent = `Next report: ${document.querySelector("#content > h1")?.textContent ?? ""}`;
}

/** The key table of the page: from what is pressed to what it does. */
function actOf(pressed: string): string | undefined {
  const digit = /^[1-9]$/.test(pressed);
  const keys = [...document.querySelectorAll<HTMLElement>("#review-desk .keys [data-key]")];
  return keys.find((key) => key.dataset.key === (digit ? "1–9" : pressed))?.dataset.act;
}

/** The key's name on a Latin keyboard, whatever script it writes: an editor of Arabic texts types on an Arabic one. */
function pressedOf(event: KeyboardEvent): string {
  const latin = /^(?:Key([A-Z])|Digit([0-9]))$/.exec(event.code);
  if (latin === null || /^[\x20-\x7e]/.test(event.key)) return event.key;
  return (latin[1] ?? latin[2] ?? "").toLowerCase();
}

function start(): void {
  const element = root();
  if (element === null) return;
  element.querySelector(".about")?.after(alarm, progress, live);
  const keys = element.querySelector<HTMLDetailsElement>(".keys");
  keys?.removeAttribute("hidden");
  keys?.toggleAttribute("open", matchMedia("(hover: hover)").matches);
  desk = new Desk(element, {
    sender,
    say: (words) => {
      live.textContent = words;
    },
    warn: (words, look) => {
      leaving = "";
      alarm.append(line("told", words, "Look at it", look));
    },
    fetchNext,
    openNext: () => void openNext(),
    leaveFor: (address) => {
      leaving = address;
      leave();
    },
  });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const at = event.target instanceof Element ? event.target : document.body;
  const types = at.closest("input, select, textarea, [contenteditable]") !== null;
  const pressed = pressedOf(event);
  const act = actOf(pressed);
  if (act === undefined || (types && act !== "leave")) return;
  if (event.key === "Enter" && at.closest("a, button, summary") !== null) return;
  if (event.repeat && act !== "next" && act !== "previous") return;
  event.preventDefault();
  if (act === "keys") document.querySelector<HTMLDetailsElement>("#review-desk .keys")?.toggleAttribute("open");
  else if (act === "retry") sender.retry();
  else desk?.act(act, Number(pressed));
});
window.addEventListener("beforeunload", (event) => {
  if (sender.count > 0) event.preventDefault();
});
window.addEventListener("popstate", () => location.reload());
start();
