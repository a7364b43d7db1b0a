import { describe, expect, it } from "vitest";

import { stopOf } from "@/features/decide/doing";

const BOUND = { number: 1, digest: "sha256:1" };

describe("what stops a form", () => {
  it("is nothing as long as the case is as it was read", () => {
    expect(stopOf(BOUND, { digest: "sha256:1", revision: 1 }, true)).toBeNull();
  });

  it("is a review that has begun, then the revision that comes of it", () => {
    expect(stopOf(BOUND, { digest: null, revision: 2 }, false)).toBe("running");
    expect(stopOf(BOUND, { digest: "sha256:2", revision: 2 }, true)).toBe("newer");
  });

  it("is somebody else's act", () => {
    expect(stopOf(BOUND, { digest: "sha256:1", revision: 1 }, false)).toBe("changed");
  });
});
