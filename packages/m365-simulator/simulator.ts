import type { SimulatorControl } from './control/control.ts';
import { createControl, createSimulatorClock } from './control/create-control.ts';
import type { CloudName } from './entra/directory/microsoft-cloud.ts';
import { type EntraState, createInitialState } from './entra/entra-state.ts';
import { handleEntraRequest } from './entra/entra.ts';
import { createSigningKeys } from './entra/signing-keys.ts';
import { applyFault } from './fault-injection/apply-fault.ts';
import { applyBatchFaults } from './fault-injection/batch-faults.ts';
import { createFaults } from './fault-injection/faults.ts';
import {
  type ContractChecker,
  type ContractViolation,
  checkContract,
} from './graph-contract/check-contract.ts';
import { handleGraphRequest } from './graph/authentication.ts';
import type { CreateGraph } from './graph/core/graph-interface.ts';
import { createMailboxLimit } from './graph/core/mailbox-limit.ts';
import { type ServiceSettings, createServiceSettings } from './graph/core/service-settings.ts';
import { createGraph } from './graph/graph.ts';
import { requestText } from './http/request.ts';
import type { Document } from './seed-data/documents/document.ts';
import { requestKind, selectService } from './request-log/request-kind.ts';
import {
  type LoggedRequest,
  createRequestLog,
  logForm,
  logHeaders,
  requestSession,
} from './request-log/request-log.ts';

export interface SimulatorOptions {
  /** Default: the machine's clock. */
  readonly nowMs?: () => number;
  /** Origin of pre-authenticated downloads, without a trailing slash. */
  readonly downloadOrigin?: string;
  /** Default: `global`. */
  readonly cloud?: CloudName;
  /** Default: `practice`. */
  readonly behavior?: ServiceSettings['behavior'];
  /** Further files in the OneDrive of Megan. */
  readonly documents?: readonly Document[];
  /** Looks at every Graph request; what it finds wrong is kept for `contractViolations`. */
  readonly checkGraphRequest?: ContractChecker;
  /** Microsoft Graph; only tests of the Entra side put another in its place. */
  readonly createGraph?: CreateGraph;
}

/** Entra ID and Microsoft Graph of two tenants as one request handler. */
export interface Simulator {
  /**
   * Handles a request to the login, Graph or download host: by host, or by path on another host. Rejects only
   * when a fault resets the connection.
   */
  readonly fetch: (request: Request) => Promise<Response>;
  readonly control: SimulatorControl;
}

const defaultDownloadOrigin = 'https://contoso.sharepoint.com';

function readBody(contentType: string, text: string): Pick<LoggedRequest, 'form' | 'body'> {
  if (contentType.startsWith('application/x-www-form-urlencoded')) {
    return { form: logForm(new URLSearchParams(text)) };
  }
  if (!contentType.startsWith('application/json')) return {};
  try {
    return { body: JSON.parse(text) as unknown };
  } catch {
    return { body: 'not JSON' };
  }
}

/** Creates the simulator. Only the signing keys differ between instances. */
export async function createSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const downloadOrigin = options.downloadOrigin ?? defaultDownloadOrigin;
  const cloud = options.cloud ?? 'global';
  const clock = createSimulatorClock(options.nowMs ?? Date.now);
  const state: EntraState = {
    ...createInitialState(),
    keys: await createSigningKeys(cloud),
    cloud,
    nowMs: () => clock.nowMs(),
  };
  const settings = createServiceSettings(cloud);
  const mailboxLimit = createMailboxLimit();
  if (options.behavior) settings.behavior = options.behavior;
  const graph = (options.createGraph ?? createGraph)({
    nowMs: () => clock.nowMs(),
    downloadOrigin: () => downloadOrigin,
    settings,
    mailboxLimit,
    documents: options.documents ?? [],
  });
  const faults = createFaults();
  const log = createRequestLog();
  const contractViolations: ContractViolation[] = [];

  async function dispatch(request: Request, url: URL, entry: LoggedRequest): Promise<Response> {
    const logUser = ({ tenantId, objectId }: { tenantId: string; objectId: string }) => {
      entry.tenantId = tenantId;
      entry.objectId = objectId;
    };
    switch (selectService(url, downloadOrigin)) {
      case 'download':
        return graph.download(request);
      case 'graph':
        if (options.checkGraphRequest)
          contractViolations.push(...checkContract(options.checkGraphRequest, entry));
        return handleGraphRequest(state, graph, request, logUser);
      case 'entra':
        return handleEntraRequest(state, request, logUser);
    }
  }

  return {
    control: createControl({
      state,
      clock,
      faults,
      log,
      contractViolations,
      settings,
      mailboxLimit,
      tenant(tenantId) {
        if (!graph.tenant) throw new Error('This Graph has no content.');
        return graph.tenant(tenantId);
      },
    }),
    async fetch(request) {
      const url = new URL(request.url);
      const contentType = (request.headers.get('content-type') ?? '').toLowerCase();
      const text = request.body === null ? '' : await requestText(request.clone());
      const isForm = contentType.startsWith('application/x-www-form-urlencoded');
      const form = new URLSearchParams(isForm ? text : '');
      const entry: LoggedRequest = {
        atMs: clock.nowMs(),
        kind: requestKind(url, downloadOrigin, form),
        method: request.method,
        origin: url.origin,
        path: url.pathname,
        query: url.search,
        headers: logHeaders(request.headers),
        sessionId: requestSession(request.headers, form),
        ...readBody(contentType, text),
      };
      log.add(entry);
      request.signal.addEventListener('abort', () => {
        if (entry.status === undefined) entry.abandoned = true;
      });
      const fault = faults.take(entry);
      const regular = fault
        ? await applyFault(fault, request, () => dispatch(request, url, entry))
        : await dispatch(request, url, entry);
      const response = url.pathname.endsWith('/$batch')
        ? await applyBatchFaults(faults, { url, body: entry.body, sessionId: entry.sessionId }, regular)
        : regular;
      entry.status = response.status;
      entry.endedAtMs = clock.nowMs();
      return response;
    },
  };
}
