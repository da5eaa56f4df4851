/** Building the page. Text goes in by textContent alone, and only http(s) addresses become links. */

type Child = Node | string | null | undefined | false;
type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;

const SVG = "http://www.w3.org/2000/svg";

function fill(element: Element, attributes: Attributes, children: readonly Child[]): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) if (child !== null && child !== undefined && child !== false) element.append(child);
}

/** An HTML element. Attributes that are null, undefined or false are left out. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  fill(element, attributes, children);
  return element;
}

/** An SVG element. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag);
  fill(element, attributes, children);
  return element;
}

export function button(attributes: Attributes, press: () => void, ...children: readonly Child[]): HTMLButtonElement {
  const element = h("button", { type: "button", ...attributes }, ...children);
  element.addEventListener("click", press);
  return element;
}

/** An address from data, when it is one to follow. */
export function safeAddress(address: string): string | null {
  try {
    const url = new URL(address);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

/** Text as a link where the address is http(s), as plain text otherwise. */
export function link(text: string, address: string): Node {
  const href = safeAddress(address);
  return href === null ? document.createTextNode(text) : h("a", { href, rel: "noopener noreferrer", target: "_blank" }, text);
}

/** A text whose http(s) addresses are links. */
export function linked(text: string): Node[] {
  return text
    .split(/(https?:\/\/[^\s<>()]+)/)
    .filter((part) => part !== "")
    .map((part) => (/^https?:/.test(part) ? link(part.replace(/^https?:\/\//, "").replace(/\/$/, ""), part) : document.createTextNode(part)));
}
