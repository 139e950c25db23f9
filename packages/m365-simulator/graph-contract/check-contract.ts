import type { LoggedRequest } from '../request-log/request-log.ts';

/** A Graph request as the contract checker takes it: with the address of the real service. */
export interface CheckedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Says what is wrong with a Graph request; nothing when all is well. */
export type ContractChecker = (request: CheckedRequest) => readonly string[];

/** A Graph request that Microsoft's published contract does not allow. */
export interface ContractViolation {
  readonly method: string;
  readonly url: string;
  readonly problems: readonly string[];
}

interface BatchStep {
  readonly method?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const graphRoot = 'https://graph.microsoft.com';

function readBatchSteps(entry: LoggedRequest): CheckedRequest[] {
  const { requests } = (entry.body ?? {}) as { requests?: readonly BatchStep[] };
  if (!entry.path.endsWith('/$batch') || !Array.isArray(requests)) return [];
  return requests.map(({ method = 'GET', url = '', headers = {}, body }: BatchStep) => ({
    method,
    url: `${graphRoot}/v1.0${url}`,
    headers,
    body,
  }));
}

/** Violations of a request, and of each step of a `$batch`. */
export function checkContract(check: ContractChecker, entry: LoggedRequest): ContractViolation[] {
  const { method, headers, body } = entry;
  const whole = { method, url: graphRoot + entry.path + entry.query, headers, body };
  return [whole, ...readBatchSteps(entry)]
    .map((request) => ({ method: request.method, url: request.url, problems: check(request) }))
    .filter(({ problems }) => problems.length > 0);
}
