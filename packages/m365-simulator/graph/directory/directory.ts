import { users as seedUsers, sharedMailboxes, type SeedUser } from '../../seed-data/tenants.ts';
import { seededGuid } from '../core/seeded-random.ts';
import { rooms } from '../../seed-data/calendar/event-seed.ts';
import { coworkers } from '../../seed-data/coworkers.ts';

/** An object of the directory that has, or could have, a mailbox. */
export interface DirectoryUser {
  readonly objectId: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  /** Null for shared mailboxes and rooms. */
  readonly jobTitle: string | null;
  readonly timeZone: { readonly windows: string; readonly iana: string };
  readonly manager?: string;
  readonly hasMailbox: boolean;
  /** User principal names of mailboxes and calendars of others that this user may read. */
  readonly sharedMailboxes: readonly string[];
  readonly sharedCalendars: readonly string[];
  /** Keys of the sites that this user may open. */
  readonly sites: readonly string[];
}

/** The users of one tenant. */
export interface Directory {
  readonly users: readonly DirectoryUser[];
  /** By object id or user principal name, without case. */
  find(idOrName: string): DirectoryUser | undefined;
}

/** The directory of one tenant; empty for an unknown one. */
export function createDirectory(tenantId: string): Directory {
  const signingIn: readonly SeedUser[] = Object.values(seedUsers);
  const users: readonly DirectoryUser[] = [
    ...signingIn
      .filter((user) => user.tenantId === tenantId)
      .map((user) => ({ ...user, hasMailbox: true, ...getAccessRights(user) })),
    ...coworkers
      .filter((user) => user.tenantId === tenantId)
      .map((user) => ({ ...user, hasMailbox: !('hasNoMailbox' in user), ...getAccessRights({ sites: [] }) })),
    ...[...sharedMailboxes.map((mailbox) => ({ ...mailbox, timeZone: seedUsers.megan.timeZone })), ...rooms]
      .filter((mailbox) => mailbox.tenantId === tenantId)
      .map((mailbox) => ({
        ...mailbox,
        objectId: seededGuid(`user:${mailbox.userPrincipalName}`),
        jobTitle: null,
        hasMailbox: true,
        ...getAccessRights({ sites: [] }),
      })),
  ];
  const byKey = new Map(
    users.flatMap((user) => [
      [user.objectId.toLowerCase(), user],
      [user.userPrincipalName.toLowerCase(), user],
    ]),
  );
  return { users, find: (idOrName) => byKey.get(idOrName.toLowerCase()) };
}

function getAccessRights(user: Pick<SeedUser, 'sharedMailboxes' | 'sharedCalendars' | 'sites'>) {
  return {
    sharedMailboxes: user.sharedMailboxes ?? [],
    sharedCalendars: user.sharedCalendars ?? [],
    sites: user.sites,
  };
}
