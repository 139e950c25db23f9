import type { z } from 'zod';
import { chatMessageSearch } from './chat-message-search.ts';
import type { ToolDefinition } from './define-tool.ts';
import { createFetch } from './fetch.ts';
import { findMeetingAvailability } from './find-meeting-availability.ts';
import { outlookCalendarSearch } from './outlook-calendar-search.ts';
import { outlookEmailSearch } from './outlook-email-search.ts';
import { noteSearch } from './note-search.ts';
import { peopleSearch } from './people-search.ts';
import { createReadResource } from './read-resource.ts';
import { search } from './search.ts';
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
  noteSearch,
];

const readResource = createReadResource(searches);

/** The catalog, in the order of `tools/list`. */
export const tools: readonly ToolDefinition<z.ZodObject, unknown>[] = [...searches, readResource];

/** Further tools that `?tools=` opts in to, for clients that require them. */
export const optInTools: readonly ToolDefinition<z.ZodObject, unknown>[] = [
  search,
  createFetch(readResource),
];
