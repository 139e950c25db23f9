import type { Downloads } from '../files/downloads.ts';
import type { GraphSession } from './graph-interface.ts';
import type { TenantData } from './tenant-data.ts';

/** One request on its way through a handler. */
export interface Call {
  readonly method: string;
  /** Address up to and including `/v1.0`: what next links begin with. */
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
  readonly teamsSettings: TeamsSettings;
  readonly nowMs: number;
}

/** What answers a request that fits a template. */
export type Handler = (call: Call) => Response | Promise<Response>;

/** One row of the routing table: method, template such as `/me/messages/{message}`, handler. */
export type Route = readonly [method: 'GET' | 'POST', template: string, handler: Handler];

/** Whether the token has any of these permissions. */
export function hasAnyScope(call: Call, ...scopes: readonly string[]): boolean {
  return scopes.some((scope) => call.session.scopes.has(scope));
}

/** Settings of the organisations that their Teams administrators make, by tenant id. They can be turned while it runs. */
export interface TeamsSettings {
  /** Where Graph gives no transcripts: "Transcript API access" is off, which is the default of Teams. */
  readonly transcriptApiDisabled: Set<string>;
  /** Where transcripts do not name who spoke. */
  readonly speakerAttributionDisabled: Set<string>;
}
