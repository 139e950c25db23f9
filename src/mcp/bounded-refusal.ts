import { echo } from './echo.ts';

const headerMismatch = -32020;
const unsupportedVersion = -32022;
const words = /\S+/g;

/**
 * A refusal of the protocol layer, without what it repeats of the request at any length: names and addresses stand in it
 * as they came.
 */
export async function boundedRefusal(response: Response): Promise<Response> {
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  if (response.status < 400 || !isJson) return response;
  const answer = (await response.json()) as Readonly<Record<string, unknown>>;
  const { code, message, data } = answer['error'] as { code: number; message: string; data?: unknown };
  const error = {
    code,
    message: messageOf(code, message),
    ...(data === undefined ? {} : { data: bounded(data) }),
  };
  return Response.json({ ...answer, error }, { status: response.status });
}

function messageOf(code: number, message: string): string {
  switch (code) {
    case headerMismatch:
      return 'The headers of the request do not say what its body says: MCP-Protocol-Version, Mcp-Method and Mcp-Name have to repeat it.';
    case unsupportedVersion:
      return 'The protocol version of the request is not supported.';
    default:
      return message.replaceAll(words, echo);
  }
}

function bounded(value: unknown): unknown {
  if (typeof value === 'string') return echo(value);
  if (Array.isArray(value)) return value.map(bounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, bounded(member)]));
}
