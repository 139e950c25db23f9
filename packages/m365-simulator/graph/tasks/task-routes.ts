import { contoso, users } from '../../seed-data/tenants.ts';
import { type Call, type Route, hasAnyScope } from '../core/call.ts';
import { GraphError, directoryAccessDenied } from '../core/graph-error.ts';
import { collection, entity } from '../core/response.ts';
import { filterMatches } from '../odata/filter-match.ts';
import { parseFilter } from '../odata/filter-syntax.ts';
import { readQueryOptions } from '../odata/query-options.ts';
import type { PlannerSeed, TodoSeed } from './task-store.ts';

const dayMs = 86_400_000;

/** Planner and To Do of Megan; everybody else has no tasks. */
export const taskRoutes: readonly Route[] = [
  ['GET', '/me/planner/tasks', (call) => list(call, ownPlannerTasks(call))],
  ['GET', '/me/planner/plans', (call) => list(call, hasTasks(call) ? call.tenant.tasks.plans : [])],
  ['GET', '/planner/plans/{plan}/tasks', planTasks],
  [
    'GET',
    '/planner/tasks/{task}',
    (call) => entity('planner/tasks/$entity', plannerJson(call, findPlanner(call))),
  ],
  ['GET', '/planner/tasks/{task}/details', details],
  ['GET', '/me/todo/lists', (call) => list(call, hasTasks(call) ? call.tenant.tasks.todoLists : [])],
  ['GET', '/me/todo/lists/{list}/tasks', listTodo],
  [
    'GET',
    '/me/todo/lists/{list}/tasks/{task}',
    (call) => entity('tasks/$entity', todoJson(call, findTodo(call))),
  ],
  ['GET', '/me/todo/lists/{list}/tasks/{task}/checklistItems', checklist],
  ['GET', '/me/todo/lists/{list}/tasks/{task}/linkedResources', links],
];

function hasTasks(call: Call): boolean {
  if (!hasAnyScope(call, 'Tasks.Read')) throw directoryAccessDenied();
  return call.session.tenantId === contoso && call.session.objectId === users.megan.objectId;
}

function list(call: Call, value: readonly unknown[]): Response {
  if (!hasAnyScope(call, 'Tasks.Read')) throw directoryAccessDenied();
  return collection('tasks', { value });
}

function notFound(): GraphError {
  return new GraphError(404, 'itemNotFound', 'The requested item is not found.');
}

function ownPlannerTasks(call: Call): readonly Record<string, unknown>[] {
  if (!hasTasks(call)) return [];
  const own = call.tenant.tasks.plannerTasks.filter(({ assignees }) =>
    assignees.some((assignee) => assignee === call.session.objectId),
  );
  return own.map((task) => plannerJson(call, task));
}

function planTasks(call: Call): Response {
  const { plans, plannerTasks } = call.tenant.tasks;
  if (!hasTasks(call) || !plans.some(({ id }) => id === call.param('plan'))) throw notFound();
  const found = plannerTasks.filter(({ plan }) => plan === call.param('plan'));
  return list(
    call,
    found.map((task) => plannerJson(call, task)),
  );
}

function findPlanner(call: Call): PlannerSeed {
  const { plannerTasks } = call.tenant.tasks;
  const found = hasTasks(call) ? plannerTasks.find(({ id }) => id === call.param('task')) : undefined;
  if (!found) throw notFound();
  return found;
}

function plannerJson(call: Call, task: PlannerSeed): Record<string, unknown> {
  const { id, plan, title, percentComplete, dueInDays, assignees } = task;
  return {
    '@odata.etag': 'W/"JzEtVGFzayAgQEBAQEBAQEBAQEBAQEBAWCc="',
    id,
    planId: plan,
    bucketId: 'gcrYAaAkgU2EQUvpkNNXLGQAGTtu',
    title,
    percentComplete,
    priority: 5,
    dueDateTime: new Date(startOfDay(call) + dueInDays * dayMs + dayMs / 2).toISOString(),
    hasDescription: task.description !== '',
    assignments: Object.fromEntries(
      assignees.map((user) => [
        user,
        { '@odata.type': '#microsoft.graph.plannerAssignment', orderHint: '8585269241601100000' },
      ]),
    ),
  };
}

function details(call: Call): Response {
  const { id, description, checklist: entries, references } = findPlanner(call);
  return entity('planner/tasks/details/$entity', {
    id,
    description,
    previewType: 'automatic',
    references: Object.fromEntries(
      Object.entries(references).map(([url, alias]) => [url, { alias, type: 'Other' }]),
    ),
    checklist: Object.fromEntries(
      entries.map(([title, isChecked], index) => [String(index), { title, isChecked }]),
    ),
  });
}

function listTodo(call: Call): Response {
  const { todoLists, todoTasks } = call.tenant.tasks;
  if (!hasTasks(call) || !todoLists.some(({ id }) => id === call.param('list'))) throw notFound();
  const { filter } = readQueryOptions(call, 1000);
  const found = todoTasks
    .filter((task) => task.list === call.param('list'))
    .map((task) => todoJson(call, task));
  const node = filter === undefined ? undefined : parseFilter(filter);
  return list(
    call,
    found.filter((task) => node === undefined || filterMatches(node, task)),
  );
}

function findTodo(call: Call): TodoSeed {
  const found = hasTasks(call)
    ? call.tenant.tasks.todoTasks.find(
        (task) => task.id === call.param('task') && task.list === call.param('list'),
      )
    : undefined;
  if (!found) throw notFound();
  return found;
}

function todoJson(call: Call, task: TodoSeed): Record<string, unknown> {
  const { id, title, status, importance, dueInDays, body } = task;
  return {
    id,
    title,
    status,
    importance,
    isReminderOn: false,
    body: { content: body, contentType: 'html' },
    ...(dueInDays === undefined
      ? {}
      : {
          dueDateTime: {
            dateTime: new Date(startOfDay(call) + dueInDays * dayMs).toISOString().replace('Z', '0000'),
            timeZone: 'UTC',
          },
        }),
  };
}

function checklist(call: Call): Response {
  return list(
    call,
    findTodo(call).checklist.map(([displayName, isChecked], index) => ({
      id: String(index),
      displayName,
      isChecked,
    })),
  );
}

function links(call: Call): Response {
  return list(
    call,
    findTodo(call).links.map(([displayName, webUrl], index) => ({
      id: String(index),
      applicationName: 'Outlook',
      displayName,
      webUrl,
    })),
  );
}

function startOfDay({ nowMs }: Call): number {
  return Math.floor(nowMs / dayMs) * dayMs;
}
