import { beforeAll, describe, expect, inject, it } from 'vitest';
import { type CallTrips, measureTrips } from '../bench/measure-trips.ts';

const trips = new Map<string, CallTrips>();

beforeAll(async () => {
  for (const call of await measureTrips(inject('bundle'))) trips.set(call.id, call);
});

/** The number of requests in a row, and of all requests, also those of a batch. */
const rows: readonly (readonly [id: string, what: string, rounds: number, maxRequests: number])[] = [
  ['first', 'the exchange, then time zone, domains and search at once', 2, 4],
  ['mail', 'a search of mail', 1, 1],
  ['mail-dates', 'a search of mail with dates', 1, 1],
  ['calendar', 'the next events', 1, 1],
  ['files', 'a search of files', 1, 1],
  ['people', 'a search of people', 1, 1],
  ['read-mail', 'one mail', 1, 1],
  ['teams', 'a search of Teams messages, then the names of their chats', 2, 20],
  ['teams-latest', 'the chats, then the messages of the latest', 2, 6],
  ['availability', 'the users by name, then their schedules', 2, 3],
];

describe('a user waits for no more round trips than', () => {
  it.each(rows)('%s: %s', (id, _what, rounds, maxRequests) => {
    const call = trips.get(id);
    expect(call?.rounds).toBeLessThanOrEqual(rounds);
    expect(call?.requests).toBeLessThanOrEqual(maxRequests);
    expect(call?.rounds).toBeGreaterThan(0);
  });
});
