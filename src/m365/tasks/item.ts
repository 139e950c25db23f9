import { z } from 'zod';
import { oneLine } from 'document-text';
import { formatResourceUri } from '../uri.ts';
import type { PlannerTask, TodoTask } from './schema.ts';

/** A task in a list of results. */
export const taskItem = z.object({
  uri: z.string(),
  title: z.string(),
  list: z.string().optional().describe('Plan or list.'),
  due: z.string().optional(),
  status: z.string(),
  assignees: z.array(z.string()).optional(),
  important: z.literal(true).optional(),
});

export const taskStates = ['open', 'completed', 'all'] as const;
export type TaskState = (typeof taskStates)[number];

/** A task of Planner or To Do. */
export interface Task {
  readonly uri: string;
  readonly title: string;
  readonly list: string;
  /** Calendar day, `2026-11-30`: both services keep days, not times. */
  readonly due: string | undefined;
  readonly status: 'not started' | 'in progress' | 'completed';
  /** Object ids; empty in To Do. */
  readonly assigneeIds: readonly string[];
  readonly isImportant: boolean;
}

export function fromPlanner(task: PlannerTask, list: string): Task {
  const percent = task.percentComplete ?? 0;
  return {
    uri: formatResourceUri({ kind: 'plannerTask', plannerTaskId: task.id }),
    title: oneLine(task.title, 200),
    list: oneLine(list, 100),
    due: toDay(task.dueDateTime),
    status: percent >= 100 ? 'completed' : percent > 0 ? 'in progress' : 'not started',
    assigneeIds: Object.keys(task.assignments ?? {}),
    isImportant: false,
  };
}

export function fromTodo(task: TodoTask, todoListId: string, list: string): Task {
  return {
    uri: formatResourceUri({ kind: 'todoTask', todoListId, todoTaskId: task.id }),
    title: oneLine(task.title, 200),
    list: oneLine(list, 100),
    due: toDay(task.dueDateTime?.dateTime),
    status:
      task.status === 'completed'
        ? 'completed'
        : task.status === 'inProgress'
          ? 'in progress'
          : 'not started',
    assigneeIds: [],
    isImportant: task.importance === 'high',
  };
}

/** Planner stores the day in UTC, To Do in the zone that it states. */
function toDay(dateTime: string | null | undefined): string | undefined {
  return /^\d{4}-\d\d-\d\d(?=T)/.exec(dateTime ?? '')?.[0];
}

/** A task as a list item. */
export function toTaskItem(task: Task, names: ReadonlyMap<string, string>): z.output<typeof taskItem> {
  const assignees = task.assigneeIds.flatMap((id) => names.get(id) ?? []);
  return {
    uri: task.uri,
    title: task.title,
    ...(task.list && { list: task.list }),
    ...(task.due !== undefined && { due: task.due }),
    status: task.status,
    ...(assignees.length > 0 && { assignees }),
    ...(task.isImportant && { important: true as const }),
  };
}
