import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { expect } from 'vitest';
import type { AnyClient, ToolResult } from '../../../scripts/lib/mcp-clients.ts';
import {
  fencedAnswer,
  textsIn,
  unsafeMarkdown,
  unsafeParts,
} from '../../../packages/document-text/test/support/unsafe-text.ts';

/** Parsed result of `read_resource`. */
export interface ReadResult {
  /** All text content. */
  readonly whole: string;
  readonly structured: Readonly<Record<string, unknown>>;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly entries: readonly Readonly<Record<string, unknown>>[];
  /** Text between the fence markers. */
  readonly text: string;
  readonly note: string;
  readonly images: readonly { readonly mimeType?: string; readonly data?: string }[];
}

/** Reads one resource. An error fails the test. */
export async function read(
  client: AnyClient,
  uri: string,
  startPage?: number,
  cursor?: string,
): Promise<ReadResult> {
  const answer = await client.callTool({
    name: 'read_resource',
    arguments: {
      uri,
      ...(startPage === undefined ? {} : { startPage }),
      ...(cursor === undefined ? {} : { cursor }),
    },
  });
  expect(answer.isError, `${uri}: ${textOf(answer)}`).not.toBe(true);
  return parseReadResult(answer);
}

/** Reads one resource and returns its error. A success fails the test. */
export async function readError(client: AnyClient, uri: string): Promise<{ code: string; message: string }> {
  const answer = await client.callTool({ name: 'read_resource', arguments: { uri } });
  expect(answer.isError, `${uri} should be refused`).toBe(true);
  return (answer.structuredContent as { error: { code: string; message: string } }).error;
}

/** Checks the safety of a result and parses it. */
export function parseReadResult(answer: ToolResult): ReadResult {
  const structured = answer.structuredContent ?? {};
  const whole = textOf(answer);
  expectSafe(whole, structured);
  return {
    whole,
    structured,
    facts: (structured['facts'] ?? {}) as Record<string, unknown>,
    entries: (structured['entries'] ?? []) as Record<string, unknown>[],
    text: fencedAnswer.exec(whole)?.[3] ?? '',
    note: getText(structured, 'note'),
    images: answer.content.filter(({ type }) => type === 'image') as ReadResult['images'],
  };
}

/** Reads all pages of a resource. */
export async function readAllPages(client: AnyClient, uri: string): Promise<readonly ReadResult[]> {
  const answers: ReadResult[] = [];
  let cursor: string | undefined;
  for (let startPage = 1; answers.length < 60;) {
    const answer = await read(client, uri, startPage === 1 ? undefined : startPage, cursor);
    answers.push(answer);
    cursor = cursorOf(answer);
    if (cursor !== undefined) continue;
    const next = /Continue with startPage (\d+)\.$|continue with startPage (\d+)\./.exec(
      `${answer.note}\n${answer.whole.split('\n').at(-1) ?? ''}`,
    );
    if (!next) return answers;
    const number = Number(next[1] ?? next[2]);
    expect(number).toBeGreaterThan(startPage);
    startPage = number;
  }
  throw new Error(`${uri} has no end.`);
}

/** The cursor of a list with more pages. The text must contain it too. */
export function cursorOf({ structured, whole }: ReadResult): string | undefined {
  const { cursor } = (structured['page'] ?? {}) as { cursor?: string };
  if (cursor !== undefined) expect(whole).toContain(cursor);
  return cursor;
}

function textOf(answer: ToolResult): string {
  return answer.content.flatMap(({ text }) => text ?? []).join('\n');
}

/** Expects no remote picture, no markup, no invisible characters, an intact fence and no download URL. */
function expectSafe(whole: string, structured: Readonly<Record<string, unknown>>): void {
  for (const shown of [whole, ...textsIn(structured)]) {
    expect(unsafeParts(shown), shown.slice(0, 500)).toEqual([]);
    expect(shown).not.toMatch(/tempauth|graph\.microsoft\.com|\/_layouts\/15\/download\.aspx\?UniqueId/i);
  }
  const parts = fencedAnswer.exec(whole);
  if (structured['text'] === undefined) {
    expect(parts).toBeNull();
    JSON.parse(whole.split('\n')[0] ?? '');
  } else {
    const [, line = '', nonce = '', text = ''] = parts ?? [];
    expect(parts, whole.slice(0, 500)).not.toBeNull();
    JSON.parse(line);
    expect(whole.split(nonce)).toHaveLength(3);
    expect(unsafeMarkdown(text)).toEqual([]);
  }
  expect(encode(whole).length).toBeLessThanOrEqual(20_000);
}

function getText(structured: Readonly<Record<string, unknown>>, name: string): string {
  const value = structured[name];
  return typeof value === 'string' ? value : '';
}
