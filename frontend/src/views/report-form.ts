/** A form by which a reader reports an error about a place or one of its claims; opened by the state's `reporting`. */
import { actorName, dateOf, placeName, clockOf, type Context } from "../context";
import { button, h } from "../dom";
import { isKnown } from "../evidence";
import type { Claim } from "../records";
import type { State } from "../state";

const LONGEST = 2000;
const SHORTEST = 10;
/** A claim's words in the list of claims. */
const EXCERPT = 90;

interface Ticket {
  text: string;
  /** When it may be used, in milliseconds of the page's clock. */
  from: number;
}

/** What the server found wrong: a sentence for each field that it named, or one for all. */
class Refused extends Error {
  constructor(
    readonly status: number,
    readonly fields: ReadonlySet<string>,
  ) {
    super(`refused: ${status}`);
  }
}

async function ask(address: string, init?: RequestInit): Promise<unknown> {
  const response = await fetch(address, { ...init, credentials: "omit", cache: "no-store" });
  if (response.ok) return (await response.json()) as unknown;
  const body = (await response.json().catch(() => ({}))) as { field?: unknown; errors?: unknown };
  const named = Array.isArray(body.errors) ? body.errors.map((error: { field?: unknown }) => error.field) : [body.field];
  throw new Refused(response.status, new Set(named.filter((name) => typeof name === "string")));
}

async function newTicket(address: string): Promise<Ticket> {
  const { ticket, seconds } = (await ask(address)) as { ticket: string; seconds: number };
  return { text: ticket, from: performance.now() + (seconds + 1) * 1000 };
}

/** What of the state says what the reader sees, as in the page's address. */
function viewOf(state: State): string {
  return new URLSearchParams({ date: dateOf(state), lens: state.timeline?.lens ?? "", known: clockOf(state), place: state.reporting ?? "" }).toString();
}

function claimOption(context: Context, state: State, claim: Claim): HTMLOptionElement {
  const { words } = context;
  const said = claim.summary === "" ? (words.relations[claim.relation]?.(actorName(words, state, claim.actor)) ?? claim.relation) : claim.summary;
  return h("option", { value: claim.id }, said.length > EXCERPT ? `${said.slice(0, EXCERPT - 1)}…` : said);
}

/** A field with its label, a hint, and where its fault is told. */
function field(label: string, input: HTMLElement, hint: string): { row: HTMLElement; fault: HTMLElement } {
  const fault = h("p", { class: "fault", id: `${input.id}-fault` });
  fault.hidden = true;
  input.setAttribute("aria-describedby", `${input.id}-hint ${input.id}-fault`);
  return { row: h("div", { class: "field" }, h("label", { for: input.id }, label), input, h("p", { class: "hint-line", id: `${input.id}-hint` }, hint), fault), fault };
}

export function reportForm(context: Context, address: string): HTMLElement {
  const { store, words } = context;
  const dialog = h("dialog", { class: "report", "aria-labelledby": "report-title" });
  let opener: HTMLElement | null = null;
  let ticket: Promise<Ticket> | null = null;

  const close = (): void => {
    dialog.close();
  };
  dialog.addEventListener("close", () => {
    store.set({ reporting: null });
    if (opener?.isConnected) opener.focus();
    else context.root.querySelector<HTMLElement>("button.wrong")?.focus();
    opener = null;
  });

  const thank = (): void => {
    const done = button({ class: "retry", "aria-describedby": "report-thanks" }, close, words.close);
    dialog.replaceChildren(h("h2", { id: "report-title" }, words.reporting.title), h("p", { id: "report-thanks" }, words.reporting.thanks), h("p", { class: "row" }, done));
    done.focus();
  };

  const fill = (state: State, slug: string): void => {
    const { release, archive } = state;
    const name = placeName(words, release?.places.get(slug), slug);
    const known = (archive?.claimsAbout(slug) ?? []).filter((claim) => isKnown(state, claim));
    const about = h("select", { id: "report-about" }, h("option", { value: "" }, words.reporting.place(name)), ...known.map((claim) => claimOption(context, state, claim)));
    const text = h("textarea", { id: "report-text", rows: 5, maxlength: LONGEST, required: true, dir: "auto" });
    const source = h("input", { id: "report-source", type: "url", maxlength: 1000, dir: "ltr", placeholder: "https://", autocomplete: "off", inputmode: "url" });
    // People don't see it and don't reach it; machines fill in whatever there is.
    const trap = h("input", { type: "text", name: "website", tabindex: -1, autocomplete: "off" });
    const wrong = field(words.reporting.text, text, words.reporting.textHint(SHORTEST));
    const where = field(words.reporting.source, source, words.reporting.sourceHint);
    const problem = h("p", { class: "fault", role: "alert" });
    const send = h("button", { type: "submit", class: "send" }, words.reporting.send);

    const tell = (input: HTMLElement, fault: HTMLElement, sentence: string): void => {
      fault.textContent = sentence;
      fault.hidden = sentence === "";
      if (sentence === "") input.removeAttribute("aria-invalid");
      else input.setAttribute("aria-invalid", "true");
    };
    /** Show what is wrong, and lead to the first of it. Returns whether anything is. */
    const show = (faults: { text?: string; source?: string; all?: string }): boolean => {
      tell(text, wrong.fault, faults.text ?? "");
      tell(source, where.fault, faults.source ?? "");
      problem.textContent = faults.all ?? "";
      const first = faults.text ? text : faults.source ? source : null;
      first?.focus();
      return Boolean(faults.text ?? faults.source ?? faults.all);
    };
    const check = (): boolean => {
      const link = source.value.trim();
      return show({
        ...(text.value.trim().length < SHORTEST ? { text: words.reporting.textShort(SHORTEST) } : {}),
        ...(link !== "" && !(/^https?:\/\/[^\s]+\.[^\s]+$/i.test(link) && source.validity.valid) ? { source: words.reporting.sourceWrong } : {}),
      });
    };

    const post = async (): Promise<void> => {
      ticket ??= newTicket(address);
      const { text: given, from } = await ticket;
      await new Promise((resolve) => setTimeout(resolve, Math.max(from - performance.now(), 0)));
      const body = {
        theatre: release?.theatre.slug,
        place: slug,
        claim: about.value === "" ? null : about.value,
        text: text.value.trim(),
        source_url: source.value.trim(),
        view: viewOf(state),
        ticket: given,
        website: trap.value,
      };
      await ask(address, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    };
    const submit = async (again: boolean): Promise<void> => {
      try {
        await post();
        if (dialog.open) thank();
      } catch (error) {
        const refused = error instanceof Refused ? error : null;
        ticket = null;
        if (refused?.fields.has("ticket") && refused.fields.size === 1 && again) {
          await submit(false);
          return;
        }
        if (refused?.status === 429) show({ all: words.reporting.tooMany });
        else if (refused?.fields.has("text")) show({ text: words.reporting.textWrong });
        else if (refused?.fields.has("source_url")) show({ source: words.reporting.sourceWrong });
        else show({ all: words.reporting.failed });
      }
    };

    const form = h(
      "form",
      { novalidate: true },
      h("div", { class: "field" }, h("label", { for: about.id }, words.reporting.about), about),
      wrong.row,
      where.row,
      h("div", { class: "trap", "aria-hidden": "true" }, trap),
      problem,
      h("p", { class: "hint-line" }, words.reporting.privacy),
      h("p", { class: "row" }, send, button({ class: "retry" }, close, words.reporting.cancel)),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (send.disabled || check()) return;
      send.disabled = true;
      send.textContent = words.reporting.sending;
      void submit(true).finally(() => {
        send.disabled = false;
        send.textContent = words.reporting.send;
      });
    });
    dialog.replaceChildren(h("h2", { id: "report-title" }, words.reporting.title), form);
  };

  store.watch(["reporting"], (state) => {
    if (state.reporting === null) {
      if (dialog.open) dialog.close();
      return;
    }
    opener = (dialog.getRootNode() as Document | ShadowRoot).activeElement as HTMLElement | null;
    context.playback.pause();
    ticket = newTicket(address);
    // Told when it is needed.
    ticket.catch(() => undefined);
    fill(state, state.reporting);
    dialog.showModal();
    dialog.querySelector("textarea")?.focus();
  });
  return dialog;
}
