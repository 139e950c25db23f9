import type { JSONSchema } from 'zod/v4/core';
import { z } from 'zod';
import type { ToolDefinition } from '../tools/define-tool.ts';

/** What `tools/list` says of one tool. */
export interface ToolEntry {
  readonly [member: string]: unknown;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: { readonly type: 'object'; readonly [member: string]: unknown };
  readonly outputSchema: { readonly type: 'object'; readonly [member: string]: unknown };
  readonly annotations: Readonly<Record<string, unknown>>;
}

const page = z.object({
  shown: z.int(),
  more: z.boolean(),
  cursor: z.string().optional(),
  total: z.int().optional(),
  note: z.string().optional(),
});

/** The entry of a tool in `tools/list`. Annotations are derived: every tool reads, and reads the same twice. */
export function toolEntry(tool: ToolDefinition<z.ZodObject, unknown>): ToolEntry {
  return {
    name: tool.name,
    title: tool.title,
    description: tool.description,
    inputSchema: objectSchema(tool.input, 'input'),
    outputSchema: objectSchema(outputOf(tool), 'output'),
    annotations: {
      title: tool.title,
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: true,
    },
  };
}

function outputOf(tool: ToolDefinition<z.ZodObject, unknown>): z.ZodObject {
  return z.object({ ...(tool.item ? { items: z.array(tool.item), page } : {}), ...tool.extra });
}

function objectSchema(schema: z.ZodObject, io: 'input' | 'output'): ToolEntry['inputSchema'] {
  const json = z.toJSONSchema(schema, {
    io,
    target: 'draft-2020-12',
    override: ({ jsonSchema }) => trim(jsonSchema, io),
  });
  const { $schema: _, ...rest } = json;
  return { ...rest, type: 'object' };
}

/** Leaves out what costs tokens and says nothing: the bounds of a double, and closed outputs, which break on a new member. */
function trim(schema: JSONSchema.BaseSchema, io: 'input' | 'output'): void {
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (io === 'output') delete schema.additionalProperties;
}
