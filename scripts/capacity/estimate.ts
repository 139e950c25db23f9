import { objects, observability, prices, usage } from './assumptions.ts';

/** What was measured, from docs/performance.json, and what is set. */
export interface MeasuredCost {
  /** Processor time of a warm call and of a person's first one, in milliseconds. */
  readonly warmCpuMs: number;
  readonly coldCpuMs: number;
  /** Of a warm call, all questions of the bench taken alike. */
  readonly graphRequestsPerCall: number;
  /** The part of requests that is traced. */
  readonly tracedShare: number;
}

/** A month of so many people, and its busiest second. */
export interface Estimate {
  readonly people: number;
  readonly callsPerMonth: number;
  readonly exchangesPerMonth: number;
  readonly cpuHoursPerMonth: number;
  readonly callsPerSecond: number;
  readonly graphPerSecond: number;
  readonly cores: number;
  readonly storedGb: number;
  /** Lines of the log and spans, as they are taken in. */
  readonly ingestedGb: number;
  readonly dollars: {
    readonly requests: number;
    readonly cpu: number;
    readonly objectRequests: number;
    readonly objectTime: number;
    readonly storage: number;
    readonly observability: number;
    readonly total: number;
  };
}

/** The arithmetic of docs/capacity.md. */
export function estimate(people: number, measured: MeasuredCost): Estimate {
  const personDays = people * usage.workingDaysPerMonth;
  const callsPerMonth = personDays * usage.callsPerDay;
  const exchangesPerMonth = personDays * (usage.activeHoursPerDay / usage.accessTokenHours);
  // A client renews its access token as often as it expires, at the relay.
  const renewalsPerMonth = exchangesPerMonth;
  const requests = callsPerMonth + renewalsPerMonth;
  const cpuMs =
    callsPerMonth * measured.warmCpuMs +
    (exchangesPerMonth + renewalsPerMonth) * (measured.coldCpuMs - measured.warmCpuMs);
  // A call asks the vault, and the vault the policy, which it has not seen for more than ten seconds as a rule.
  const objectRequests = callsPerMonth * 2 + renewalsPerMonth * 3;
  const busySeconds =
    (callsPerMonth - exchangesPerMonth) * objects.hitSeconds +
    exchangesPerMonth * objects.exchangeSeconds +
    (callsPerMonth + renewalsPerMonth * 3) * objects.otherSeconds;
  const rowsRead = callsPerMonth * objects.rowsReadPerHit;
  const rowsWritten =
    exchangesPerMonth * objects.rowsWrittenPerExchange + renewalsPerMonth * objects.rowsWrittenPerRenewal;
  const storedGb = (people * objects.storedKbPerPerson) / 1e6;
  const { spansPerCall, kbPerSpan, kbPerLine, keptDays } = observability;
  const ingestedGb = (requests * (kbPerLine + measured.tracedShare * spansPerCall * kbPerSpan)) / 1e6;
  const callsPerSecond =
    ((people * usage.callsPerDay * usage.busiestHourShare) / 3600) * usage.busiestSecondFactor;
  const dollars = {
    requests: priceOf(requests, prices.requests),
    cpu: priceOf(cpuMs, prices.cpuMs),
    objectRequests: priceOf(objectRequests, prices.objectRequests),
    objectTime: priceOf(busySeconds * objects.gbWhileBusy, prices.objectGbSeconds),
    storage:
      priceOf(rowsRead, prices.rowsRead) +
      priceOf(rowsWritten, prices.rowsWritten) +
      priceOfGb(storedGb, prices.storedGb),
    observability:
      priceOfGb(ingestedGb, prices.ingestedGb) + priceOfGb((ingestedGb * keptDays) / 30, prices.keptGb),
  };
  const total = prices.plan + Object.values(dollars).reduce((sum, part) => sum + part, 0);
  return {
    people,
    callsPerMonth,
    exchangesPerMonth,
    cpuHoursPerMonth: cpuMs / 3_600_000,
    callsPerSecond,
    graphPerSecond: callsPerSecond * measured.graphRequestsPerCall,
    cores: (callsPerSecond * measured.warmCpuMs) / 1000,
    storedGb,
    ingestedGb,
    dollars: { ...dollars, total },
  };
}

/** How many people of one organisation its policy object can serve: at their busiest second each call asks it once. */
export function peopleOfOneOrganisation(): number {
  const callsOfOnePerson = estimate(1, {
    warmCpuMs: 0,
    coldCpuMs: 0,
    graphRequestsPerCall: 0,
    tracedShare: 0,
  }).callsPerSecond;
  return Math.floor(objects.requestsPerSecond / callsOfOnePerson);
}

function priceOf(
  amount: number,
  { included, perMillion }: { readonly included: number; readonly perMillion: number },
): number {
  return (Math.max(0, amount - included) / 1e6) * perMillion;
}

function priceOfGb(
  gb: number,
  { included, perGb }: { readonly included: number; readonly perGb: number },
): number {
  return Math.max(0, gb - included) * perGb;
}
