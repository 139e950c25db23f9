import type { Resource, ResourceTemplateType } from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { JSONSchema } from 'zod/v4/core';
import { resourceKinds } from '../m365/kinds.ts';
import { type ResourceKind, pagedTemplate, resourceTemplates } from '../m365/uri.ts';
import type { GrantedPermissions } from '../tenants/granted-permissions.ts';
import type { GraphPermission } from '../tenants/permissions.ts';
import type { ToolDefinition } from '../tools/define-tool.ts';

/** What `tools/list` says of one tool. */
interface ToolEntry {
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

/** A tool and its entry for `tools/list`. */
export interface CatalogTool {
  readonly definition: ToolDefinition<z.ZodObject, unknown>;
  readonly entry: ToolEntry;
}

/** The tools by name, in the order given. Schemas are converted here, once, and not for each request. */
export type ToolCatalog = ReadonlyMap<string, CatalogTool>;

/** @see ToolCatalog */
export function createToolCatalog(tools: readonly ToolDefinition<z.ZodObject, unknown>[]): ToolCatalog {
  return new Map(tools.map((definition) => [definition.name, { definition, entry: toolEntry(definition) }]));
}

/** What `resources/list` and `resources/templates/list` show a person. */
export interface ResourceCatalog {
  /** Where one can begin: what has an address without an id. */
  resources(granted: GrantedPermissions): Resource[];
  templates(granted: GrantedPermissions): ResourceTemplateType[];
}

interface Entry<T> {
  readonly entry: T;
  readonly permissions: readonly GraphPermission[];
}

/** The lists are made here, once, and filtered by what is granted for each request. @see ResourceCatalog */
export function createResourceCatalog(): ResourceCatalog {
  const kinds = Object.entries(resourceKinds) as [ResourceKind, (typeof resourceKinds)[ResourceKind]][];
  const resources: Entry<Resource>[] = [];
  const templates: Entry<ResourceTemplateType>[] = [];
  for (const [name, { title, permissions }] of kinds) {
    const uriTemplate = resourceTemplates[name];
    const uri = uriTemplate.replace('{?owner}', '');
    if (!uri.includes('{')) resources.push({ entry: { uri, name, title }, permissions });
    if (uriTemplate.includes('{')) {
      templates.push({ entry: { uriTemplate: pagedTemplate(uriTemplate), name, title }, permissions });
    }
  }
  return {
    resources: (granted) => openOnes(resources, granted),
    templates: (granted) => openOnes(templates, granted),
  };
}

function openOnes<T>(entries: readonly Entry<T>[], granted: GrantedPermissions): T[] {
  return entries
    .filter(({ permissions }) => permissions.length === 0 || granted.hasAny(permissions))
    .map(({ entry }) => entry);
}
