import { migrate } from '../lib/durable-object.ts';

/** An event for the counters of a tenant. It contains no content, no query and no name of a user. */
export interface Activity {
  readonly counts: readonly ActivityCount[];
  /** The user of a successful sign-in: users of the last 30 days are counted once. */
  readonly objectId?: string;
}

/** One counter. */
export interface ActivityCount {
  readonly kind: ActivityKind;
  /** Reason code, or the name of a rule about networks, or kind and host of a client; empty for sign-ins. */
  readonly name: string;
}

/** `reported`: a rule that only reports would have denied the user. `client`: sign-ins and renewals by client. */
export type ActivityKind = 'sign_in' | 'refused' | 'reported' | 'client';

/** The counters of the last 30 days. */
export interface ActivitySummary {
  /** Users who signed in or whose clients renewed their tokens. */
  readonly users: number;
  readonly totals: readonly (ActivityCount & {
    readonly count: number;
    /** The last day, `YYYY-MM-DD` in UTC. */
    readonly lastDay: string;
  })[];
  /** Sign-ins and refusals by day, newest first. */
  readonly days: readonly { readonly day: string; readonly signIns: number; readonly refused: number }[];
}

const migrations: readonly string[] = [
  `CREATE TABLE activity_count (
    -- YYYY-MM-DD in UTC.
    day TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (day, kind, name)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE active_user (
    object_id TEXT PRIMARY KEY,
    last_day TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;`,
];

const retentionDays = 30;
const maxNamesPerDay = 100;
const maxNameLength = 100;
const dayMs = 24 * 60 * 60_000;

/** The counters of a tenant, in the tables of its policy object. */
export interface ActivityStore {
  record(activity: Activity, nowMs: number): void;
  summarize(nowMs: number): ActivitySummary;
}

/** Opens the store. Counters older than 30 days are deleted at the first event of a day. */
export function openActivityStore(storage: DurableObjectStorage): ActivityStore {
  migrate(storage, migrations, 'activity_schema_version');
  const { sql } = storage;

  function removeOld(day: string, nowMs: number): void {
    const [present] = sql.exec('SELECT 1 FROM activity_count WHERE day = ? LIMIT 1', day);
    if (present) return;
    const oldest = toDay(nowMs - retentionDays * dayMs);
    sql.exec('DELETE FROM activity_count WHERE day <= ?', oldest);
    sql.exec('DELETE FROM active_user WHERE last_day <= ?', oldest);
  }

  function add(day: string, kind: string, name: string): void {
    const known = name.slice(0, maxNameLength);
    const [present] = sql.exec(
      'SELECT 1 FROM activity_count WHERE day = ? AND kind = ? AND name = ?',
      day,
      kind,
      known,
    );
    const { names } = sql
      .exec<{ names: number }>(
        'SELECT count(*) AS names FROM activity_count WHERE day = ? AND kind = ?',
        day,
        kind,
      )
      .one();
    sql.exec(
      `INSERT INTO activity_count (day, kind, name, count) VALUES (?, ?, ?, 1)
       ON CONFLICT (day, kind, name) DO UPDATE SET count = count + 1`,
      day,
      kind,
      present || names < maxNamesPerDay ? known : 'other',
    );
  }

  return {
    record({ counts, objectId }, nowMs) {
      const day = toDay(nowMs);
      storage.transactionSync(() => {
        removeOld(day, nowMs);
        for (const { kind, name } of counts) add(day, kind, name);
        if (objectId === undefined) return;
        sql.exec(
          `INSERT INTO active_user (object_id, last_day) VALUES (?, ?)
           ON CONFLICT (object_id) DO UPDATE SET last_day = excluded.last_day WHERE last_day <> excluded.last_day`,
          objectId,
          day,
        );
      });
    },
    summarize(nowMs) {
      const since = toDay(nowMs - retentionDays * dayMs);
      const { users } = sql
        .exec<{ users: number }>('SELECT count(*) AS users FROM active_user WHERE last_day > ?', since)
        .one();
      const totals = sql
        .exec<{ kind: ActivityKind; name: string; count: number; lastDay: string }>(
          `SELECT kind, name, sum(count) AS count, max(day) AS lastDay FROM activity_count
           WHERE day > ? GROUP BY kind, name ORDER BY count DESC`,
          since,
        )
        .toArray();
      const days = sql
        .exec<{ day: string; signIns: number; refused: number }>(
          `SELECT day, sum(iif(kind = 'sign_in', count, 0)) AS signIns,
             sum(iif(kind = 'refused', count, 0)) AS refused
           FROM activity_count WHERE day > ? GROUP BY day ORDER BY day DESC`,
          since,
        )
        .toArray();
      return { users, totals, days };
    },
  };
}

function toDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
