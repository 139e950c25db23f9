import { type LoggedRequest, countRounds, users } from 'm365-simulator';
import { type Simulation, startSimulation } from '../../scripts/lib/simulation.ts';
import type { Figure } from './figure.ts';
import { isResult, mcpRequest } from './mcp-request.ts';

/** A call and the round trips to Microsoft that its user waits for. */
export interface CallTrips {
  readonly id: string;
  readonly call: string;
  /** Length of the longest chain of requests. */
  readonly rounds: number;
  readonly maxRounds: number;
  /** Requests to Graph, Entra and download hosts. Each request of a batch counts. */
  readonly requests: number;
}

/** Delay of each response of Entra, Graph and the download hosts. */
const delayMs = 200;

interface Step {
  readonly id: string;
  readonly call: string;
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly maxRounds: number;
}

const mail = { tool: 'outlook_email_search', args: { query: 'budget' } };
const file = { tool: 'sharepoint_search', args: { query: 'budget', fileType: 'docx' } };

const searches: readonly Step[] = [
  { id: 'first', call: 'First call of a user, a search of mail', ...mail, maxRounds: 2 },
  { id: 'mail', call: 'Search of mail', ...mail, maxRounds: 1 },
  {
    id: 'mail-dates',
    call: 'Search of mail with dates',
    tool: mail.tool,
    args: { afterDateTime: 'last month' },
    maxRounds: 1,
  },
  {
    id: 'calendar',
    call: 'Next events',
    tool: 'outlook_calendar_search',
    args: {},
    maxRounds: 1,
  },
  {
    id: 'calendar-words',
    call: 'Search of events by words',
    tool: 'outlook_calendar_search',
    args: { query: 'review' },
    maxRounds: 1,
  },
  { id: 'files', call: 'Search of files', ...file, maxRounds: 1 },
  {
    id: 'people',
    call: 'Search of people',
    tool: 'people_search',
    args: { query: 'Adele' },
    maxRounds: 1,
  },
  {
    id: 'teams',
    call: 'Search of Teams messages by words',
    tool: 'chat_message_search',
    args: { query: 'launch' },
    maxRounds: 1,
  },
  {
    id: 'teams-latest',
    call: 'Latest Teams messages',
    tool: 'chat_message_search',
    args: {},
    maxRounds: 2,
  },
  {
    id: 'availability',
    call: 'Availability of two users by name',
    tool: 'find_meeting_availability',
    args: { participants: ['Patti Fernandez', 'Adele Vance'] },
    maxRounds: 2,
  },
];

/** Calls the connector on the simulated tenant, of which every response is delayed, and counts the round trips. */
export async function measureTrips(bundle: string): Promise<CallTrips[]> {
  const simulation = await startSimulation({ bundle });
  const { control } = simulation.tenant;
  try {
    // The signing keys are in the memory of the isolate.
    await callTool(simulation, await control.mint({ user: users.adele.userPrincipalName }), {
      tool: 'no_such_tool',
      args: {},
    });
    const token = await control.mint({ user: users.megan.userPrincipalName });
    control.addFault({ effect: 'delay', delayMs });
    const trips: CallTrips[] = [];
    const measure = async (step: Step) => {
      control.clearRequests();
      const body = await callTool(simulation, token, step);
      if (!isResult(200, body)) throw new Error(`${step.call}: ${body.slice(0, 300)}`);
      const requests = control.requests();
      const { id, call, maxRounds } = step;
      trips.push({ id, call, maxRounds, rounds: countRounds(requests), requests: countRequests(requests) });
      return body;
    };
    const found = new Map<string, string>();
    for (const step of searches) found.set(step.id, await measure(step));
    const read = { tool: 'read_resource', args: { uri: '' } };
    const mailUri = firstUri(found.get('mail'));
    const fileUri = firstUri(found.get('files'));
    await measure({ ...read, id: 'read-mail', call: 'One mail', args: { uri: mailUri }, maxRounds: 1 });
    await measure({ ...read, id: 'read-file', call: 'One file', args: { uri: fileUri }, maxRounds: 2 });
    return trips;
  } finally {
    await simulation.stop();
  }
}

/** The round trips as figures with their goals. */
export function tripFigures(trips: readonly CallTrips[]): Figure[] {
  return trips.map(({ id, call, rounds, maxRounds, requests }) => ({
    id: `trips-${id}`,
    title: `${call}: round trips (${requests} ${requests === 1 ? 'request' : 'requests'})`,
    unit: '',
    value: rounds,
    goal: { atMost: maxRounds },
  }));
}

async function callTool(
  { mcpUrl }: Simulation,
  token: string,
  { tool, args }: Pick<Step, 'tool' | 'args'>,
): Promise<string> {
  const { headers, body } = mcpRequest(
    { method: 'tools/call', params: { name: tool, arguments: args } },
    { authorization: `Bearer ${token}` },
  );
  return await (await fetch(mcpUrl, { method: 'POST', headers, body })).text();
}

function countRequests(requests: readonly LoggedRequest[]): number {
  return requests.reduce((sum, { path, body }) => {
    const entries = path.endsWith('/$batch') ? (body as { requests: unknown[] }).requests.length : 1;
    return sum + entries;
  }, 0);
}

function firstUri(body = ''): string {
  const uri = /"uri":"([^"]+)"/.exec(body)?.[1];
  if (uri === undefined) throw new Error(`The search found nothing to open: ${body.slice(0, 300)}`);
  return uri;
}
