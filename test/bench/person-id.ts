import { users } from 'm365-simulator';

/** Object id of a user of a load test. The first one is a user of the simulated tenant. */
export function personId(index: number): string {
  return index === 0 ? users.megan.objectId : `b0000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
}
