import { oneLine } from 'document-text';
import { listPage } from '../../graph/paging.ts';
import { exchangeId, graphPath, opaqueId } from '../../graph/path.ts';
import { bodyDocument } from '../content.ts';
import { isSharePointUrl } from '../files/sharing-link.ts';
import { escapeUrlForMarkdown } from '../format.ts';
import type { ResourceContent, ResourceContext } from '../resource.ts';
import type { ResourceOf } from '../uri.ts';
import { type Task, fromPlanner, fromTodo } from './item.ts';
import { checklistItem, linkedResource, plannerDetails, plannerTask, todoTask } from './schema.ts';

/** A task of Planner with notes, checklist and links. */
export async function openPlannerTask(
  { plannerTaskId }: ResourceOf<'plannerTask'>,
  { graph, granted }: ResourceContext,
): Promise<ResourceContent> {
  granted.require('tasks', 'Reading tasks');
  const id = opaqueId(plannerTaskId);
  const [task, [details]] = await Promise.all([
    graph.json({ path: graphPath`/planner/tasks/${id}`, schema: plannerTask }),
    graph.batch([{ path: graphPath`/planner/tasks/${id}/details`, schema: plannerDetails }]),
  ]);
  const known = details instanceof Error ? undefined : details;
  return {
    ...taskContent(fromPlanner(task, ''), {
      checklist: Object.values(known?.checklist ?? {}).map(({ title, isChecked }) =>
        formatCheck(title, isChecked),
      ),
      links: Object.entries(known?.references ?? {}).map(([url, { alias }]) =>
        formatLink(alias, decodeUrl(url)),
      ),
    }),
    document: bodyDocument({ contentType: 'text', content: known?.description }),
    note: known ? undefined : 'Notes, checklist and links could not be read.',
  };
}

/** A task of To Do with notes, checklist and links, in one round trip. */
export async function openTodoTask(
  { todoListId, todoTaskId }: ResourceOf<'todoTask'>,
  { graph, granted }: ResourceContext,
): Promise<ResourceContent> {
  granted.require('tasks', 'Reading tasks');
  const path = graphPath`/me/todo/lists/${exchangeId(todoListId)}/tasks/${exchangeId(todoTaskId)}`;
  const [task, [checklist], [links]] = await Promise.all([
    graph.json({ path, schema: todoTask }),
    graph.batch([
      {
        path: graphPath`/me/todo/lists/${exchangeId(todoListId)}/tasks/${exchangeId(todoTaskId)}/checklistItems`,
        schema: listPage(checklistItem),
      },
    ]),
    graph.batch([
      {
        path: graphPath`/me/todo/lists/${exchangeId(todoListId)}/tasks/${exchangeId(todoTaskId)}/linkedResources`,
        schema: listPage(linkedResource),
      },
    ]),
  ]);
  return {
    ...taskContent(fromTodo(task, todoListId, ''), {
      checklist:
        !checklist || checklist instanceof Error
          ? []
          : checklist.value.map(({ displayName, isChecked }) => formatCheck(displayName, isChecked)),
      links:
        !links || links instanceof Error
          ? []
          : links.value.map(({ displayName, webUrl }) => formatLink(displayName, webUrl ?? '')),
    }),
    document: bodyDocument(task.body),
    note:
      checklist instanceof Error || links instanceof Error
        ? 'Checklist or links could not be read.'
        : undefined,
  };
}

function taskContent(
  { title, due, status, isImportant }: Task,
  { checklist, links }: { readonly checklist: readonly string[]; readonly links: readonly string[] },
): Pick<ResourceContent, 'title' | 'facts'> {
  return { title, facts: { due, status, important: isImportant || undefined, checklist, links } };
}

function formatCheck(title: string | null | undefined, isChecked: boolean | null | undefined): string {
  return `[${isChecked ? 'x' : ' '}] ${oneLine(title, 200)}`;
}

/** Links to SharePoint can be opened with `read_resource`. Of others only the host is shown, as everywhere. */
function formatLink(name: string | null | undefined, url: string): string {
  const label = oneLine(name, 100);
  const target = isSharePointUrl(url) ? escapeUrlForMarkdown(url) : oneLine(url, 200);
  return label === '' ? target : `${label}: ${target}`;
}

function decodeUrl(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
