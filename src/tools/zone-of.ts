import { createZone, type Zone } from '../time/time-zone.ts';
import type { ToolContext } from './define-tool.ts';

/** The zone that was asked for, else the person's own. */
export async function zoneOf(timeZone: string | undefined, context: ToolContext): Promise<Zone> {
  return timeZone === undefined ? await context.timeZone() : createZone(timeZone);
}
