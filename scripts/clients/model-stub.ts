import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A model API on loopback for client programs that call tools only if a model tells them to. The response to a prompt is
 * one call of the tool, and the response to its result is a short text. OpenAI (chat completions and responses),
 * Anthropic and Gemini formats, streamed.
 */
export interface ModelStub {
  readonly url: string;
  /** Names of the tools that programs offered to the model since the last reset. */
  readonly offered: ReadonlySet<string>;
  /** Results of the tool that programs returned to the model since the last reset. */
  readonly results: readonly string[];
  reset(): void;
  stop(): Promise<void>;
}

/** The tool that the stub calls; programs add a prefix to its name. */
const toolName = 'outlook_email_search';
/** A model takes seconds to call a tool, and Copilot CLI connects to the server meanwhile. */
const callDelayMs = 3000;
const toolArguments = { query: 'budget' };
const callId = 'call_1';

type Json = { readonly [member: string]: unknown };

/** One format: the tool names and results in a request, and the events of the two responses. */
interface Format {
  readonly path: RegExp;
  readonly toolNames: (body: Json) => readonly Offered[];
  readonly results: (body: Json) => readonly unknown[];
  readonly call: (tool: Offered) => readonly Json[];
  readonly text: () => readonly Json[];
}

interface Offered {
  readonly name: string;
  /** Codex groups the tools of a server. */
  readonly namespace?: string;
}

const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? (value as Json[]) : []);
const nameOf = (tool: Json): Offered[] => (typeof tool['name'] === 'string' ? [{ name: tool['name'] }] : []);

const usage = { input_tokens: 1, output_tokens: 1, total_tokens: 2 };
const done = 'Done.';

const responses: Format = {
  path: /\/responses$/,
  toolNames: ({ tools }) =>
    list(tools).flatMap((tool) => {
      if (tool['type'] !== 'namespace') return nameOf(tool);
      const namespace = String(tool['name']);
      return list(tool['tools']).flatMap((member) => nameOf(member).map(({ name }) => ({ name, namespace })));
    }),
  results: ({ input }) =>
    list(input).flatMap((item) => (item['type'] === 'function_call_output' ? [item['output']] : [])),
  call: ({ name, namespace }) =>
    responseEvents({
      type: 'function_call',
      id: 'fc_1',
      call_id: callId,
      name,
      ...(namespace === undefined ? {} : { namespace }),
      arguments: JSON.stringify(toolArguments),
    }),
  text: () =>
    responseEvents({
      type: 'message',
      id: 'msg_1',
      role: 'assistant',
      content: [{ type: 'output_text', text: done, annotations: [] }],
    }),
};

function responseEvents(item: Json): Json[] {
  const response = { id: 'resp_1', object: 'response', created_at: 0, model: 'stub', status: 'completed' };
  return [
    { type: 'response.created', response: { ...response, status: 'in_progress', output: [] } },
    { type: 'response.output_item.added', output_index: 0, item },
    { type: 'response.output_item.done', output_index: 0, item },
    { type: 'response.completed', response: { ...response, output: [item], usage } },
  ];
}

const completions: Format = {
  path: /\/chat\/completions$/,
  toolNames: ({ tools }) => list(tools).flatMap((tool) => nameOf((tool['function'] ?? {}) as Json)),
  results: ({ messages }) =>
    list(messages).flatMap((message) => (message['role'] === 'tool' ? [message['content']] : [])),
  call: ({ name }) => {
    const call = { name, arguments: JSON.stringify(toolArguments) };
    return completionEvents(
      { role: 'assistant', tool_calls: [{ index: 0, id: callId, type: 'function', function: call }] },
      'tool_calls',
    );
  },
  text: () => completionEvents({ role: 'assistant', content: done }, 'stop'),
};

function completionEvents(delta: Json, reason: string): Json[] {
  const chunk = { id: 'cmpl_1', object: 'chat.completion.chunk', created: 0, model: 'stub' };
  const tokens = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
  return [
    { ...chunk, choices: [{ index: 0, delta, finish_reason: null }] },
    { ...chunk, choices: [{ index: 0, delta: {}, finish_reason: reason }], usage: tokens },
  ];
}

const messages: Format = {
  path: /\/messages$/,
  toolNames: ({ tools }) => list(tools).flatMap(nameOf),
  results: (body) =>
    list(body['messages']).flatMap(({ content }) =>
      list(content).flatMap((block) => (block['type'] === 'tool_result' ? [block['content']] : [])),
    ),
  call: ({ name }) =>
    messageEvents(
      { type: 'tool_use', id: 'toolu_1', name, input: {} },
      { type: 'input_json_delta', partial_json: JSON.stringify(toolArguments) },
      'tool_use',
    ),
  text: () => messageEvents({ type: 'text', text: '' }, { type: 'text_delta', text: done }, 'end_turn'),
};

function messageEvents(block: Json, delta: Json, reason: string): Json[] {
  const message = { id: 'msg_1', type: 'message', role: 'assistant', model: 'stub', content: [] };
  return [
    { type: 'message_start', message: { ...message, stop_reason: null, usage } },
    { type: 'content_block_start', index: 0, content_block: block },
    { type: 'content_block_delta', index: 0, delta },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: reason, stop_sequence: null }, usage },
    { type: 'message_stop' },
  ];
}

const gemini: Format = {
  path: /:(?:streamG|g)enerateContent$/,
  toolNames: ({ tools }) => list(tools).flatMap((tool) => list(tool['functionDeclarations']).flatMap(nameOf)),
  results: ({ contents }) =>
    list(contents).flatMap(({ parts }) =>
      list(parts).flatMap(({ functionResponse }) => (functionResponse ? [functionResponse] : [])),
    ),
  call: ({ name }) => geminiEvents({ functionCall: { name, args: toolArguments } }),
  text: () => geminiEvents({ text: done }),
};

function geminiEvents(part: Json): Json[] {
  const candidate = { index: 0, finishReason: 'STOP', content: { role: 'model', parts: [part] } };
  const usageMetadata = { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 };
  return [{ candidates: [candidate], usageMetadata, modelVersion: 'stub' }];
}

const formats = [responses, completions, messages, gemini];

/** Starts the stub on a free port of loopback. */
export async function startModelStub(): Promise<ModelStub> {
  const offered = new Set<string>();
  const results: string[] = [];
  const server = createServer((request, response) => {
    void readJson(request).then(async (body) => {
      const path = new URL(request.url ?? '/', 'http://stub').pathname;
      const format = formats.find((candidate) => candidate.path.test(path));
      if (!format) return respondOtherwise(response, path);
      const tools = format.toolNames(body);
      for (const { name } of tools) offered.add(name);
      const found = format.results(body);
      results.push(...found.map((result) => (typeof result === 'string' ? result : JSON.stringify(result))));
      const tool = tools.find(({ name }) => name.includes(toolName));
      if (tool && found.length === 0) await sleep(callDelayMs);
      const events = tool && found.length === 0 ? format.call(tool) : format.text();
      const isStreamed = body['stream'] === true || path.endsWith(':streamGenerateContent');
      return isStreamed ? stream(response, events) : json(response, toDocument(format, events));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    offered,
    results,
    reset: () => {
      offered.clear();
      results.length = 0;
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function readJson(request: IncomingMessage): Promise<Json> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  try {
    return JSON.parse(Buffer.concat(chunks).toString()) as Json;
  } catch {
    return {};
  }
}

function stream(response: ServerResponse, events: readonly Json[]): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const event of events) {
    if (typeof event['type'] === 'string') response.write(`event: ${event['type']}\n`);
    response.write(`data: ${JSON.stringify(event)}\n\n`);
  }
  if (events.some((event) => event['object'] === 'chat.completion.chunk')) response.write('data: [DONE]\n\n');
  response.end();
}

/** The last event of a format contains the whole document, or the events are merged into one. */
function toDocument(format: Format, events: readonly Json[]): Json {
  if (format === responses) return events.at(-1)?.['response'] as Json;
  if (format === gemini) return events[0] ?? {};
  if (format === messages) {
    return {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'stub',
      content: [{ type: 'text', text: done }],
      stop_reason: 'end_turn',
      usage,
    };
  }
  const [{ choices } = {}, last] = events;
  const [{ delta } = {}] = list(choices);
  return {
    ...last,
    object: 'chat.completion',
    choices: [{ index: 0, message: delta, finish_reason: 'stop' }],
  };
}

function respondOtherwise(response: ServerResponse, path: string): void {
  if (path.endsWith('/count_tokens')) return json(response, { input_tokens: 1 });
  if (path.endsWith('/models'))
    return json(response, { object: 'list', data: [{ id: 'stub', object: 'model' }], models: [] });
  return json(response, {});
}

function json(response: ServerResponse, body: Json): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
