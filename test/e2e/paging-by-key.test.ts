import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contoso, fabrikam } from 'm365-simulator';
import type { AnyClient } from '../../scripts/lib/mcp-clients.ts';
import { useConnector } from './connector.ts';
import { expectEachOnce, listed, named, resourcePages, searchPages, written } from './reading/read-pages.ts';
import { cursorOf, read } from './reading/read-resource.ts';

const connector = useConnector();
let megan: AnyClient;
let joni: AnyClient;
const control = () => connector.simulation.tenant.control;

beforeAll(async () => {
  megan = await connector.client('2026-07-28', 'megan');
  joni = await connector.client('2025-11-25', 'joni');
});
afterAll(async () => {
  await megan.close();
  await joni.close();
});

/** Thirty mails of their own subject, newest first, several of one second. Returns their ids by subject. */
function addMails(word: string): Map<string, string> {
  const startMs = Math.floor(control().nowMs() / 1000) * 1000 - 3_600_000;
  return new Map(
    Array.from({ length: 30 }, (_, index) => {
      const subject = `${word} ${String(index + 1).padStart(2, '0')}`;
      const receivedMs = startMs - Math.floor(index / 4) * 60_000;
      return [subject, control().addMail('megan', { subject, receivedMs })] as const;
    }),
  );
}

/** Between two pages a mail arrives, one that was shown moves, one that was shown and one that was not are deleted. */
function changeMails(word: string, ids: Map<string, string>) {
  const gone = new Set<string>();
  const take = (subject: string | undefined) => {
    const id = ids.get(subject ?? '');
    if (subject === undefined || id === undefined || gone.has(subject)) return undefined;
    gone.add(subject);
    return id;
  };
  const names = [...ids.keys()];
  return {
    gone,
    change(page: number) {
      control().addMail('megan', { subject: `${word} new ${page}` });
      const moved = take(names[page - 1]);
      const deleted = take(names[page + 1]);
      const unseen = take(names[names.length - page]);
      if (moved) control().moveMail('megan', moved, 'archive');
      if (deleted) control().deleteMail('megan', deleted);
      if (unseen && page < 3) control().deleteMail('megan', unseen);
    },
  };
}

describe('paging while mail arrives, moves and is deleted returns each message once', () => {
  it.each<[string, string, Record<string, unknown>]>([
    ['without words', 'Alfa', { folderName: 'Inbox' }],
    ['by words', 'Bravo', { query: 'Bravo', folderName: 'Inbox' }],
    ['by words, in all folders', 'Charlie', { query: 'subject:Charlie' }],
    ['by sender', 'Delta', { sender: 'adele@contoso.example', folderName: 'Inbox' }],
    ['oldest first', 'Echo', { folderName: 'Inbox', order: 'oldest', afterDateTime: 'yesterday' }],
    ['oldest first, by words', 'Juliett', { query: 'Juliett', order: 'oldest' }],
    ['unread, by words', 'Foxtrot', { query: 'Foxtrot', unread: false }],
  ])('outlook_email_search %s', async (_, word, args) => {
    const ids = addMails(word);
    const mails = changeMails(word, ids);
    const pages = await searchPages(megan, 'outlook_email_search', { ...args, limit: 7 }, (page) =>
      mails.change(page),
    );
    expectEachOnce(
      pages,
      [...ids.keys()].filter((subject) => !mails.gone.has(subject)),
    );
  });

  it('read_resource of a mail folder', async () => {
    const ids = addMails('Golf');
    const mails = changeMails('Golf', ids);
    const pages = await resourcePages(megan, 'mail:///folders/inbox', listed, (page) => mails.change(page));
    expectEachOnce(
      pages,
      [...ids.keys()].filter((subject) => !mails.gone.has(subject)),
    );
  });
});

describe('paging while other content changes returns each entry once', () => {
  const exhibits = 'https://fabrikam.sharepoint.com/sites/legal/Shared Documents/Registers/Exhibits';

  it('read_resource of a folder', async () => {
    const first = control().addFile(exhibits, 'Exhibit 001a.txt', 'Text');
    const pages = await resourcePages(joni, exhibits, named, (page) => {
      if (page > 1) return;
      control().addFile(exhibits, 'Exhibit 000a.txt', 'Text');
      control().addFile(exhibits, 'Exhibit 150a.txt', 'Text');
      control().deleteFile(first);
    });
    const numbered = Array.from(
      { length: 230 },
      (_, index) => `Exhibit ${String(index + 1).padStart(3, '0')}.txt`,
    );
    expectEachOnce(pages, [...numbered, 'Exhibit 150a.txt']);
  });

  it('sharepoint_search', async () => {
    const pages = await searchPages(
      joni,
      'sharepoint_search',
      { query: 'Exhibit', order: 'newest', limit: 50 },
      (page) => void control().addFile(exhibits, `Exhibit A${page}.txt`, 'Exhibit'),
    );
    expectEachOnce(pages, []);
  });

  it.each([1, 2, 50])(
    'sharepoint_search in pages of %i whose first hit is the last of the page before',
    async (limit) => {
      const args = { query: 'a*', order: 'newest', limit };
      const expected = await searchPages(megan, 'sharepoint_search', { ...args, limit: 50 }, () => undefined);
      control().setConditions(['repeatedHits']);
      const pages = await searchPages(megan, 'sharepoint_search', args, () => undefined);
      control().setConditions([]);
      expect(expected.flat().length).toBeGreaterThan(8);
      expect(pages.flat()).toEqual(expected.flat());
    },
  );

  it('sharepoint_folder_search', async () => {
    expectEachOnce(
      await searchPages(joni, 'sharepoint_folder_search', { name: 'r', limit: 2 }, () => undefined),
      [],
    );
  });

  it('read_resource of a chat', async () => {
    const { entries } = await read(joni, 'teams:///chats/');
    const uri = String(entries.find(({ name }) => name === 'Registers')?.['uri']);
    const before = (await resourcePages(joni, uri, written, () => undefined)).flat().map(({ id }) => id);
    const deleted = before.slice(1, 4);
    const pages = await resourcePages(joni, uri, written, (page) => {
      control().addChatMessage(fabrikam, 'Registers', `Added ${page}`);
      const id = deleted[page - 1];
      if (id !== undefined) control().deleteChatMessage(fabrikam, id);
    });
    expect(pages.length).toBeGreaterThan(2);
    expectEachOnce(
      pages,
      before.filter((id) => !deleted.includes(id)),
    );
  });

  it('read_resource of a channel', async () => {
    const { entries: teams } = await read(megan, 'teams:///teams/');
    const team = String(teams.find(({ name }) => name === 'Halo launch')?.['uri']);
    const { entries: channels } = await read(megan, team);
    const uri = String(channels.find(({ name }) => name === 'Sell-out')?.['uri']);
    const before = (await resourcePages(megan, uri, written, () => undefined)).flat().map(({ id }) => id);
    const pages = await resourcePages(megan, uri, written, (page) => {
      control().addChatMessage(contoso, 'Sell-out', `Added ${page}`);
    });
    expect(pages.length).toBeGreaterThan(2);
    expectEachOnce(pages, before);
  });
});

describe('a cursor of read_resource', () => {
  it('is rejected for another list and for another user', async () => {
    const cursor = cursorOf(await read(megan, 'mail:///folders/inbox'));
    const again = async (client: AnyClient, uri: string) => {
      const result = await client.callTool({ name: 'read_resource', arguments: { uri, cursor } });
      return (result.structuredContent?.['error'] as { code: string } | undefined)?.code;
    };
    expect(await again(megan, 'mail:///folders/inbox')).toBeUndefined();
    expect(await again(megan, 'mail:///folders/archive')).toBe('invalid_cursor');
    expect(await again(joni, 'mail:///folders/inbox')).toBe('invalid_cursor');
  });
});
