import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { clockFrom, isKnownOn, knownUntil } from "../src/clock";
import { Session, type Opening } from "../src/session";
import { Store, type Clock } from "../src/state";
import { sample } from "./sample/make.mjs";

const HASH = "5a3b1e0c9d7f2468";
const DAY: Clock = "2031-03-07";
const OTHER: Clock = "2031-03-05";

/** A server of the sample release whose API derives what was known by another day: it answers with what was known each day. */
let server: Server;
let asked: URLSearchParams[];
/** Answers that are held back, by the day they are known by. */
let held: { knownBy: string; let: () => void; gone: boolean }[];
let hold: boolean;
let broken: boolean;
let store: Store;
let session: Session;

function derived(response: ServerResponse, query: URLSearchParams): void {
  const first = (sample().files["release.json"] as { days: string[] }).days.indexOf(query.get("date")!);
  const name = `timeline-${query.get("lens")!}-then-00${Math.floor(first / 4)}.json`;
  response.end(JSON.stringify({ ...(sample().files as Record<string, object>)[name], clock: query.get("known_by") }));
}

beforeEach(async () => {
  [asked, held, hold, broken] = [[], [], false, false];
  const { pointer, files } = sample();
  server = createServer((request, response) => {
    const url = new URL(request.url ?? "", "http://localhost");
    if (url.pathname === "/api/v1/theatres/karsova/timeline/") {
      asked.push(url.searchParams);
      const one = { knownBy: url.searchParams.get("known_by")!, gone: false, let: () => { derived(response, url.searchParams); } };
      response.on("close", () => { one.gone = !response.writableEnded; });
      held.push(one);
      if (broken) response.writeHead(503).end();
      else if (!hold) one.let();
      return;
    }
    const name = url.pathname.split("/").at(-1)!;
    const content = name === "latest.json" ? pointer : url.pathname.includes(HASH) ? (files as Record<string, unknown>)[name] : undefined;
    response.statusCode = content === undefined ? 404 : 200;
    response.end(JSON.stringify(content ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  store = new Store();
  const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  session = new Session(store, `${site}published/`, "karsova", `${site}api/v1/`);
});

afterEach(async () => {
  session.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function open(clock: Clock = "now"): Promise<void> {
  await session.open({ lens: "assessed", clock }, () => 5, ({ release, archive, timeline, day }: Opening) => {
    store.set({ release, archive, timeline, lens: timeline.lens, clock: timeline.clock, day, position: day });
  });
}

test("what counts was reported by the day shown, by another day, or whenever", () => {
  expect([knownUntil("now", DAY), knownUntil("then", DAY), knownUntil(OTHER, DAY)]).toEqual([null, DAY, OTHER]);
  expect(isKnownOn("2031-03-06", OTHER, DAY)).toBe(false);
  expect(isKnownOn("2031-03-06", "then", DAY)).toBe(true);
  expect([clockFrom("then"), clockFrom(DAY), clockFrom("2031-02-30"), clockFrom(null)]).toEqual(["then", DAY, undefined, undefined]);
});

test("another day's knowledge is asked of the site for the release that is drawn, and drawn once it is there", async () => {
  await open();
  const chosen = session.choose("assessed", DAY);
  expect(store.get()).toMatchObject({ busy: true, clock: DAY });
  expect(store.get().timeline!.clock).toBe("now");
  await chosen;
  expect(store.get()).toMatchObject({ busy: false, day: 5 });
  expect(store.get().timeline!.clock).toBe(DAY);
  expect(Object.fromEntries(asked[0]!)).toEqual({ release: HASH, date: "2031-03-07", lens: "assessed", known_by: DAY });
});

test("what was asked for once is not asked for again", async () => {
  await open();
  for (const clock of [DAY, "now", DAY] as const) await session.choose("assessed", clock);
  expect(store.get().timeline!.clock).toBe(DAY);
  expect(asked.filter((query) => query.get("date") === "2031-03-07")).toHaveLength(1);
});

test("a question that is superseded is given up", async () => {
  await open();
  hold = true;
  const first = session.choose("assessed", DAY);
  await vi.waitFor(() => { expect(held).toHaveLength(1); });
  const second = session.choose("assessed", OTHER);
  await vi.waitFor(() => { expect(held[0]!.gone).toBe(true); expect(held).toHaveLength(2); });
  held[1]!.let();
  await Promise.all([first, second]);
  expect(store.get()).toMatchObject({ busy: false, missed: null });
  expect(store.get().timeline!.clock).toBe(OTHER);
  // And asked anew if somebody comes back to it.
  hold = false;
  await session.choose("assessed", DAY);
  expect(store.get().timeline!.clock).toBe(DAY);
});

test("what the site does not derive is said, the map stays, and another try finds it", async () => {
  await open();
  broken = true;
  await session.choose("assessed", DAY);
  expect(store.get()).toMatchObject({ busy: false, clock: "now", missed: { lens: "assessed", clock: DAY, day: null } });
  expect(store.get().timeline!.clock).toBe("now");
  broken = false;
  await session.choose("assessed", DAY);
  expect(store.get()).toMatchObject({ clock: DAY, missed: null });
});

test("a page that opens on what the site does not derive shows what is known today, and says so", async () => {
  broken = true;
  await open(DAY);
  expect(store.get()).toMatchObject({ phase: "ready", clock: "now", missed: { lens: "assessed", clock: DAY, day: null } });
});

test("a day that the release has not is no clock", async () => {
  await open("1999-01-01");
  expect(store.get()).toMatchObject({ clock: "now", missed: null });
  expect(asked).toEqual([]);
});
