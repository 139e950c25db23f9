import { SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { echo } from './echo.ts';
import { MessageRefusal } from './message-refusal.ts';

const string = z.string();
/** Each list is one page, so there is no cursor that could be good. */
const list = z.looseObject({ cursor: z.undefined().optional() });
const anything = z.looseObject({});
const state = { requestState: string.optional() };

/**
 * The requests that are answered, and what their parameters have to be at least. The protocol layer knows that too, but
 * looks when the exchange is over, and takes some for faults of the server.
 */
const paramsByMethod: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>([
  ['initialize', z.looseObject({ protocolVersion: string, capabilities: anything, clientInfo: anything })],
  ['ping', anything],
  ['server/discover', anything],
  ['subscriptions/listen', anything],
  ['tools/list', list],
  [
    'tools/call',
    z.looseObject({
      ...state,
      name: string,
      arguments: anything.optional(),
      task: z.looseObject({ ttl: z.number().optional() }).optional(),
    }),
  ],
  ['resources/list', list],
  ['resources/templates/list', list],
  ['resources/read', z.looseObject({ ...state, uri: string })],
  [
    'completion/complete',
    z.looseObject({
      ref: z.discriminatedUnion('type', [
        z.looseObject({ type: z.literal('ref/prompt'), name: string }),
        z.looseObject({ type: z.literal('ref/resource'), uri: string }),
      ]),
      argument: z.looseObject({ name: string, value: string }),
    }),
  ],
]);

/** Whether there are requests of this method. */
export function isServed(method: string): boolean {
  return paramsByMethod.has(method);
}

/**
 * Judges what the protocol layer leaves until after the exchange.
 * @param version the `MCP-Protocol-Version` header, which the 2025 eras may leave out
 * @throws MessageRefusal
 */
export function judgeMessage(body: unknown, era: 'modern' | 'legacy', version: string | null): void {
  const { id, method, params = {} } = body as Readonly<Record<string, unknown>>;
  const idOfRequest = typeof id === 'string' || typeof id === 'number' ? id : null;
  if (era === 'legacy' && version !== null && !SUPPORTED_PROTOCOL_VERSIONS.includes(version)) {
    const spoken = SUPPORTED_PROTOCOL_VERSIONS.join(', ');
    const text = `Unsupported protocol version: ${echo(version)}. There are: ${spoken}.`;
    throw new MessageRefusal(400, -32000, text, idOfRequest);
  }
  // The 2026 era has no greeting, whatever is in it.
  if (era === 'modern' && method === 'initialize') return;
  const issue = paramsByMethod.get(String(method))?.safeParse(params).error?.issues[0];
  if (!issue) return;
  const place = echo(['params', ...issue.path].map(String).join('.'));
  const text = `The request does not fit ${String(method)}: \`${place}\` is malformed.`;
  throw new MessageRefusal(200, -32602, text, idOfRequest);
}
