/** Keeping the map for when there is no network: tells the worker in `worker/offline-worker.ts` what this page needs. */
import { options } from "./options";
import type { Release } from "./records";
import type { Store } from "./state";

/** Where the worker has marked an answer as kept from an earlier visit. */
export const KEPT_HEADER = "X-Kept";

interface Listed {
  bytes: number;
}

/** Register the worker at an address of this site, and have the release kept once the map is drawn. Returns how to stop. */
export function keepForOffline(store: Store, worker: string): () => void {
  if (!("serviceWorker" in navigator) || isSaving()) return () => undefined;
  let told = "";
  return store.watch(["phase", "release"], ({ phase, release, kept }) => {
    if (phase !== "ready" || !release || release.hash === told || kept !== null) return;
    told = release.hash;
    // Without it the map is the same, as long as there is a network.
    whenLoaded(() => { ask(worker, release).catch(() => undefined); });
  });
}

async function ask(worker: string, release: Release): Promise<void> {
  await navigator.serviceWorker.register(worker);
  const { active } = await navigator.serviceWorker.ready;
  const folder = new URL(release.base, window.location.href);
  if (folder.origin !== window.location.origin) return;
  const listed = (await (await fetch(`${folder.href}files.json`)).json()) as { files: Record<string, Listed> };
  const base = folder.pathname;
  const theatre = base.replace(/[^/]+\/$/, "");
  active?.postMessage({
    theatre,
    release: base,
    page: window.location.pathname + window.location.search,
    pointer: `${theatre}latest.json`,
    assets: loadedFrom("/static/"),
    files: [...new Set([...filesToKeep(listed.files).map((name) => base + name), ...loadedFrom(base)])],
  });
}

/** The release's files, or those without which nothing is drawn if all together are too many for a reader's disk. */
export function filesToKeep(files: Readonly<Record<string, Listed>>): string[] {
  const names = Object.keys(files);
  const bytes = names.reduce((sum, name) => sum + files[name]!.bytes, 0);
  return bytes <= options.offlineMost ? names : names.filter((name) => !/^(timeline|evidence|claims)-/.test(name));
}

/** The paths of what this page has loaded from below a path of this site. */
function loadedFrom(path: string): string[] {
  const urls = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
  return [...new Set(urls.filter((url) => url.origin === window.location.origin && url.pathname.startsWith(path)).map(({ pathname }) => pathname))];
}

/** Whether the reader has asked sites to spare their data. */
function isSaving(): boolean {
  const { connection } = navigator as { connection?: { saveData?: boolean } };
  return connection?.saveData === true;
}

function whenLoaded(work: () => void): void {
  if (document.readyState === "complete") window.setTimeout(work, options.offlineDelay);
  else window.addEventListener("load", () => { window.setTimeout(work, options.offlineDelay); }, { once: true });
}
