import type { RequestKind } from '../request-log/request-kind.ts';
import type { LoggedRequest } from '../request-log/request-log.ts';

/** Selects requests. All members that are present must match. */
interface FaultMatch {
  readonly kind?: RequestKind;
  readonly method?: string;
  /** The path, with `*` for any run of characters. */
  readonly path?: string;
  /** `sid` of the sign-in whose token it bears or exchanges. */
  readonly sessionId?: string;
  /** Requests within a `$batch` instead of those that are sent by themselves. */
  readonly inBatch?: true;
}

/** Effect of a fault. `status` and `hugeBody` replace the response; the others alter it. */
type FaultEffect =
  | {
      readonly effect: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
      readonly delayMs?: number;
    }
  /** The true response, late. */
  | { readonly effect: 'delay'; readonly delayMs: number }
  /** No response until the client aborts. */
  | { readonly effect: 'hang' }
  /** The connection is cut before a response. */
  | { readonly effect: 'reset' }
  /** The connection is cut after so many bytes of the true response's body. */
  | { readonly effect: 'truncate'; readonly afterBytes: number }
  /** The true response under another content type. */
  | { readonly effect: 'contentType'; readonly contentType: string }
  /** The true page of a list, with other items and members. */
  | {
      readonly effect: 'page';
      readonly items?: 'none' | 'withoutIds';
      /** A nextLink to the same path, with these query options. */
      readonly nextQuery?: Readonly<Record<string, string>>;
      readonly members?: Readonly<Record<string, unknown>>;
    }
  /** A well-formed JSON response of about so many bytes. */
  | { readonly effect: 'hugeBody'; readonly bytes: number }
  /** The true response, a few bytes at a time. */
  | { readonly effect: 'drip'; readonly bytesPerChunk: number; readonly intervalMs: number };

export type Fault = FaultMatch &
  FaultEffect & { /** Number of requests. Default: all. */ readonly times?: number };

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** The fault for a request, counted down. The first that was added comes first. */
  take(
    request: Pick<LoggedRequest, 'kind' | 'method' | 'path' | 'sessionId'>,
    place?: { readonly inBatch: true },
  ): Fault | undefined;
  /** Whether there are faults of requests within a `$batch`. */
  hasInBatch(): boolean;
}

/** Whether a text matches a pattern with `*`. Linear: each literal is searched once from left to right. */
export function matchesPattern(pattern: string, text: string): boolean {
  const parts = pattern.split('*');
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (parts.length === 1) return pattern === text;
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length)
    return false;
  let position = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, position);
    if (found < 0) return false;
    position = found + part.length;
  }
  return position <= text.length - last.length;
}

export function createFaults(): Faults {
  let faults: { readonly fault: Fault; remaining: number }[] = [];
  return {
    add(fault) {
      faults.push({ fault, remaining: fault.times ?? Number.POSITIVE_INFINITY });
    },
    clear() {
      faults = [];
    },
    hasInBatch: () => faults.some(({ fault }) => fault.inBatch),
    take({ kind, method, path, sessionId }, place) {
      const hit = faults.find(
        ({ fault }) =>
          fault.inBatch === place?.inBatch &&
          (fault.kind === undefined || fault.kind === kind) &&
          (fault.method === undefined || fault.method === method) &&
          (fault.sessionId === undefined || fault.sessionId === sessionId) &&
          (fault.path === undefined || matchesPattern(fault.path, path)),
      );
      if (!hit) return undefined;
      hit.remaining -= 1;
      if (hit.remaining <= 0) faults = faults.filter((other) => other !== hit);
      return hit.fault;
    },
  };
}
