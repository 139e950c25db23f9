import { expect } from 'vitest';
import { type AnyClient, itemsOf, textOf } from '../../../scripts/lib/mcp-clients.ts';
import { cursorOf, read } from './read-resource.ts';

/** An entry of a list. */
interface Entry {
  readonly id: string;
  readonly name?: string;
}

type Pages = readonly (readonly Entry[])[];

type Page = Awaited<ReturnType<typeof read>>;

function toEntry(item: Readonly<Record<string, unknown>>): Entry {
  const name = String(item['subject'] ?? item['name'] ?? item['title']);
  return { id: String(item['uri']), name };
}

/** Entries of a list. */
export const listed = ({ entries }: Page) => entries.map(toEntry);
/** Files of one folder, by their names. */
export const named = ({ entries }: Page) => entries.map(({ name }) => ({ id: String(name) }));
/** Messages of a conversation, by the numbers in their headings. */
export const written = ({ text }: Page) =>
  [...text.matchAll(/^## \[(\d+)\]/gm)].map(([, id]) => ({ id: String(id) }));

/** All pages of a search. `change` is called after each page. */
export async function searchPages(
  client: AnyClient,
  name: string,
  args: Record<string, unknown>,
  change: (page: number) => void,
): Promise<Pages> {
  const pages: Entry[][] = [];
  let cursor: string | undefined;
  do {
    const result = await client.callTool({ name, arguments: { ...args, ...(cursor && { cursor }) } });
    expect(result.isError, textOf(result)).not.toBe(true);
    const items = itemsOf(result);
    pages.push(items.map(toEntry));
    change(pages.length);
    ({ cursor } = (result.structuredContent?.['page'] ?? {}) as { cursor?: string });
  } while (cursor !== undefined && pages.length < 60);
  return pages;
}

/** All pages of a resource. `change` is called after each page. */
export async function resourcePages(
  client: AnyClient,
  uri: string,
  entriesOf: (page: Page) => readonly Entry[],
  change: (page: number) => void,
): Promise<Pages> {
  const pages: (readonly Entry[])[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(client, uri, undefined, cursor);
    pages.push(entriesOf(page));
    change(pages.length);
    cursor = cursorOf(page);
  } while (cursor !== undefined && pages.length < 60);
  return pages;
}

/** Nothing twice, and everything expected, by name or id. */
export function expectEachOnce(pages: Pages, expected: readonly string[]): void {
  const ids = pages.flat().map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  const shown = new Set([...ids, ...pages.flat().map(({ name }) => name)]);
  expect(expected.filter((entry) => !shown.has(entry))).toEqual([]);
}
