import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Playback } from "../src/playback";
import { Session, type Opening } from "../src/session";
import { Store } from "../src/state";
import { sample } from "./sample/make.mjs";

const HASH = "5a3b1e0c9d7f2468";

// Node draws no frames: a timer stands in for them.
vi.stubGlobal("requestAnimationFrame", (run: (now: number) => void) => setTimeout(() => { run(performance.now()); }, 4));
vi.stubGlobal("cancelAnimationFrame", clearTimeout);

/** A server of the sample release on this machine, which notes what it was asked for. */
let server: Server;
let asked: string[];
/** Files that it answers by an error. */
let broken: Set<string>;
let store: Store;
let session: Session;
let playback: Playback;

beforeEach(async () => {
  asked = [];
  broken = new Set();
  const { pointer, files } = sample();
  server = createServer((request, response) => {
    const name = (request.url ?? "").split("/").at(-1)!;
    asked.push(name);
    const content = name === "latest.json" ? pointer : request.url?.includes(HASH) === true ? files[name] : undefined;
    response.statusCode = broken.has(name) ? 503 : content === undefined ? 404 : 200;
    response.end(JSON.stringify(content ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  store = new Store();
  playback = new Playback(store, () => false);
  const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  session = new Session(store, `${site}published/`, "karsova", `${site}api/v1/`);
});

afterEach(async () => {
  session.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function open(day: number): Promise<void> {
  await session.open({ lens: "assessed", clock: "now" }, () => day, ({ release, archive, timeline }: Opening) => {
    store.set({ release, archive, timeline, lens: timeline.lens, clock: timeline.clock, day, position: day });
  });
}

test("the first picture needs the manifest, network, places, basemap, few strikes and one piece", async () => {
  await open(9);
  expect(store.get().phase).toBe("ready");
  expect(asked[0]).toBe("latest.json");
  expect(asked.slice(1, 7).sort()).toEqual(
    ["release.json", "network.json", "places.json", "basemap.json", "timeline-assessed-now-002.json", "strikes.json"].sort(),
  );
});

test("the neighbours of a piece come by themselves, and no others", async () => {
  await open(9);
  await vi.waitFor(() => { expect(store.get().timeline!.hasPiece(1)).toBe(true); });
  expect(asked.filter((name) => name.startsWith("timeline-")).sort()).toEqual(["timeline-assessed-now-001.json", "timeline-assessed-now-002.json"]);
  playback.goTo(6);
  await vi.waitFor(() => { expect(store.get().timeline!.hasPiece(0)).toBe(true); });
  expect(new Set(asked).size).toBe(asked.length);
});

test("a day that is not in hand is drawn once it has come; until then the map stays as it was", async () => {
  await open(9);
  playback.goTo(1);
  expect(store.get()).toMatchObject({ day: 9, position: 9, sought: 1 });
  await vi.waitFor(() => { expect(store.get()).toMatchObject({ day: 1, position: 1, sought: null }); });
  expect(store.get().timeline!.at(1).date).toBe("2031-03-04");
});

test("a hand that moves on is followed to where it rests", async () => {
  await open(9);
  for (const position of [3.7, 2.2, 0.4]) playback.scrub(position);
  expect(store.get()).toMatchObject({ position: 9, sought: 0.4 });
  playback.settle();
  await vi.waitFor(() => { expect(store.get()).toMatchObject({ position: 0, day: 0, sought: null }); });
});

test("days that do not come are said, the map stays, and another try finds them", async () => {
  await open(9);
  broken.add("timeline-assessed-now-000.json");
  playback.goTo(1);
  await vi.waitFor(() => { expect(store.get().missed).toEqual({ lens: "assessed", clock: "now", day: 1 }); });
  expect(store.get()).toMatchObject({ day: 9, sought: null, phase: "ready" });
  broken.clear();
  playback.goTo(store.get().missed!.day!);
  await vi.waitFor(() => { expect(store.get().day).toBe(1); });
});

test("playing goes on over the borders of pieces, waiting for those that have yet to come", async () => {
  await open(3);
  const seen: number[] = [];
  store.watch(["position"], ({ position }) => seen.push(position));
  store.set({ speed: 4 }); // slow enough that a busy machine still sees the borders passed
  playback.play();
  await vi.waitFor(() => { expect(store.get()).toMatchObject({ playing: false, day: 9 }); }, { timeout: 10_000 });
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  for (const [from, to] of [[3, 4], [7, 8]] as const) expect(seen.some((position) => position > from && position < to)).toBe(true);
  expect(new Set(asked).size).toBe(asked.length);
});

test("play that goes over and over begins anew at the end, and stops when it is told to", async () => {
  await open(8);
  store.set({ speed: 40, loop: true });
  playback.play();
  await vi.waitFor(() => { expect(store.get().position).toBe(9); }, { timeout: 10_000 });
  expect(store.get().playing).toBe(true);
  await vi.waitFor(() => { expect(store.get().day).toBeLessThan(9); }, { timeout: 10_000 });
  playback.pause();
  expect(store.get().playing).toBe(false);
});

test("the next change is found in days that have yet to come", async () => {
  await open(9);
  const days: number[] = [9];
  for (let steps = 0; steps < 9 && store.get().day > 0; steps++) {
    playback.toChange(-1);
    await vi.waitFor(() => { expect(store.get()).toMatchObject({ sought: null }); expect(store.get().day).toBeLessThan(days.at(-1)!); });
    days.push(store.get().day);
  }
  const { timeline } = store.get();
  const changed = [...Array(10).keys()].filter((day) => day > 0 && timeline!.changesOf(day).length > 0);
  expect(changed.length).toBeGreaterThan(1);
  expect(days.slice(1)).toEqual([...changed.filter((day) => day < 9).reverse(), 0]);
  playback.toChange(1);
  expect(store.get().day).toBe(changed[0]);
});

test("another lens keeps the day, and is drawn once its days have come", async () => {
  await open(5);
  const before = store.get().timeline;
  const chosen = session.choose("republic", "then");
  expect(store.get()).toMatchObject({ timeline: before, busy: true });
  await chosen;
  expect(store.get()).toMatchObject({ busy: false, day: 5 });
  expect(store.get().timeline).toMatchObject({ lens: "republic", clock: "then" });
  expect(store.get().timeline!.has(5)).toBe(true);
});

test("a lens whose days do not come is said, and the old one stays", async () => {
  await open(5);
  broken.add("timeline-republic-now-001.json");
  await session.choose("republic", "now");
  expect(store.get()).toMatchObject({ busy: false, lens: "assessed", missed: { lens: "republic", clock: "now", day: null } });
  expect(store.get().timeline!.lens).toBe("assessed");
});

test("claims and evidence come when they are asked for, each file once", async () => {
  await open(9);
  const { archive, timeline } = store.get();
  expect(archive!.claimsAbout("karsova")).toBeNull();
  expect(asked.filter((name) => /^(claims|evidence)/.test(name))).toEqual([]);
  await Promise.all([archive!.wantClaims(["karsova"]), archive!.wantClaims(["karsova"]), archive!.wantEvidence(timeline!, 9)]);
  await vi.waitFor(() => { expect(archive!.claimsAbout("karsova")).not.toBeNull(); });
  expect(asked.filter((name) => /^(claims|evidence)/.test(name))).toHaveLength(2);
  const { confidence, evidence } = archive!.reasons(timeline!, "karsova", 9)!;
  expect(confidence).toBeCloseTo(0.85, 9);
  expect(evidence.map(([ref]) => archive!.claim(ref)?.id)).toEqual(["c-karsova", "c-karsova-no", "b-karsova"]);
  expect(archive!.reports.get("r2")?.title).toBe("Both sides speak of Vel Orin");
});

test("claims that do not come can be asked for again", async () => {
  await open(9);
  const { archive } = store.get();
  broken.add("claims-0000.json").add("claims-0001.json");
  const told = store.get().told;
  await expect(archive!.wantClaims(["karsova"])).rejects.toThrow("503");
  expect(archive!.failed).toBe(true);
  expect(store.get().told).toBeGreaterThan(told);
  broken.clear();
  archive!.tryAgain();
  await archive!.wantClaims(["karsova"]);
  expect(archive!.claimsAbout("karsova")!.length).toBeGreaterThan(0);
});

test("a network that gives nothing is told from files that make no sense", async () => {
  broken.add("network.json");
  await open(9);
  expect(store.get().phase).toBe("offline");
  broken.clear();
  await session.open({ lens: "moon", clock: "then" }, () => 0, () => undefined);
  expect(store.get().phase).toBe("ready");
});
