/** How people use the connector. Change a number, run `npm run generate`, and the document follows. */
export const usage = {
  /** Messages to `/mcp` of a person on a working day: some thirty tool calls, and the lists before them. */
  callsPerDay: 40,
  workingDaysPerMonth: 21,
  /** Hours between the first and the last question of a day. An access token lives 75 minutes on average. */
  activeHoursPerDay: 6,
  accessTokenHours: 1.25,
  /** The busiest hour has this part of a day's calls, its busiest second this many times the hour's average. */
  busiestHourShare: 0.2,
  busiestSecondFactor: 2,
} as const;

/**
 * Prices of Cloudflare's Workers Paid plan in US dollars, and what it includes each month, as published in 2026.
 * @see https://developers.cloudflare.com/workers/platform/pricing/
 * @see https://developers.cloudflare.com/durable-objects/platform/pricing/
 */
export const prices = {
  plan: 5,
  requests: { included: 10e6, perMillion: 0.3 },
  cpuMs: { included: 30e6, perMillion: 0.02 },
  objectRequests: { included: 1e6, perMillion: 0.15 },
  /** GB-seconds; an object counts with 128 MB while it is busy. */
  objectGbSeconds: { included: 400_000, perMillion: 12.5 },
  rowsRead: { included: 25e9, perMillion: 0.001 },
  rowsWritten: { included: 50e6, perMillion: 1 },
  storedGb: { included: 5, perGb: 0.2 },
  /** Logs and traces together, from December 2026. @see https://developers.cloudflare.com/observability/pricing/ */
  ingestedGb: { included: 50, perGb: 0.25 },
  keptGb: { included: 12, perGb: 0.1 },
} as const;

/** What Cloudflare keeps of requests: a line of each, and the spans of those that are traced. */
export const observability = {
  /** As on workerd: 15 of a warm call, and 12 where the vault looks at the policy. */
  spansPerCall: 27,
  /** With the attributes that Cloudflare adds. */
  kbPerSpan: 1.2,
  kbPerLine: 1.5,
  keptDays: 7,
} as const;

/** Requests to Graph that one application may make in ten seconds, over all organisations. @see https://learn.microsoft.com/graph/throttling-limits */
export const graphRequestsInTenSeconds = 130_000;

/** What an object does for one request, from the code and from docs/storage.md. */
export const objects = {
  gbWhileBusy: 0.128,
  /** A vault that has the token, and one that waits for Entra. */
  hitSeconds: 0.005,
  exchangeSeconds: 0.4,
  /** Reading the policy, and moving the chain of a sign-in. */
  otherSeconds: 0.005,
  rowsReadPerHit: 2,
  /** The entry, its alarm, and its end. */
  rowsWrittenPerExchange: 3,
  /** The link of the chain, in two objects. */
  rowsWrittenPerRenewal: 3,
  storedKbPerPerson: 40,
  /** Requests a second that one object takes. @see https://developers.cloudflare.com/durable-objects/platform/limits/ */
  requestsPerSecond: 1000,
} as const;
