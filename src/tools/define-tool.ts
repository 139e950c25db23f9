import type { z } from 'zod';
import type { M365Context } from '../m365/resource.ts';
import type { AreaId } from '../tenants/areas.ts';

/** Who disabled a tool: the user with `?tools=` in the connection URL, or an administrator of the tenant. */
export type ToolSwitch = 'user' | 'tenant';

/** Everything that a tool can access. */
export interface ToolContext extends M365Context {
  readonly signal: AbortSignal;
  /** Who disabled a tool; undefined when it is enabled. */
  readonly toolOffBy: (name: string) => ToolSwitch | undefined;
  /** Whether items of a search have a `link` to Outlook or SharePoint. Models do without: it costs a hundred tokens. */
  readonly withLinks?: boolean;
}

/** A content block of an MCP tool result. */
export type ToolContent =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image'; readonly data: string; readonly mimeType: string };

/** Paging state of a search result. `next` is sealed into the cursor of the following call. */
export interface ResultPage<Next> {
  /** Number of results, for a tool without `items`. */
  readonly shown?: number;
  /** Whether there are more results. Default: whether `next` is set. */
  readonly more?: boolean;
  readonly next?: Next | undefined;
  /** Number of all matches, only when Graph returns an exact one. */
  readonly total?: number | undefined;
  /** Results that were dropped, limits and missing permissions, for the model. */
  readonly note?: string | undefined;
}

/**
 * Result of a tool: `items` and `page` for a search; metadata, text and the `page` of a list for `read_resource`; and
 * further members of the output schema. Null and empty members are dropped before the result is sent.
 */
export interface ToolResult<Next> {
  readonly items?: readonly object[];
  readonly page?: ResultPage<Next>;
  /** Content blocks for the model. Default: the structured content as JSON text. */
  readonly content?: readonly ToolContent[];
  /** The page after this one, for `resources/read`. The content states it too. */
  readonly nextPage?: number | undefined;
  readonly [member: string]: unknown;
}

/** One tool. Annotations are derived: every tool only reads. */
export interface ToolDefinition<Input extends z.ZodObject, Next = never> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Any one of these enables the tool, also in part; its notes then name the missing permission. */
  readonly areas: readonly AreaId[];
  /** Listed only where `?tools=` names it. */
  readonly isOptIn?: true;
  /** Another tool that it runs: where the tenant disables that one, this one is disabled too. */
  readonly readsThrough?: string;
  /** Strict and bounded. A `cursor` is unsealed before `run` and not part of its input. */
  readonly input: Input;
  /** Schema of an item; makes the output schema `items` and `page`. */
  readonly item?: z.ZodObject;
  /** Further members of the output schema, or all of them for a tool without items. */
  readonly extra?: Readonly<Record<string, z.ZodType>>;
  /** The part of the input that a cursor belongs to. Default: all of it. */
  cursorQuery?(input: z.output<Input>): string;
  /** Schema of `page.next`; the content of a cursor is validated against it. */
  readonly next?: z.ZodType<Next>;
  run(
    input: Omit<z.output<Input>, 'cursor'>,
    context: ToolContext,
    resume: Next | undefined,
  ): Promise<ToolResult<Next>>;
}

/** Infers the types of `run` from the schemas of the definition. */
export function defineTool<Input extends z.ZodObject, Next = never>(
  definition: ToolDefinition<Input, Next>,
): ToolDefinition<Input, Next> {
  return definition;
}

/** Who disabled a tool, or the one that it runs; undefined when it is enabled. */
export function whoDisabled(
  { name, readsThrough }: Pick<ToolDefinition<z.ZodObject, unknown>, 'name' | 'readsThrough'>,
  toolOffBy: ToolContext['toolOffBy'],
): ToolSwitch | undefined {
  const other = readsThrough === undefined ? undefined : toolOffBy(readsThrough);
  return other === 'tenant' ? other : toolOffBy(name);
}
