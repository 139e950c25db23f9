import { z } from 'zod';

/** @see https://learn.microsoft.com/graph/api/resources/plannertask */
export const plannerTask = z.object({
  id: z.string(),
  planId: z.string().nullish(),
  title: z.string().nullish(),
  percentComplete: z.number().nullish(),
  dueDateTime: z.string().nullish(),
  assignments: z.record(z.string(), z.unknown()).nullish(),
});
export type PlannerTask = z.output<typeof plannerTask>;

/** @see https://learn.microsoft.com/graph/api/resources/plannertaskdetails */
export const plannerDetails = z.object({
  description: z.string().nullish(),
  checklist: z
    .record(z.string(), z.object({ title: z.string().nullish(), isChecked: z.boolean().nullish() }))
    .nullish(),
  /** By URL, in which `%`, `.`, `:`, `@` and `#` are percent-encoded. */
  references: z.record(z.string(), z.object({ alias: z.string().nullish() })).nullish(),
});

/** A plan of Planner; a list of To Do has `displayName` instead of `title`. */
export const taskList = z.object({
  id: z.string(),
  title: z.string().nullish(),
  displayName: z.string().nullish(),
});

/** @see https://learn.microsoft.com/graph/api/resources/todotask */
export const todoTask = z.object({
  id: z.string(),
  title: z.string().nullish(),
  status: z.string().nullish(),
  importance: z.string().nullish(),
  body: z.object({ content: z.string().nullish(), contentType: z.string().nullish() }).nullish(),
  dueDateTime: z.object({ dateTime: z.string().nullish(), timeZone: z.string().nullish() }).nullish(),
});
export type TodoTask = z.output<typeof todoTask>;

export const checklistItem = z.object({
  displayName: z.string().nullish(),
  isChecked: z.boolean().nullish(),
});
export const linkedResource = z.object({
  displayName: z.string().nullish(),
  webUrl: z.string().nullish(),
});
