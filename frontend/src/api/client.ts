import createClient, { type MaybeOptionalInit } from "openapi-fetch";
import type { PathsWithMethod, SuccessResponseJSON } from "openapi-typescript-helpers";

import { fetchOrEarly } from "@/api/early";
import type { components, paths } from "@/api/schema";

export type Schema = components["schemas"];

/** What the service refuses, in its own words (RFC 9457). `problems` names every single thing that is wrong. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly problems: readonly Schema["Problem"][];

  constructor(status: number, body: Partial<Schema["ProblemDocument"]>) {
    super(body.detail ?? body.title ?? `The service answered ${status}.`);
    this.name = "Refusal";
    this.status = status;
    this.code = body.code ?? "unknown";
    this.problems = body.problems ?? [];
  }
}

const client = createClient<paths>({ baseUrl: "", fetch: fetchOrEarly });

type Reading = PathsWithMethod<paths, "get">;
type Sending = PathsWithMethod<paths, "post">;
type Body<Operation> = SuccessResponseJSON<Operation & Record<string | number, unknown>>;

/** What is at an address. Throws {@link Refusal} for a problem, and what `fetch` throws where nobody answers. */
export async function read<Path extends Reading>(
  path: Path,
  options: MaybeOptionalInit<paths[Path], "get">,
): Promise<Body<paths[Path]["get"]>> {
  return bodyOf(await client.GET(path, options as never)) as Body<paths[Path]["get"]>;
}

/** Sends a body to an address, and gives what is answered. Throws as {@link read} does. */
export async function send<Path extends Sending>(
  path: Path,
  options: MaybeOptionalInit<paths[Path], "post">,
): Promise<Body<paths[Path]["post"]>> {
  return bodyOf(await client.POST(path, options as never)) as Body<paths[Path]["post"]>;
}

function bodyOf({ data, error, response }: { data?: unknown; error?: unknown; response: Response }): unknown {
  if (data === undefined) throw new Refusal(response.status, (error ?? {}) as Partial<Schema["ProblemDocument"]>);
  return data;
}
