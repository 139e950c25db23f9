import { z } from 'zod';
import type { GraphClient, GraphRequest } from '../../graph/client.ts';
import { attendancePath, attendanceReportPath } from './schema.ts';
import { type ListPage, listPage, readList } from '../../graph/paging.ts';
import { AppError } from '../../lib/app-error.ts';
import { weekdayTime } from '../../time/weekday-time.ts';
import type { MeetingOccurrence } from './occurrence.ts';
import { plainLine } from './plain-line.ts';

const record = z.object({
  emailAddress: z.string().nullish(),
  totalAttendanceInSeconds: z.number().nullish(),
  role: z.string().nullish(),
  identity: z.object({ displayName: z.string().nullish() }).nullish(),
});
const report = z.object({
  id: z.string(),
  totalParticipantCount: z.int().nullish(),
  meetingStartDateTime: z.string().nullish(),
  meetingEndDateTime: z.string().nullish(),
  attendanceRecords: z.array(record).nullish(),
});
type Report = z.output<typeof report>;

const mostPages = 5;

/**
 * Who was there, and for how long: one text for each time that people met. Organisers see it, others only where the
 * meeting allows it.
 * @see https://learn.microsoft.com/graph/api/meetingattendancereport-list
 */
export async function readAttendance(
  { meeting, isOwn, zone }: MeetingOccurrence,
  graph: GraphClient,
): Promise<readonly string[]> {
  const request = { path: attendancePath(meeting.id), schema: listPage(report) };
  const { items } = await listWithRecords(graph, request);
  const own = items.filter(({ meetingStartDateTime }) => isOwn(Date.parse(meetingStartDateTime ?? '')));
  const whole = await Promise.all(own.map((one) => withRecords(one, meeting.id, graph)));
  return whole.map(({ meetingStartDateTime, totalParticipantCount, attendanceRecords }) => {
    const startMs = Date.parse(meetingStartDateTime ?? '');
    const people = (attendanceRecords ?? []).map(
      ({ identity, emailAddress, totalAttendanceInSeconds, role }) => {
        const name = plainLine(identity?.displayName ?? emailAddress) || 'somebody';
        const minutes = Math.round((totalAttendanceInSeconds ?? 0) / 60);
        return `- ${name}, ${minutes} min${role === 'Organizer' ? ', organizer' : ''}`;
      },
    );
    const count = totalParticipantCount ?? people.length;
    return [`# Attendance from ${weekdayTime(startMs, zone)}: ${count}`, ...people].join('\n');
  });
}

/** The people along with the list, where Graph does that. */
async function listWithRecords(
  graph: GraphClient,
  request: GraphRequest<ListPage<Report>>,
): Promise<{ readonly items: readonly Report[] }> {
  try {
    return await readList(graph, { ...request, query: { $expand: 'attendanceRecords' } }, mostPages);
  } catch (error) {
    if (error instanceof AppError && error.code === 'upstream_refused') {
      return await readList(graph, request, mostPages);
    }
    throw error;
  }
}

async function withRecords(one: Report, meetingId: string, graph: GraphClient): Promise<Report> {
  if ((one.attendanceRecords ?? []).length > 0 || one.totalParticipantCount === 0) return one;
  return await graph.json({
    path: attendanceReportPath(meetingId, one.id),
    query: { $expand: 'attendanceRecords' },
    schema: report,
  });
}
