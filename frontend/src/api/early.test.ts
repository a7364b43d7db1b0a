import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { fetchOrEarly } from "@/api/early";

const ADDRESS = "http://127.0.0.1:8000/api/cases/PA-1";
const early = new Response("early");
const asked = vi.fn(() => Promise.resolve(new Response("asked now")));

beforeEach(() => {
  vi.stubGlobal("window", { priorauthEarly: new Map([["/api/cases/PA-1", Promise.resolve(early)]]) });
  vi.stubGlobal("fetch", asked);
});

afterEach(() => {
  asked.mockClear();
  vi.unstubAllGlobals();
});

describe("fetchOrEarly", () => {
  it("takes what was asked for early once, and then asks", async () => {
    expect(await fetchOrEarly(new Request(ADDRESS))).toBe(early);
    expect(await (await fetchOrEarly(new Request(ADDRESS))).text()).toBe("asked now");
  });

  it("asks for what differs in its query or is sent", async () => {
    await fetchOrEarly(new Request(`${ADDRESS}?limit=1`));
    await fetchOrEarly(new Request(ADDRESS, { method: "POST", body: "{}" }));
    expect(asked).toHaveBeenCalledTimes(2);
    expect(await fetchOrEarly(new Request(ADDRESS))).toBe(early);
  });
});
