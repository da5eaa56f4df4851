/**
 * Answers for the network where there is none, once the page has told what it needs (`src/offline.ts`).
 *
 * Releases and built files have names that change with their content: what is kept of them is answered at once, for ever. The page and
 * the pointer to the latest release come from the network as long as it answers; a kept pointer is marked by a header, so that the
 * page can say how old it is. Nothing else is touched: not the desk, not the API, no other site.
 */
export {};
declare const self: ServiceWorkerGlobalScope;

/** What the page asks to be kept of one theatre. Everything is an address on this site. */
interface Wanted {
  /** The theatre's published folder, ending in a slash, and in it that of the release. */
  theatre: string;
  release: string;
  page: string;
  pointer: string;
  assets: string[];
  files: string[];
}

const PREFIX = "conflict-map";
const CACHE = `${PREFIX}-1`;
/** A network that takes longer than this to name the latest release counts as none, if one is kept. */
const PATIENCE = 6000;
const AT_ONCE = 4;

const PAGE = /^\/(t\/[a-z0-9-]+\/)?$/;
const POINTER = /^\/published\/[a-z0-9-]+\/latest\.json$/;
const RELEASE_FILE = /^\/published\/[a-z0-9-]+\/[0-9a-f]+\/[a-z0-9-]+\.json$/;
const HASHED = /\.[0-9a-f]{12}\.[a-z0-9]+$/;

self.addEventListener("install", () => void self.skipWaiting());

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name);
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("message", (event) => {
  event.waitUntil(keep(event.data as Wanted));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (PAGE.test(url.pathname)) event.respondWith(networkFirst(request, pageKey(url)));
  } else if (POINTER.test(url.pathname)) event.respondWith(networkFirst(new Request(request, { cache: "no-cache" }), url.pathname, marked));
  else if (RELEASE_FILE.test(url.pathname) || HASHED.test(url.pathname)) event.respondWith(keptFirst(request));
  else if (url.pathname.startsWith("/static/")) event.respondWith(networkFirst(request, url.pathname));
});

/** One page is kept for a theatre and language, whatever day or place it was opened at: the element reads those from the address. */
function pageKey(url: URL): string {
  const lang = url.searchParams.get("lang");
  return lang === null ? url.pathname : `${url.pathname}?lang=${encodeURIComponent(lang)}`;
}

async function networkFirst(request: Request, key: string, mark = (kept: Response): Response => kept): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(key, { ignoreVary: true });
  try {
    const response = await (kept ? inTime(fetch(request)) : fetch(request));
    // What was never asked to be kept is not kept: a look at one theatre does not fill a reader's disk.
    if (response.ok && kept) await cache.put(key, response.clone());
    return response;
  } catch (error) {
    if (kept) return mark(kept);
    throw error;
  }
}

async function keptFirst(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(request.url, { ignoreVary: true })) ?? fetch(request);
}

function marked(kept: Response): Response {
  const headers = new Headers(kept.headers);
  headers.set("X-Kept", "yes");
  return new Response(kept.body, { status: kept.status, headers });
}

async function inTime(answer: Promise<Response>): Promise<Response> {
  let clock: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    clock = setTimeout(() => { reject(new Error("The network takes too long.")); }, PATIENCE);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(clock);
  }
}

/** Fetch what is wanted and not yet here, then let go of older releases of the theatre and of older builds. */
async function keep(wanted: Wanted): Promise<void> {
  const cache = await caches.open(CACHE);
  const page = pageKey(new URL(wanted.page, self.location.origin));
  const queue = [page, ...wanted.assets, ...wanted.files].filter((address) => address.startsWith("/"));
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let address = queue.shift(); address !== undefined; address = queue.shift()) {
        if (!(await cache.match(address, { ignoreVary: true }))) await cache.add(address);
      }
    }),
  );
  // The pointer last: whoever finds it kept finds all that it leads to.
  await cache.add(wanted.pointer);
  const assets = new Set(wanted.assets);
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    const isOldRelease = pathname.startsWith(wanted.theatre) && RELEASE_FILE.test(pathname) && !pathname.startsWith(wanted.release);
    if (isOldRelease || (pathname.startsWith("/static/") && !assets.has(pathname))) await cache.delete(request);
  }
}
