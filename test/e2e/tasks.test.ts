import { describe, expect, it } from 'vitest';
import { type AnyClient, call, itemsOf } from '../../scripts/lib/mcp-clients.ts';
import { useConnector } from './connector.ts';
import { useOptionalTool } from './reading/permissions.ts';
import { read } from './reading/read-resource.ts';

const connector = useConnector();
const clients = useOptionalTool(connector, 'Tasks.Read', 'task_search');

describe.each([0, 1])('Tasks.Read granted, client %s', (index) => {
  const client = () => clients[index] as AnyClient;

  it('answers "what do I have to do?" with open tasks of both services', async () => {
    const items = itemsOf(await call(client(), 'task_search', {}));
    expect(items.map(({ title, list }) => [title, list])).toEqual([
      ['Prepare slides for the budget review', 'Tasks'],
      ['Approve the Halo launch plan', 'Halo launch'],
    ]);
  });

  it('answers "what does Adele have to do for the launch?"', async () => {
    const items = itemsOf(await call(client(), 'task_search', { list: 'Halo', assignee: 'Adele Vance' }));
    expect(items).toMatchObject([{ title: 'Book the venue in Berlin', assignees: ['Adele Vance'] }]);
  });

  it('answers "what did I finish?"', async () => {
    const items = itemsOf(await call(client(), 'task_search', { status: 'completed' }));
    expect(items.map(({ title }) => String(title)).toSorted((a, b) => a.localeCompare(b))).toEqual([
      'Pack the desk',
      'Return the library books',
    ]);
  });

  it('opens a task of each service with notes, checklist and links', async () => {
    const [todo, planner] = itemsOf(await call(client(), 'task_search', {}));
    const first = await read(client(), String(todo?.['uri']));
    expect(first.facts).toMatchObject({
      important: true,
      checklist: ['[ ] Ask Pradeep for the numbers'],
      links: ['Budget mail: outlook.office365.example'],
    });
    expect(first.text).toContain('FY27');
    const second = await read(client(), String(planner?.['uri']));
    expect(second.facts).toMatchObject({
      status: 'in progress',
      checklist: ['[x] Read the plan', '[ ] Answer Patti'],
      links: ['Marketing site: https://contoso.sharepoint.com/sites/marketing'],
    });
    expect(second.text).toContain('The budget is on page 3.');
  });
});
