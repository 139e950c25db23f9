import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/lib/app-error.ts';
import { taskSearch } from '../../../src/tools/task-search.ts';
import type { FakeResponse } from './fake-graph.ts';
import { toolContext } from './tool-context.ts';

const megan = 'a0000000-0000-4000-8000-000000000001';
const adele = 'a0000000-0000-4000-8000-000000000003';
const plan = 'xqQg5FS2LkCp935s-FIFm2QAFkHM';
const list = 'AQMkADAwATM0MDAAMS1iNTcwAAA=';

function run(
  args: Record<string, unknown>,
  answer: FakeResponse,
  scopes: readonly string[] = ['Tasks.Read', 'User.ReadBasic.All'],
) {
  const context = toolContext(answer, scopes);
  return { context, result: taskSearch.run(taskSearch.input.parse(args), context, undefined) };
}

const planned = (id: string, title: string, more: object = {}) => ({
  id: `${id}gzSlKkIUSUl6DF_EilrmQAKDhh`,
  planId: plan,
  title,
  percentComplete: 0,
  assignments: { [megan]: {} },
  ...more,
});
const responses: Readonly<Record<string, unknown>> = {
  '/me/planner/plans': { value: [{ id: plan, title: 'Halo launch' }] },
  '/me/todo/lists': { value: [{ id: list, displayName: 'Errands' }] },
  '/me/planner/tasks': {
    value: [
      planned('01', 'Approve the plan', { dueDateTime: '2026-11-26T12:00:00Z', percentComplete: 50 }),
      planned('02', 'Pack the desk', { percentComplete: 100 }),
      planned('03', 'Undated'),
    ],
  },
  [`/planner/plans/${plan}/tasks`]: {
    value: [planned('04', 'Book the venue', { assignments: { [adele]: {} } }), planned('03', 'Undated')],
  },
  [`/me/todo/lists/${list}/tasks`]: {
    value: [
      {
        id: 'AlMKXwbQAAAJws6wcAAAA=',
        title: 'Buy milk',
        status: 'notStarted',
        importance: 'high',
        dueDateTime: { dateTime: '2026-11-25T00:00:00.0000000', timeZone: 'UTC' },
      },
    ],
  },
  [`/users/${adele}`]: { id: adele, displayName: 'Adele Vance' },
};
const tenant: FakeResponse = ({ path }) =>
  responses[decodeURIComponent(path)] ?? new AppError('not_found', path);
const titles = (items: unknown) => (items as { title: string }[]).map(({ title }) => title);

describe('task_search', () => {
  it('finds the tasks of the person with a similar name', async () => {
    const { items, page } = await run({ assignee: 'Adele Vanze' }, (request) => {
      if (request.path !== '/users') return tenant(request);
      const isExact = String(request.query?.['$search']).includes('Vanze');
      return {
        value: isExact ? [] : [{ id: adele, displayName: 'Adele Vance', mail: 'adele@contoso.example' }],
      };
    }).result;
    expect(titles(items)).toEqual(['Book the venue']);
    expect(page?.note).toContain('Adele Vance <adele@contoso.example> was assumed.');
  });

  it('merges open tasks of Planner and To Do by due day, in two round trips', async () => {
    const { context, result } = run({}, tenant);
    const { items, page } = await result;
    expect(items).toEqual([
      {
        uri: `task:///todo/${list}/AlMKXwbQAAAJws6wcAAAA=`,
        title: 'Buy milk',
        list: 'Errands',
        due: '2026-11-25',
        status: 'not started',
        important: true,
      },
      {
        uri: 'task:///planner/01gzSlKkIUSUl6DF_EilrmQAKDhh',
        title: 'Approve the plan',
        list: 'Halo launch',
        due: '2026-11-26',
        status: 'in progress',
        assignees: ['Megan Bowen'],
      },
      expect.objectContaining({ title: 'Undated' }),
    ]);
    expect(page).toMatchObject({ total: 3 });
    expect(context.graph.roundTrips).toBe(2);
  });

  it.each([
    [{ query: 'milk' }, ['Buy milk']],
    [{ status: 'completed', source: 'planner' }, ['Pack the desk']],
    [{ source: 'todo' }, ['Buy milk']],
    [{ list: 'halo' }, ['Undated', 'Book the venue']],
    [{ assignee: 'Adele' }, ['Book the venue']],
    [{ assignee: 'me', list: 'halo' }, ['Undated']],
    [{ beforeDateTime: '2026-11-26' }, ['Buy milk']],
    [{ afterDateTime: 'tomorrow', beforeDateTime: '2026-11-30', query: 'plan' }, ['Approve the plan']],
    [{ limit: 1, offset: 1 }, ['Approve the plan']],
  ])('filters by %j', async (args, expected) => {
    const { items } = await run(args, tenant).result;
    expect(titles(items).toSorted()).toEqual(expected.toSorted());
  });

  it('continues after the limit', async () => {
    expect((await run({ limit: 2 }, tenant).result).page).toMatchObject({ next: { offset: 2 }, total: 3 });
  });

  it('returns the tasks of one service when the other fails, with a note', async () => {
    const { items, page } = await run({}, (request) =>
      request.path.startsWith('/me/todo') ? new AppError('not_found', 'No mailbox.') : tenant(request),
    ).result;
    expect(titles(items)).toEqual(['Approve the plan', 'Undated']);
    expect(page?.note).toContain('there may be more tasks');
  });

  it.each(['/me/planner/plans', '/me/todo/lists'])(
    'says that there may be more tasks when %s has more pages',
    async (path) => {
      const link = `https://graph.microsoft.com/v1.0${path}?$skiptoken=x`;
      const { page } = await run({}, (request) => {
        const response = tenant(request);
        return request.path === path ? { ...(response as object), '@odata.nextLink': link } : response;
      }).result;
      expect(page?.note).toContain('there may be more tasks');
      expect(page?.total).toBeUndefined();
    },
  );

  it('fails when both services fail', async () => {
    const { result } = run({}, () => new AppError('throttled', 'Slow down.'));
    await expect(result).rejects.toMatchObject({ code: 'throttled' });
  });

  it('needs Tasks.Read before a request is sent', async () => {
    const { context, result } = run({}, tenant, ['User.Read']);
    await expect(result).rejects.toMatchObject({ details: { permissions: ['Tasks.Read'] } });
    expect(context.graph.roundTrips).toBe(0);
  });
});
