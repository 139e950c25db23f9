import type { Call } from './call.ts';
import { GraphError, badRequest } from './graph-error.ts';
import { json } from './response.ts';

/**
 * What the service was observed to do for some users, sites and items, and no reference page states. A test switches them
 * on. They have no effect while the service behaves as documented.
 */
export const serviceConditions = [
  /** The OneDrive of the user was never opened. */
  'noOneDrive',
  /** The tenant has no SharePoint. */
  'noSharePointLicense',
  /** SharePoint lastingly fails to return the web parts of pages. */
  'noCanvas',
  /** Files of libraries are converted by a service that fails. */
  'noConversion',
  /** The first download of each file is empty, as of one that was just copied. */
  'emptyFirstDownload',
  /** The download URL of a file is left out, although it is selected. */
  'noDownloadUrl',
  /** Sizes of files are negative. */
  'negativeSizes',
  /** Sorted pages of a search begin with the last hit of the page before. */
  'repeatedHits',
  /** List items among the hits of a search have neither name nor URL. */
  'bareListItems',
  /** Exchange is not available for the mailbox. */
  'mailboxUnavailable',
  /** A search for messages with immutable ids ends in the middle of an error body. */
  'halfSearchBody',
  /** The user has no Teams license. */
  'noTeamsLicense',
  /** Copilot insights are listed and not kept. */
  'noInsightContent',
  /** Teams refuses meetings of channels. */
  'channelMeetings',
  /** The account has too many sections of OneNote to list the pages of all at once. */
  'manySections',
  /** The own manager is returned with `User.ReadBasic.All`. */
  'basicManager',
] as const;

/** @see serviceConditions */
export type ServiceCondition = (typeof serviceConditions)[number];

const files = /^\/(?:me\/drive|users\/[^/]+\/drive|drives|shares|sites)(?:[/:]|$)/i;
const ownDrive = /^\/(?:me|users\/[^/]+)\/drive(?:\/|$)/i;
const mail = /^\/(?:me|users\/[^/]+)\/(?:messages|mailFolders)(?:\/|$)/i;

/** Rejections by condition: the requests, and the error that they get. */
const rejections: Partial<Record<ServiceCondition, (call: Call) => GraphError | undefined>> = {
  noOneDrive: ({ path }) => {
    if (!ownDrive.test(path)) return undefined;
    return /\/drive$/i.test(path)
      ? new GraphError(404, 'ResourceNotFound', "User's mysite not found.")
      : badRequest("Unable to retrieve user's mysite URL.");
  },
  noSharePointLicense: ({ path, body }) =>
    files.test(path) || (path === '/search/query' && /driveItem|listItem|"site"/.test(JSON.stringify(body)))
      ? badRequest('Tenant does not have a SPO license.')
      : undefined,
  noCanvas: ({ query }) =>
    /\bcanvasLayout\b/.test(query.get('$expand') ?? '')
      ? new GraphError(500, 'generalException', 'General exception while processing')
      : undefined,
  noConversion: ({ path, query }) =>
    path.endsWith('/content') && query.has('format')
      ? new GraphError(500, 'generalException', 'An unspecified error has occurred.', {
          code: 'OfficeConversion_InternalError',
        })
      : undefined,
  mailboxUnavailable: ({ path }) =>
    mail.test(path)
      ? new GraphError(503, 'extensionError', 'The mailbox extension failed.', { code: 'extensionError' })
      : undefined,
  noTeamsLicense: ({ path }) =>
    /^\/(?:me\/chats|me\/joinedTeams|chats|teams)(?:\/|$)/i.test(path)
      ? new GraphError(
          403,
          'Forbidden',
          'Failed to get license information for the user. Ensure user has a valid Office365 license assigned to them.',
        )
      : undefined,
  noInsightContent: ({ path }) =>
    /\/aiInsights\/[^/]+$/i.test(path)
      ? new GraphError(404, 'NotFound', 'AI insight content was not found.')
      : undefined,
  manySections: ({ path }) =>
    path.endsWith('/onenote/pages')
      ? new GraphError(
          403,
          '20266',
          'The number of maximum sections is exceeded for this request. To get pages for accounts with a high number of sections, we recommend getting pages for one section at a time.',
        )
      : undefined,
  channelMeetings: ({ path }) =>
    /^\/me\/onlineMeetings(?:\/|$)/i.test(path)
      ? badRequest('Channel meetings are not supported by this API.')
      : undefined,
};

/** Changes of a JSON body by condition. */
const alterations: Partial<Record<ServiceCondition, (call: Call, body: Json) => void>> = {
  negativeSizes: ({ path }, body) => {
    if (!files.test(path)) return;
    for (const item of [body, ...listOf(body)]) if ('size' in item) item['size'] = -1;
  },
  bareListItems: (_, body) => {
    for (const { resource } of hitsOf(body)) {
      if (!String(resource['@odata.type']).endsWith('listItem')) continue;
      delete resource['name'];
      delete resource['webUrl'];
    }
  },
};

type Json = Record<string, unknown>;

/** Whether a condition holds for a request. */
export function holds(call: Call, condition: ServiceCondition): boolean {
  return call.settings.behavior === 'practice' && call.settings.conditions.has(condition);
}

/** @throws GraphError where a condition rejects the request */
export function rejectByCondition(call: Call): void {
  for (const condition of serviceConditions) {
    const error = holds(call, condition) ? rejections[condition]?.(call) : undefined;
    if (error) throw error;
  }
}

/** The response to a request as the conditions alter it. */
export async function alterByCondition(call: Call, response: Response): Promise<Response> {
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  if (!response.ok || !isJson || call.settings.conditions.size === 0) return response;
  const text = await response.text();
  const isImmutable = /ImmutableId/i.test(call.headers.get('prefer') ?? '');
  if (holds(call, 'halfSearchBody') && mail.test(call.path) && call.query.has('$search') && isImmutable) {
    const half = `${text.slice(0, text.length / 2)}{"error":{"code":"ErrorInternalServerError","mess`;
    return new Response(half, { headers: response.headers });
  }
  const body = JSON.parse(text) as Json;
  for (const condition of serviceConditions) if (holds(call, condition)) alterations[condition]?.(call, body);
  const headers = Object.fromEntries(response.headers);
  return json(response.status, body, headers);
}

function listOf(body: Json): readonly Json[] {
  return Array.isArray(body['value']) ? (body['value'] as Json[]) : [];
}

interface Hit {
  readonly resource: Json;
}

function hitsOf(body: Json): readonly Hit[] {
  return listOf(body).flatMap(({ hitsContainers }) =>
    ((hitsContainers ?? []) as { readonly hits?: readonly Hit[] }[]).flatMap(({ hits }) => hits ?? []),
  );
}
