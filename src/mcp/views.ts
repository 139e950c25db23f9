import type { ReadResourceResult } from '@modelcontextprotocol/server';
import type { ToolEntry } from './catalog.ts';

/**
 * MCP Apps: views that a host shows beside the result of a tool.
 * @see https://github.com/modelcontextprotocol/ext-apps/blob/main/specification/2026-01-26/apps.mdx
 */
const extension = 'io.modelcontextprotocol/ui';
const viewMimeType = 'text/html;profile=mcp-app';

/** A page that shows the structured content of one tool, in a sandbox of the host. */
interface View {
  readonly tool: string;
  /** Loaded on request: no other request pays for parsing it. */
  readonly load: () => Promise<{ readonly html: string }>;
}

/** Views by URI. */
const views: Readonly<Record<string, View>> = {
  'ui://find_meeting_availability/week.html': {
    tool: 'find_meeting_availability',
    load: () => import('../views/meeting-times/meeting-times.html?self-contained'),
  },
};

/** The name of the tool that a view belongs to; undefined for the URI of no view. */
export function getViewTool(uri: string): string | undefined {
  return Object.hasOwn(views, uri) ? views[uri]?.tool : undefined;
}

/** Whether client capabilities contain the extension with pages of the one type that exists. */
export function supportsViews(capabilities: unknown): boolean {
  const settings = member(member(capabilities, 'extensions'), extension);
  const mimeTypes = member(settings, 'mimeTypes');
  return Array.isArray(mimeTypes) && mimeTypes.includes(viewMimeType);
}

/** Server capabilities for a client that shows views. */
export const viewCapabilities = { extensions: { [extension]: { mimeTypes: [viewMimeType] } } };

/** The entry of a tool in `tools/list` for a client that shows views. */
export function withView(entry: ToolEntry): ToolEntry {
  const [uri] = Object.entries(views).find(([, { tool }]) => tool === entry.name) ?? [];
  return uri === undefined ? entry : { ...entry, _meta: { ui: { resourceUri: uri } } };
}

/** The page of a view. Its metadata allows no origin for requests, resources, frames or base URLs. */
export async function readView(uri: string): Promise<ReadResourceResult> {
  const page = await views[uri]?.load();
  if (!page) throw new Error('No view has this URI.');
  const csp = { connectDomains: [], resourceDomains: [], frameDomains: [], baseUriDomains: [] };
  return {
    contents: [{ uri, mimeType: viewMimeType, text: page.html, _meta: { ui: { csp, prefersBorder: true } } }],
  };
}

/**
 * Clients of the 2025 revisions state their capabilities in `initialize` only, and the connector keeps no sessions. Those
 * that show views receive a session id that says so; others receive none. It grants nothing.
 */
export const sessionHeader = 'mcp-session-id';
const viewSessionId = /^views-[\da-f-]{36}$/;

/** @param requestId makes the id unique */
export function createViewSessionId(requestId: string): string {
  return `views-${requestId}`;
}

/** Whether the request has the session id of a client that shows views. */
export function hasViewSession(headers: Headers): boolean {
  return viewSessionId.test(headers.get(sessionHeader) ?? '');
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
