/** How sure something is, 0 to 1, as a meter and in words. */
import type { Context } from "./context";
import { h } from "./dom";
import { sinceInWords } from "./evidence";

export function surenessLine({ words }: Context, confidence: number, since: string | null): HTMLElement {
  const steps = words.confidences;
  const step = Math.min(Math.floor(confidence * steps.length), steps.length - 1);
  const meter = h("span", { class: "meter", "aria-hidden": "true" }, ...steps.map((_, i) => h("i", { class: i <= step ? "on" : "" })));
  const percent = new Intl.NumberFormat(words.locale, { style: "percent" }).format(confidence);
  return h("p", { class: "sure" }, `${words.confidence}: `, meter, ` ${steps[step] ?? ""} (${percent})`, since === null ? null : ` · ${sinceInWords(since, words)}`);
}
