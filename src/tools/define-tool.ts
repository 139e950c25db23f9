import type { z } from 'zod';
import type { VerifiedCaller } from '../entra/caller.ts';
import type { GraphClient } from '../graph/client.ts';
import type { Clock } from '../lib/clock.ts';
import type { GrantedPermissions } from '../tenants/granted-permissions.ts';
import type { GraphPermission } from '../tenants/permissions.ts';
import type { Zone } from '../time/time-zone.ts';

/** Who has switched a tool off: the person, in the address that they gave their client, or their organisation. */
export type ToolSwitch = 'person' | 'organisation';

/** Everything a tool may touch. */
export interface ToolContext {
  readonly graph: GraphClient;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly caller: VerifiedCaller;
  readonly granted: GrantedPermissions;
  /** The person's own time zone, UTC where no permission tells it. Asked of Graph once per exchange. */
  timeZone(): Promise<Zone>;
  /** Who has switched a tool off, where somebody has. */
  toolOffBy(name: string): ToolSwitch | undefined;
}

/** A block of an answer, as MCP knows them. */
export type ToolContent =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image'; readonly data: string; readonly mimeType: string };

/** What a page of results says of itself. `next` is what the following call needs: sealed into an opaque cursor. */
export interface ResultPage<Next> {
  /** Whether there is more than is shown, cursor or not. Derived from `next` where left out. */
  readonly more?: boolean;
  readonly next?: Next | undefined;
  /** Number of all matches, where Graph knows it exactly. */
  readonly total?: number | undefined;
  /** What was cut, narrowed or could not be looked at, in words. */
  readonly note?: string | undefined;
}

/**
 * What a tool returns: a search tool `items` and the state of the paging, `read_resource` what it opened; and further
 * members of the output schema. Null and empty members are dropped by the seam.
 */
export interface ToolResult<Next> {
  readonly items?: readonly object[];
  readonly page?: ResultPage<Next>;
  /** What a model reads where JSON is a poor form for it. Without it the text is the structured content as JSON. */
  readonly content?: readonly ToolContent[];
  /** Where what was opened goes on, for who asked by an address. The model reads it in the answer. */
  readonly nextPage?: number | undefined;
  readonly [member: string]: unknown;
}

/** One ability. Safety facts are derived, not declared: every tool reads and nothing else. */
export interface ToolDefinition<Input extends z.ZodObject, Next = never> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Any one of these makes the tool usable; with a lesser one it says what is missing. */
  readonly permissions: readonly GraphPermission[];
  /** Strict and bounded. A member named `cursor` is opened by the seam and never reaches `run`. */
  readonly input: Input;
  /** Members of an item of a search tool, for `outputSchema`, which then has `items` and `page`. */
  readonly item?: z.ZodObject;
  /** Further members of the output, or all of them where there are no items. */
  readonly extra?: Readonly<Record<string, z.ZodType>>;
  /** Shape of `page.next`; what a cursor holds is checked against it. */
  readonly next?: z.ZodType<Next>;
  run(
    input: Omit<z.output<Input>, 'cursor'>,
    context: ToolContext,
    resume: Next | undefined,
  ): Promise<ToolResult<Next>>;
}

/** Ties the parameters of `run` to the schemas of the declaration. */
export function defineTool<Input extends z.ZodObject, Next = never>(
  definition: ToolDefinition<Input, Next>,
): ToolDefinition<Input, Next> {
  return definition;
}
