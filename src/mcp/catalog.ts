import type { Resource, ResourceTemplateType } from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { JSONSchema } from 'zod/v4/core';
import { resourceKinds } from '../m365/kinds.ts';
import { type ResourceKind, pagedTemplate, resourceTemplates } from '../m365/uri.ts';
import {
  type AreaAlternatives,
  type AreaLevel,
  type GrantedPermissions,
  isOpen,
  ownAlternatives,
} from '../tenants/granted-permissions.ts';
import type { ToolDefinition } from '../tools/define-tool.ts';

/** One tool in `tools/list`. */
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

/** The entry of a tool in `tools/list`. All tools are read-only and idempotent. */
export function toolEntry(tool: ToolDefinition<z.ZodObject, unknown>): ToolEntry {
  return {
    name: tool.name,
    title: tool.title,
    description: tool.description,
    inputSchema: objectSchema(tool.input, 'input'),
    outputSchema: objectSchema(outputSchema(tool), 'output'),
    annotations: {
      title: tool.title,
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: true,
    },
  };
}

function outputSchema(tool: ToolDefinition<z.ZodObject, unknown>): z.ZodObject {
  return z.object({ ...(tool.item ? { items: z.array(tool.item), page } : {}), ...tool.extra });
}

function objectSchema(schema: z.ZodObject, io: 'input' | 'output'): ToolEntry['inputSchema'] {
  const json = z.toJSONSchema(schema, {
    io,
    target: 'draft-2020-12',
    override: ({ jsonSchema }) => trim(jsonSchema, io),
  });
  const { $schema: _, required, ...rest } = json;
  // An error result has other members, and SDK clients up to 2025-11-25 validate it too.
  return { ...rest, type: 'object', ...(io === 'input' && required && { required }) };
}

/** Removes number bounds that only cost tokens, and `additionalProperties` of outputs, which get new members. */
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

/** Tools by name, in their order. Schemas are converted once, not per request. */
export type ToolCatalog = ReadonlyMap<string, CatalogTool>;

/** @see ToolCatalog */
export function createToolCatalog(tools: readonly ToolDefinition<z.ZodObject, unknown>[]): ToolCatalog {
  return new Map(tools.map((definition) => [definition.name, { definition, entry: toolEntry(definition) }]));
}

/** Entries of `resources/list` and `resources/templates/list`. */
export interface ResourceCatalog {
  /** Resources whose URI needs no id. */
  resources(granted: GrantedPermissions): Resource[];
  templates(granted: GrantedPermissions): ResourceTemplateType[];
}

interface Entry<T> {
  readonly entry: T;
  readonly areas: AreaAlternatives;
  readonly least: AreaLevel | undefined;
}

/** The lists are created once and filtered by the granted permissions of each request. */
export function createResourceCatalog(): ResourceCatalog {
  const kinds = Object.entries(resourceKinds) as [ResourceKind, (typeof resourceKinds)[ResourceKind]][];
  const resources: Entry<Resource>[] = [];
  const templates: Entry<ResourceTemplateType>[] = [];
  for (const [name, { title, areas, least }] of kinds) {
    const uriTemplate = resourceTemplates[name];
    const uri = uriTemplate.replace('{?owner}', '');
    if (!uri.includes('{')) {
      resources.push({ entry: { uri, name, title }, areas: ownAlternatives(areas), least });
    }
    if (uriTemplate.includes('{')) {
      templates.push({ entry: { uriTemplate: pagedTemplate(uriTemplate), name, title }, areas, least });
    }
  }
  return {
    resources: (granted) => readableEntries(resources, granted),
    templates: (granted) => readableEntries(templates, granted),
  };
}

function readableEntries<T>(entries: readonly Entry<T>[], granted: GrantedPermissions): T[] {
  return entries.filter(({ areas, least }) => isOpen(areas, granted, least)).map(({ entry }) => entry);
}
