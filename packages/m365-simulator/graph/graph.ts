import { calendarRoutes } from './calendar/calendar-routes.ts';
import { eventAttachmentRoutes } from './calendar/event-attachment-routes.ts';
import { scheduleRoutes } from './calendar/schedule-routes.ts';
import { createBatchHandler } from './core/batch.ts';
import type { Call, Route } from './core/call.ts';
import { alterByCondition, rejectByCondition } from './core/conditions.ts';
import { badRequest, errorResponse } from './core/graph-error.ts';
import type { Graph, GraphContext, GraphSession } from './core/graph-interface.ts';
import { type MailboxLimit, createMailboxLimit } from './core/mailbox-limit.ts';
import { createRouter } from './core/router.ts';
import { seededGuid } from './core/seeded-random.ts';
import { type ServiceSettings, createServiceSettings } from './core/service-settings.ts';
import { type TenantData, createTenantData } from './core/tenant-data.ts';
import { directoryRoutes } from './directory/directory-routes.ts';
import { peopleRoutes } from './directory/people-routes.ts';
import { type TokenLeak, createDownloads } from './files/downloads.ts';
import { driveRoutes } from './files/drive-routes.ts';
import { shareRoutes } from './files/share-routes.ts';
import { siteRoutes } from './files/site-routes.ts';
import { attachmentRoutes } from './mail/attachment-routes.ts';
import { folderRoutes } from './mail/folder-routes.ts';
import { mailRoutes } from './mail/mail-routes.ts';
import { allMail } from './mail/seed-mail.ts';
import { artifactRoutes } from './meetings/artifact-routes.ts';
import { meetingRoutes } from './meetings/meeting-routes.ts';
import { transcriptRoutes } from './meetings/transcript-routes.ts';
import { listRoutes } from './pages/list-routes.ts';
import { pageRoutes } from './pages/page-routes.ts';
import { noteRoutes } from './notes/note-routes.ts';
import { searchRoutes } from './search/search-routes.ts';
import { taskRoutes } from './tasks/task-routes.ts';
import { chatRoutes } from './teams/chat-routes.ts';
import { teamRoutes } from './teams/team-routes.ts';

const dayMs = 86_400_000;

/** The Graph side of the simulator, and what it noticed. */
export interface SimulatedGraph extends Graph {
  /** Requests that carried a token to the download host. */
  readonly leaks: readonly TokenLeak[];
  readonly settings: ServiceSettings;
  readonly mailboxLimit: MailboxLimit;
  /** Data of a tenant, for changes of its content. */
  tenant(tenantId: string): TenantData;
}

/** Microsoft Graph v1.0 of both tenants. All dates are counted back from the day on which it is made. */
export function createGraph(context: GraphContext): SimulatedGraph {
  const seedMs = Math.floor(context.nowMs() / dayMs) * dayMs;
  const mails = allMail(seedMs);
  const tenants = new Map<string, TenantData>();
  const downloads = createDownloads(context);
  const settings = context.settings ?? createServiceSettings();
  const mailboxLimit = context.mailboxLimit ?? createMailboxLimit();
  let requests = 0;

  function getTenantData(tenantId: string): TenantData {
    const known = tenants.get(tenantId);
    if (known) return known;
    const made = createTenantData(tenantId, mails, seedMs, context.documents);
    tenants.set(tenantId, made);
    return made;
  }

  const batch: Route = [
    'POST',
    '/$batch',
    createBatchHandler((request, call) => dispatch(request, call.session)),
  ];
  const router = createRouter([
    ...directoryRoutes,
    ...peopleRoutes,
    ...taskRoutes,
    ...noteRoutes,
    ...mailRoutes,
    ...attachmentRoutes,
    ...folderRoutes,
    ...driveRoutes,
    ...shareRoutes,
    ...siteRoutes,
    ...pageRoutes,
    ...listRoutes,
    ...searchRoutes,
    ...calendarRoutes,
    ...eventAttachmentRoutes,
    ...scheduleRoutes,
    ...meetingRoutes,
    ...transcriptRoutes,
    ...artifactRoutes,
    ...chatRoutes,
    ...teamRoutes,
    batch,
  ]);

  async function dispatch(
    request: {
      readonly method: string;
      readonly url: URL;
      readonly headers: Headers;
      readonly body: unknown;
    },
    session: GraphSession,
  ): Promise<Response> {
    const nowMs = context.nowMs();
    requests += 1;
    const requestId = seededGuid(`request:${requests}`);
    const clientRequestId = request.headers.get('client-request-id') ?? requestId;
    let response: Response;
    try {
      response = await handle(request, session, nowMs);
    } catch (error) {
      response = errorResponse(error, requestId, clientRequestId, nowMs);
    }
    response.headers.set('request-id', requestId);
    response.headers.set('client-request-id', clientRequestId);
    response.headers.set('date', new Date(nowMs).toUTCString());
    response.headers.set('odata-version', '4.0');
    return response;
  }

  async function handle(
    request: {
      readonly method: string;
      readonly url: URL;
      readonly headers: Headers;
      readonly body: unknown;
    },
    session: GraphSession,
    nowMs: number,
  ): Promise<Response> {
    const { pathname, origin, searchParams } = request.url;
    const found = /^(.*?\/v1\.0)(\/.*)$/.exec(pathname);
    if (!found) throw badRequest('Invalid version.');
    const path = found[2] ?? '';
    const { handler, param } = router.match(request.method, path);
    const call: Call = {
      method: request.method,
      base: `${origin}${found[1] ?? ''}`,
      path,
      param,
      query: searchParams,
      headers: request.headers,
      body: request.body,
      session,
      tenant: getTenantData(session.tenantId),
      downloads,
      settings,
      nowMs,
    };
    return mailboxLimit.serve({ path, session, body: request.body }, async () => {
      rejectByCondition(call);
      return alterByCondition(call, await handler(call));
    });
  }

  return {
    leaks: downloads.leaks,
    settings,
    mailboxLimit,
    tenant: getTenantData,
    async fetch(request, session) {
      const text = request.method === 'GET' || request.method === 'HEAD' ? '' : await request.text();
      return dispatch(
        {
          method: request.method,
          url: new URL(request.url),
          headers: request.headers,
          body: parseJson(text),
        },
        session,
      );
    },
    download: async (request) => downloads.respond(request),
  };
}

function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
