import { beforeAll, describe, expect, it } from 'vitest';
import { contoso } from 'm365-simulator';
import { type AnyClient, call, itemsOf } from '../../scripts/lib/mcp-clients.ts';
import { requestedPermissions } from '../../src/tenants/permissions.ts';
import { useConnector } from './connector.ts';
import { withPermissions } from './reading/permissions.ts';
import { expectEachOnce, resourcePages, searchPages } from './reading/read-pages.ts';

const connector = useConnector();
const control = () => connector.simulation.tenant.control;
const hourMs = 3_600_000;

beforeAll(() => {
  control().setGrants(contoso, [...requestedPermissions, 'Tasks.Read', 'Notes.Read']);
});

async function withMegan(use: (client: AnyClient) => Promise<void>): Promise<void> {
  const megan = await connector.client('2026-07-28', 'megan');
  try {
    await use(megan);
  } finally {
    await megan.close();
  }
}

/** Thirty entries by their names, made by `add`, in the order of the list. */
function addEntries(word: string, add: (name: string, index: number) => string): Map<string, string> {
  return new Map(
    Array.from({ length: 30 }, (_, index) => {
      const name = `${word} ${String(index + 1).padStart(2, '0')}`;
      return [name, add(name, index)] as const;
    }),
  );
}

/** Changes of the entries between two pages. */
interface Changes {
  readonly add: (page: number) => void;
  /** To the start of the list, before everything that was shown. */
  readonly moveToStart?: (id: string) => void;
  readonly moveToEnd?: (id: string) => void;
  readonly remove: (id: string) => void;
}

/**
 * Between two pages an entry arrives, one that was shown moves to the end and one that was not to the start, and one of each
 * is deleted.
 */
function changeEntries(ids: Map<string, string>, { add, moveToStart, moveToEnd, remove }: Changes) {
  const names = [...ids.keys()];
  const gone = new Set<string>();
  const take = (name: string | undefined, change: ((id: string) => void) | undefined, isGone = false) => {
    const id = ids.get(name ?? '');
    if (name === undefined || id === undefined || !change || gone.has(name)) return;
    ids.delete(name);
    if (isGone) gone.add(name);
    change(id);
  };
  return {
    change: (page: number) => {
      add(page);
      take(names[page - 1], moveToEnd);
      take(names[page + 1], remove, true);
      if (page > 3) return;
      take(names[names.length - 2 * page], moveToStart);
      take(names[names.length + 1 - 2 * page], remove, true);
    },
    lasting: () => names.filter((name) => !gone.has(name)),
  };
}

describe('paging while content changes returns each entry once', () => {
  it.each<[string, string, number, Record<string, unknown>]>([
    ['the earliest first', 'Alfa', 40, { order: 'oldest' }],
    ['by words', 'Bravo', 50, { query: 'Bravo', order: 'oldest' }],
    ['the nearest first', 'Charlie', 60, { query: 'Charlie' }],
    ['the latest first', 'Delta', 70, { order: 'newest' }],
  ])('outlook_calendar_search, %s', async (_, word, days, args) => {
    const isNewest = args['order'] === 'newest';
    const startMs = Math.ceil(control().nowMs() / hourMs) * hourMs + days * 24 * hourMs;
    // Two events start at the same time.
    const toMs = (index: number) => {
      const hours = index - (index % 2);
      return startMs + (isNewest ? 29 - hours : hours) * hourMs;
    };
    const ids = addEntries(word, (subject, index) =>
      control().addEvent('megan', { subject, startMs: toMs(index) }),
    );
    const beforeMs = startMs - 2 * hourMs;
    const afterMs = startMs + 40 * hourMs;
    const [firstMs, lastMs] = isNewest ? [afterMs, beforeMs] : [beforeMs, afterMs];
    const entries = changeEntries(ids, {
      add: (page) =>
        control().addEvent('megan', {
          subject: `${word} new ${page}`,
          startMs: page % 2 ? firstMs : toMs(20),
        }),
      moveToStart: (id) => control().moveEvent('megan', id, firstMs),
      moveToEnd: (id) => control().moveEvent('megan', id, lastMs),
      remove: (id) => control().deleteEvent('megan', id),
    });
    await withMegan(async (megan) => {
      const dates = {
        afterDateTime: new Date(startMs - 24 * hourMs).toISOString(),
        beforeDateTime: new Date(startMs + 72 * hourMs).toISOString(),
      };
      const pages = await searchPages(
        megan,
        'outlook_calendar_search',
        { ...dates, ...args, limit: 7 },
        entries.change,
      );
      expect(pages.length).toBeGreaterThan(3);
      expectEachOnce(pages, entries.lasting());
    });
  });

  it.each([
    ['of To Do', { source: 'todo', query: 'Echo' }, 'Echo'],
    ['of both services', {}, 'Foxtrot'],
  ])('task_search %s', async (_, args, word) => {
    const ids = addEntries(word, (title, index) => control().addTask(title, 100 + Math.floor(index / 3)));
    const entries = changeEntries(ids, {
      add: (page) => control().addTask(`${word} new ${page}`, 100),
      moveToStart: (id) => control().updateTask(id, { dueInDays: 1 }),
      moveToEnd: (id) => control().updateTask(id, { dueInDays: 300 }),
      remove: (id) => control().deleteTask(id),
    });
    await withMegan(async (megan) => {
      const pages = await searchPages(megan, 'task_search', { ...args, limit: 7 }, entries.change);
      expectEachOnce(pages, entries.lasting());
    });
  });

  it('task_search while tasks are completed', async () => {
    const ids = addEntries('Golf', (title) => control().addTask(title, 5));
    const names = [...ids.keys()];
    await withMegan(async (megan) => {
      const pages = await searchPages(megan, 'task_search', { query: 'Golf', limit: 7 }, (page) => {
        for (const name of names.slice(7 * (page - 1), 7 * (page - 1) + 3)) {
          control().updateTask(ids.get(name) ?? '', { status: 'completed' });
        }
      });
      expectEachOnce(pages, names);
    });
  });

  it('note_search', async () => {
    const ids = addEntries('Hotel', (title) => control().addNote(title));
    const entries = changeEntries(ids, {
      add: (page) => control().addNote(`Hotel new ${page}`),
      moveToStart: (id) => control().renameNote(id, `Hotel ${id} renamed`),
      remove: (id) => control().deleteNote(id),
    });
    await withMegan(async (megan) => {
      const pages = await searchPages(megan, 'note_search', { query: 'Hotel', limit: 7 }, entries.change);
      const shown = pages.flat().map(({ name }) => name);
      expect(shown.filter((name) => name?.endsWith('renamed'))).toHaveLength(3);
      expectEachOnce(
        pages,
        entries.lasting().filter((name) => shown.includes(name) || ids.has(name)),
      );
    });
  });

  it('sharepoint_search in the own OneDrive', async () => {
    const folder = 'https://contoso-my.sharepoint.com/personal/megan_contoso_example/Documents';
    const ids = addEntries('India', (name) => control().addFile(folder, `${name}.txt`, 'India'));
    const entries = changeEntries(ids, {
      add: (page) => control().addFile(folder, `India new ${page}.txt`, 'India'),
      remove: (id) => control().deleteFile(id),
    });
    await withPermissions(connector, ['User.Read', 'Files.Read'], async (megan) => {
      const pages = await searchPages(
        megan,
        'sharepoint_search',
        { query: 'India', limit: 7 },
        entries.change,
      );
      expect(pages.length).toBeGreaterThan(3);
      expectEachOnce(
        pages,
        entries.lasting().map((name) => `${name}.txt`),
      );
    });
  });

  it('read_resource of a SharePoint list', async () => {
    const fields = { Category: 'Desk', Room: 'B1', Price: 1 };
    await withMegan(async (megan) => {
      const lists = itemsOf(
        await call(megan, 'sharepoint_search', { query: 'asset register', kind: 'list' }),
      );
      const uri = `${String(lists.find(({ kind }) => kind === 'list')?.['uri'])}?filter=Category = Screen`;
      const added: string[] = [];
      for (let count = 0; count < 150; count += 1) {
        added.push(
          control().addRow(contoso, 'Asset register', {
            ...fields,
            Title: `Added ${count}`,
            Category: 'Screen',
          }),
        );
      }
      const gone = new Set<string>();
      const pages = await resourcePages(
        megan,
        uri,
        ({ text }) => [...text.matchAll(/^(\d+),/gm)].map(([, id]) => ({ id: String(id) })),
        (page) => {
          control().addRow(contoso, 'Asset register', {
            ...fields,
            Title: `New ${page}`,
            Category: 'Screen',
          });
          for (const id of [added[page], added[added.length - page]]) {
            if (id === undefined || gone.has(id)) continue;
            gone.add(id);
            control().deleteRow(contoso, 'Asset register', id);
          }
        },
      );
      expect(pages.length).toBeGreaterThan(3);
      expectEachOnce(
        pages,
        added.filter((id) => !gone.has(id)),
      );
    });
  });
});
