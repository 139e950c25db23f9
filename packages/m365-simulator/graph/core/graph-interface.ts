/** What the Entra side of the simulated tenant and its Graph side know of each other, and nothing more. */

/** Whom a Graph token was issued to and what it allows. Made by the Entra side, after the token was found valid. */
export interface GraphSession {
  /** Directory that issued the token: a lower-case GUID. */
  readonly tenantId: string;
  /** Object id of the person in that directory. The same id may exist in the other directory. */
  readonly objectId: string;
  /** Delegated Graph permissions by their bare names, such as `Mail.Read`. */
  readonly scopes: ReadonlySet<string>;
}

/** What the Graph side needs from around it. */
export interface GraphContext {
  /** The tenant's clock in milliseconds since the epoch. It can be turned, so read it for each request. */
  nowMs(): number;
  /** Origin of pre-authenticated download addresses, without a trailing slash. */
  downloadOrigin(): string;
}

/** Microsoft Graph v1.0 of both organisations. */
export interface Graph {
  /**
   * Answers one request. The path starts with `/v1.0/`, whatever the host. The bearer token has been checked.
   * Never rejects for anything that a caller sends: such things are Graph error bodies.
   */
  fetch(request: Request, session: GraphSession): Promise<Response>;
  /** Answers one request to the pre-authenticated download host, which takes no bearer token. */
  download(request: Request): Promise<Response>;
}

/** `createGraph` of `graph/graph.ts`. */
export type CreateGraph = (context: GraphContext) => Graph;
