import { z } from 'zod';
import { searchPosition } from '../graph/search.ts';
import { taskItem, taskStates, toTaskItem } from '../m365/tasks/item.ts';
import { findTasks } from '../m365/tasks/search.ts';
import { explainNameFilters, resolveNameFilters } from '../m365/people/name-filters.ts';
import { defineTool } from './define-tool.ts';
import { limit, name, paging, resolveSearch, text, timeSpan } from './params.ts';
import { wholeListResult } from './whole-list.ts';

const { afterDateTime, beforeDateTime, timeZone } = timeSpan;

const input = z.strictObject({
  query: text.optional().describe('Words of the title.'),
  list: name.optional().describe('Plan or list.'),
  assignee: name.optional().describe('Planner only; default: the user.'),
  status: z.enum(taskStates).default('open'),
  source: z.enum(['planner', 'todo']).optional(),
  afterDateTime: afterDateTime.describe('Due from this day on: today, next monday.'),
  beforeDateTime,
  timeZone,
  limit: limit(50, 20),
  ...paging,
});

/** Finds tasks in Planner and To Do. */
export const taskSearch = defineTool({
  name: 'task_search',
  title: 'Search tasks',
  description:
    'Finds tasks in Planner and To Do by title, plan or list, assignee, due day and status, the earliest due first. Read a uri with read_resource for notes, checklist and links.',
  areas: ['tasks'],
  input,
  item: taskItem,
  extra: { dates: z.string().optional() },
  next: searchPosition,
  async run(input, context, resume) {
    context.granted.require('tasks', 'Searching tasks');
    const [{ zone, dates, afterMs, beforeMs, me }, { assignee }] = await Promise.all([
      resolveSearch(input, context),
      resolveNameFilters({ assignee: input.assignee }, context, 'name'),
    ]);
    const toDay = (instantMs: number | undefined) =>
      instantMs === undefined ? undefined : zone.format(instantMs).slice(0, 10);
    const query = {
      text: input.query,
      list: input.list,
      assignee: me(assignee),
      source: input.source,
      state: input.status,
      fromDay: toDay(afterMs),
      beforeDay: toDay(beforeMs),
    };
    const exact = await findTasks(query, context);
    const person =
      exact.tasks.length === 0 ? await explainNameFilters({ assignee }, context, 'name') : undefined;
    const corrected = person?.corrected?.['assignee'];
    const { tasks, names, isPartial } =
      corrected === undefined ? exact : await findTasks({ ...query, assignee: corrected }, context);
    return wholeListResult(
      {
        items: tasks.map((task) => toTaskItem(task, names)),
        partialNote: isPartial
          ? 'Not all plans and lists could be read: there may be more tasks. Name a list.'
          : undefined,
      },
      {
        ...input,
        filters: [input.list, assignee, input.source],
        dates: dates.text,
        notes: [person?.note],
        emptyNote:
          input.status === 'open'
            ? 'Only open tasks were searched: status all includes completed ones.'
            : undefined,
      },
      resume,
    );
  },
});
