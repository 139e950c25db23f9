import type { z } from 'zod';
import type { ToolDefinition } from '../tools/define-tool.ts';
import { type ToolEntry, toolEntry } from './catalog.ts';

/** A tool and its entry for `tools/list`. */
export interface CatalogueTool {
  readonly definition: ToolDefinition<z.ZodObject, unknown>;
  readonly entry: ToolEntry;
}

/** The tools by name, in the order given. Schemas are converted here, once, and not for each request. */
export type Catalogue = ReadonlyMap<string, CatalogueTool>;

/** @see Catalogue */
export function createCatalogue(tools: readonly ToolDefinition<z.ZodObject, unknown>[]): Catalogue {
  return new Map(tools.map((definition) => [definition.name, { definition, entry: toolEntry(definition) }]));
}
