import type { z } from 'zod';
import { chatMessageSearch } from './chat-message-search.ts';
import type { ToolDefinition } from './define-tool.ts';
import { findMeetingAvailability } from './find-meeting-availability.ts';
import { outlookCalendarSearch } from './outlook-calendar-search.ts';
import { outlookEmailSearch } from './outlook-email-search.ts';
import { peopleSearch } from './people-search.ts';
import { createReadResource } from './read-resource.ts';
import { sharepointFolderSearch } from './sharepoint-folder-search.ts';
import { sharepointSearch } from './sharepoint-search.ts';
import { taskSearch } from './task-search.ts';

const searches: readonly ToolDefinition<z.ZodObject, unknown>[] = [
  sharepointSearch,
  sharepointFolderSearch,
  outlookEmailSearch,
  outlookCalendarSearch,
  findMeetingAvailability,
  chatMessageSearch,
  peopleSearch,
  taskSearch,
];

/** The catalog, in the order of `tools/list`. */
export const tools: readonly ToolDefinition<z.ZodObject, unknown>[] = [
  ...searches,
  createReadResource(searches),
];
