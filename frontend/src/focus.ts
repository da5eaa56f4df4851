/** Where the focus goes when what has it goes: to what a reader would reach for next, never back to the start of the page. */

/** If the focus is inside `from`, which is about to go, hand it to the first of these under `root` that can be seen. */
export function handOn(root: HTMLElement, from: HTMLElement, ...selectors: readonly string[]): void {
  const { activeElement } = root.getRootNode() as Document | ShadowRoot;
  if (activeElement !== null && from.contains(activeElement)) lead(root, ...selectors);
}

/** Focus the first of these under `root` that can be seen. */
export function lead(root: HTMLElement, ...selectors: readonly string[]): void {
  for (const selector of selectors) {
    const found = root.querySelector<HTMLElement>(selector);
    if (found === null || found.getClientRects().length === 0) continue;
    found.focus({ preventScroll: true });
    return;
  }
}
