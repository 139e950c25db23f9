import { z } from 'zod';
import { nullishBoolean, nullishString } from '../../graph/nullish.ts';

/** @see https://learn.microsoft.com/graph/api/resources/plannertask */
export const plannerTask = z.object({
  id: z.string(),
  planId: nullishString,
  title: nullishString,
  percentComplete: z.number().nullish(),
  dueDateTime: nullishString,
  assignments: z.record(z.string(), z.unknown()).nullish(),
});
export type PlannerTask = z.output<typeof plannerTask>;

/** @see https://learn.microsoft.com/graph/api/resources/plannertaskdetails */
export const plannerDetails = z.object({
  description: nullishString,
  checklist: z.record(z.string(), z.object({ title: nullishString, isChecked: nullishBoolean })).nullish(),
  /** By URL, in which `%`, `.`, `:`, `@` and `#` are percent-encoded. */
  references: z.record(z.string(), z.object({ alias: nullishString })).nullish(),
});

/** A plan of Planner; a list of To Do has `displayName` instead of `title`. */
export const taskList = z.object({
  id: z.string(),
  title: nullishString,
  displayName: nullishString,
});

/** @see https://learn.microsoft.com/graph/api/resources/todotask */
export const todoTask = z.object({
  id: z.string(),
  title: nullishString,
  status: nullishString,
  importance: nullishString,
  body: z.object({ content: nullishString, contentType: nullishString }).nullish(),
  dueDateTime: z.object({ dateTime: nullishString, timeZone: nullishString }).nullish(),
});
export type TodoTask = z.output<typeof todoTask>;

export const checklistItem = z.object({
  displayName: nullishString,
  isChecked: nullishBoolean,
});
export const linkedResource = z.object({
  displayName: nullishString,
  webUrl: nullishString,
});
