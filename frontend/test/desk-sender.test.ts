import { afterEach, expect, test, vi } from "vitest";
import { type Act, Sender } from "../src/desk/sender";

/** What the server answers, one after another; 0 is a lost connection. */
function serve(...answers: number[]): string[] {
  const sent: string[] = [];
  vi.stubGlobal("fetch", (_address: string, init: RequestInit) => {
    sent.push(String(init.body));
    const status = answers.shift() ?? 200;
    if (status === 0) return Promise.reject(new TypeError("lost"));
    return Promise.resolve(new Response(JSON.stringify({ said: `${status}`, rows: [] }), { status }));
  });
  return sent;
}

afterEach(() => vi.unstubAllGlobals());

function desk(): { sender: Sender; told: string[]; act: (name: string) => Act; states: [number, string][] } {
  const told: string[] = [];
  const states: [number, string][] = [];
  const sender = new Sender(() => "token", (count, held) => states.push([count, held]));
  const act = (name: string): Act => ({
    address: "/desk/",
    body: () => [["act", name]],
    done: () => told.push(`done ${name}`),
    refused: () => told.push(`refused ${name}`),
  });
  return { sender, told, act, states };
}

test("acts go one after another, in the order of the keys", async () => {
  const sent = serve(200, 409, 200);
  const { sender, told, act } = desk();
  for (const name of ["one", "two", "three"]) sender.send(act(name));
  await vi.waitFor(() => expect(sender.count).toBe(0));
  expect(sent).toEqual(["act=one", "act=two", "act=three"]);
  expect(told).toEqual(["done one", "refused two", "done three"]);
});

test.each([0, 503])("what can't be sent (%i) is kept and sent again when asked", async (failure) => {
  const sent = serve(failure, 200, 200);
  const { sender, told, act, states } = desk();
  sender.send(act("one"));
  sender.send(act("two"));
  await vi.waitFor(() => expect(states.at(-1)?.[1]).not.toBe(""));
  expect([sender.count, told]).toEqual([2, []]);
  sender.retry();
  await vi.waitFor(() => expect(sender.count).toBe(0));
  expect([sent, told]).toEqual([["act=one", "act=one", "act=two"], ["done one", "done two"]]);
});
