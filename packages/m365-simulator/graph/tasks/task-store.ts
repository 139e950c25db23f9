import { plannerTasks, plans, todoLists, todoTasks } from '../../seed-data/task-seeds.ts';

/** A task of Planner. */
export type PlannerSeed = (typeof plannerTasks)[number];

/** A task of To Do. */
export interface TodoSeed {
  readonly id: string;
  readonly list: string;
  readonly title: string;
  readonly status: 'notStarted' | 'completed';
  readonly importance: 'normal' | 'high';
  readonly dueInDays: number | undefined;
  readonly body: string;
  readonly checklist: readonly (readonly [title: string, isChecked: boolean])[];
  readonly links: readonly (readonly [name: string, url: string])[];
}

/** Planner and To Do of Megan. */
export interface TaskStore {
  readonly plans: typeof plans;
  readonly plannerTasks: readonly PlannerSeed[];
  readonly todoLists: typeof todoLists;
  readonly todoTasks: readonly TodoSeed[];
  /** Adds an open task to the first list of To Do. */
  add(title: string, dueInDays: number): TodoSeed;
  /** Changes title or status of a task of To Do. @throws Error for an unknown one */
  update(id: string, change: Partial<Pick<TodoSeed, 'title' | 'status' | 'dueInDays'>>): void;
  /** @throws Error for an unknown one */
  remove(id: string): void;
}

export function createTaskStore(): TaskStore {
  const tasks: TodoSeed[] = [...todoTasks];
  let added = 0;
  const indexOf = (id: string) => {
    const index = tasks.findIndex((task) => task.id === id);
    if (index === -1) throw new Error(`Unknown task: ${id}`);
    return index;
  };
  return {
    plans,
    plannerTasks,
    todoLists,
    todoTasks: tasks,
    add(title, dueInDays) {
      added += 1;
      const task: TodoSeed = {
        id: `AlMKXwbQAAA${String(added).padStart(8, '0')}AAAA=`,
        list: todoLists[0].id,
        title,
        status: 'notStarted',
        importance: 'normal',
        dueInDays,
        body: '',
        checklist: [],
        links: [],
      };
      tasks.push(task);
      return task;
    },
    update(id, change) {
      const index = indexOf(id);
      tasks.splice(index, 1, ...tasks.slice(index, index + 1).map((task) => ({ ...task, ...change })));
    },
    remove: (id) => void tasks.splice(indexOf(id), 1),
  };
}
