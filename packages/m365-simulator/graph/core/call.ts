import type { Downloads } from '../files/downloads.ts';
import type { GraphSession } from './graph-interface.ts';
import type { ServiceSettings } from './service-settings.ts';
import type { TenantData } from './tenant-data.ts';

/** One Graph request as its handler receives it. */
export interface Call {
  readonly method: string;
  /** Base URL up to and including `/v1.0`, for next links. */
  readonly base: string;
  /** Path below `/v1.0`, still encoded. */
  readonly path: string;
  /** A decoded value of the path template. */
  param(name: string): string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  /** The parsed JSON body; undefined where there is none. */
  readonly body: unknown;
  readonly session: GraphSession;
  readonly tenant: TenantData;
  readonly downloads: Downloads;
  readonly settings: ServiceSettings;
  readonly nowMs: number;
}

/** Handles a request that matches a path template. */
export type Handler = (call: Call) => Response | Promise<Response>;

/** One row of the routing table: method, template such as `/me/messages/{message}`, handler. */
export type Route = readonly [method: 'GET' | 'POST', template: string, handler: Handler];

/** Whether the token has any of these permissions. */
export function hasAnyScope(call: Call, ...scopes: readonly string[]): boolean {
  return scopes.some((scope) => call.session.scopes.has(scope));
}
