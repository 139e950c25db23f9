import type { CallToolResult } from '@modelcontextprotocol/server';
import { AppError } from '../lib/app-error.ts';
import type { ToolContent } from '../tools/define-tool.ts';

/** The tool that also serves `resources/read`, so that disabling it disables both. */
export const resourceTool = 'read_resource';

/** A successful result: structured content, repeated as text for clients that read only text. */
export function toolResult(
  structuredContent: Record<string, unknown>,
  content?: readonly ToolContent[],
): CallToolResult {
  return {
    content: content ? [...content] : [{ type: 'text', text: JSON.stringify(structuredContent) }],
    structuredContent,
  };
}

/** A tool error. An unexpected error shows only the request id that finds it in the log. */
export function toolErrorResult(error: unknown, requestId: string): CallToolResult {
  const known = error instanceof AppError;
  const code = known ? error.code : 'internal';
  const message = known ? error.message : unexpectedErrorText(requestId);
  const details = known ? error.details : {};
  const structuredContent = {
    error: {
      code,
      message,
      ...(details.argument === undefined ? {} : { argument: details.argument }),
      ...(details.permissions === undefined ? {} : { permissions: details.permissions }),
      ...(details.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: details.retryAfterSeconds }),
      ...(details.link === undefined ? {} : { link: details.link }),
    },
  };
  const text = [`${code}: ${message}`, details.link].filter(Boolean).join(' ');
  return { content: [{ type: 'text', text }], structuredContent, isError: true };
}

/** Message of an unexpected error, with the id that finds it in the operator's log. */
export function unexpectedErrorText(requestId: string): string {
  return `The connector failed unexpectedly. Try again; if it persists, report the request id ${requestId} to its operator.`;
}

const unprintable = /[^\x20-\x7e]/g;

/** The first 64 characters of a caller's text, printable ASCII only, for error messages. */
export function printableExcerpt(text: string): string {
  return text.slice(0, 64).replace(unprintable, '?');
}
