import type { CallToolResult } from '@modelcontextprotocol/server';
import { AppError } from '../lib/app-error.ts';
import type { ToolContent } from '../tools/define-tool.ts';

/** The result of a tool that worked: structured, and the same as text for clients that read only that. */
export function toolResult(
  structuredContent: Record<string, unknown>,
  content?: readonly ToolContent[],
): CallToolResult {
  return {
    content: content ? [...content] : [{ type: 'text', text: JSON.stringify(structuredContent) }],
    structuredContent,
  };
}

/**
 * One of the two places where an error becomes an answer (the other is http/error-response). An unexpected error says
 * nothing but the id that finds it in the log.
 */
export function toolErrorResult(error: unknown, requestId: string): CallToolResult {
  const known = error instanceof AppError;
  const code = known ? error.code : 'internal';
  const message = known
    ? error.message
    : `The connector failed unexpectedly. Try again; if it persists, tell its operator the request id ${requestId}.`;
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

const printable = /[^\x20-\x7e]/g;

/** What a caller wrote, short and printable, for naming it in an error. */
export function printableExcerpt(text: string): string {
  return text.slice(0, 64).replace(printable, '?');
}

/** Name of the tool that does the work of `resources/read`, so that whatever switches it off switches both off. */
export const resourceTool = 'read_resource';
