import { oneLine } from 'document-text';
import { maxRequests } from '../../graph/batch.ts';
import type { GraphRequest } from '../../graph/client.ts';
import { odataFilter } from '../../graph/odata.ts';
import { type ListPage, batchLists, listPage } from '../../graph/paging.ts';
import { exchangeId, graphPath, guidSegment, isValidSegment, opaqueId } from '../../graph/path.ts';
import { hasWords } from '../../lib/search-words.ts';
import type { M365Context } from '../resource.ts';
import { type Task, type TaskState, fromPlanner, fromTodo } from './item.ts';
import { plannerTask, taskList, todoTask } from './schema.ts';
import { directoryUser } from '../people/schema.ts';

/** Filters of a search; all of them are applied here, except the state of To Do tasks. */
export interface TaskQuery {
  readonly text: string | undefined;
  readonly list: string | undefined;
  readonly assignee: string | undefined;
  readonly source: 'planner' | 'todo' | undefined;
  readonly state: TaskState;
  /** Days: from the first, before the second. */
  readonly fromDay: string | undefined;
  readonly beforeDay: string | undefined;
}

/** Tasks by their due day, and the names of assignees by object id. */
export interface FoundTasks {
  readonly tasks: readonly Task[];
  readonly names: ReadonlyMap<string, string>;
  /** Whether some tasks were not read. */
  readonly isPartial: boolean;
}

type Context = Pick<M365Context, 'graph' | 'granted' | 'caller'>;
type Lists = ListPage<{ readonly id: string; readonly name: string }>;

const tasksPerList = 100;
const lists = listPage(taskList).transform((page): Lists => ({
  ...page,
  value: page.value.map(({ id, title, displayName }) => ({ id, name: oneLine(title ?? displayName, 100) })),
}));

/** Finds tasks in Planner and To Do: two round trips, and one more for the names of assignees. */
export async function findTasks(query: TaskQuery, context: Context): Promise<FoundTasks> {
  const { graph } = context;
  const withPlanner = query.source !== 'todo';
  const withTodo = query.source !== 'planner' && query.assignee === undefined;
  const found = await batchLists<Lists>(graph, [
    ...(withPlanner ? [{ path: graphPath`/me/planner/plans`, schema: lists }] : []),
    ...(withTodo ? [{ path: graphPath`/me/todo/lists`, query: { $top: tasksPerList }, schema: lists }] : []),
  ]);
  const [plans, todoLists] = splitResults(found, withPlanner);
  const isNamed = ({ name }: { readonly name: string }) => !query.list || hasWords(name, query.list);
  const namedPlans = (plans?.value ?? []).filter(
    (plan) => isNamed(plan) && isValidSegment(opaqueId, plan.id),
  );
  const namedLists = (todoLists?.value ?? []).filter(
    (list) => isNamed(list) && isValidSegment(exchangeId, list.id),
  );
  const planNames = new Map((plans?.value ?? []).map(({ id, name }) => [id, name]));
  const requests: GraphRequest<ListPage<Task>>[] = [
    ...(withPlanner ? plannerRequests(query, namedPlans, planNames) : []),
    ...namedLists.map(({ id, name }) => todoRequest(query, id, name)),
  ];
  const shown = requests.slice(0, maxRequests);
  const responses = shown.length === 0 ? [] : await batchLists(graph, shown);
  const pages = responses.flatMap((response) => (response instanceof Error ? [] : [response]));
  if (pages.length === 0 && responses[0] instanceof Error) throw responses[0];
  const unique = new Map(pages.flatMap(({ value }) => value).map((task) => [task.uri, task]));
  const candidates = [...unique.values()].filter((task) => matches(task, query));
  const names = await readNames(candidates, context);
  const { assignee } = query;
  const tasks = candidates.filter(
    ({ assigneeIds }) =>
      assignee === undefined || assigneeIds.some((id) => hasWords(names.get(id) ?? '', assignee)),
  );
  return {
    tasks: tasks.toSorted((left, right) => (left.due ?? '9').localeCompare(right.due ?? '9')),
    names,
    isPartial:
      found.some((response) => response instanceof Error || hasMore(response)) ||
      requests.length > shown.length ||
      pages.length < responses.length ||
      pages.some(hasMore),
  };
}

function hasMore(page: ListPage<unknown>): boolean {
  return page['@odata.nextLink'] !== undefined;
}

/** @throws the error of Graph when neither service responded */
function splitResults(
  responses: readonly (Lists | Error)[],
  withPlanner: boolean,
): readonly [Lists | undefined, Lists | undefined] {
  if (responses.length > 0 && responses.every((response) => response instanceof Error)) throw responses[0];
  const [first, second] = responses.map((response) => (response instanceof Error ? undefined : response));
  return withPlanner ? [first, second] : [undefined, first];
}

/** The user's tasks; those of everybody in the plans for an assignee or a named plan. */
function plannerRequests(
  { list, assignee }: TaskQuery,
  plans: Lists['value'],
  planNames: ReadonlyMap<string, string>,
): GraphRequest<ListPage<Task>>[] {
  const schema = listPage(plannerTask).transform((page) => ({
    ...page,
    value: page.value.map((task) => fromPlanner(task, planNames.get(task.planId ?? '') ?? '')),
  }));
  if (list === undefined && assignee === undefined) return [{ path: graphPath`/me/planner/tasks`, schema }];
  return plans.map(({ id }) => ({ path: graphPath`/planner/plans/${opaqueId(id)}/tasks`, schema }));
}

function todoRequest({ state }: TaskQuery, id: string, name: string): GraphRequest<ListPage<Task>> {
  return {
    path: graphPath`/me/todo/lists/${exchangeId(id)}/tasks`,
    query: {
      $top: tasksPerList,
      $filter:
        state === 'all'
          ? undefined
          : state === 'open'
            ? odataFilter`status ne ${'completed'}`
            : odataFilter`status eq ${'completed'}`,
    },
    schema: listPage(todoTask).transform((page) => ({
      ...page,
      value: page.value.map((task) => fromTodo(task, id, name)),
    })),
  };
}

function matches(task: Task, { text, state, fromDay, beforeDay }: TaskQuery): boolean {
  const isCompleted = task.status === 'completed';
  if (state !== 'all' && isCompleted !== (state === 'completed')) return false;
  if (text !== undefined && !hasWords(task.title, text)) return false;
  if (fromDay === undefined && beforeDay === undefined) return true;
  return (
    task.due !== undefined &&
    (fromDay === undefined || task.due >= fromDay) &&
    (beforeDay === undefined || task.due < beforeDay)
  );
}

/** Names of assignees. The user's own name is known; those of others need `User.ReadBasic.All`. */
async function readNames(
  tasks: readonly Task[],
  { graph, granted, caller }: Context,
): Promise<ReadonlyMap<string, string>> {
  const names = new Map([[caller.objectId as string, oneLine(caller.name, 100) || 'you']]);
  const others = [...new Set(tasks.flatMap(({ assigneeIds }) => assigneeIds))]
    .filter((id) => !names.has(id) && isValidSegment(guidSegment, id))
    .slice(0, maxRequests);
  if (others.length === 0 || !granted.level('people')) return names;
  const users = await graph.batch(
    others.map((id) => ({
      path: graphPath`/users/${guidSegment(id)}`,
      query: { $select: 'id,displayName' },
      schema: directoryUser,
    })),
  );
  for (const [index, user] of users.entries()) {
    const id = others[index];
    if (id !== undefined && !(user instanceof Error)) names.set(id, oneLine(user.displayName, 100));
  }
  return names;
}
