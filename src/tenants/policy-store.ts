import { migrate } from '../lib/durable-object.ts';
import { type Policy, type PolicyChange, type Restriction, getChangeDefinition } from './policy.ts';

/**
 * The tables of an organisation's policy object. Each migration runs once, in order, and is never edited after a
 * release. It only adds.
 * @see docs/storage.md
 */
const migrations: readonly string[] = [
  `CREATE TABLE restriction (
    -- 'disabled', 'tool_off', 'permission_off', 'allowed_group' or 'allowed_user'.
    kind TEXT NOT NULL,
    -- Name of a tool or a permission, object id of a group or a person; empty for 'disabled'.
    subject TEXT NOT NULL,
    PRIMARY KEY (kind, subject)
  ) STRICT;
  CREATE TABLE revocation (
    -- At most one row.
    singleton INTEGER PRIMARY KEY CHECK (singleton = 1),
    -- Access tokens and sign-ins issued at or before this time are refused. It never goes back.
    before_ms INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE change (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at_ms INTEGER NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT,
    -- Object id of the administrator.
    actor_id TEXT NOT NULL,
    -- Their name, sealed by whoever asked.
    actor_name TEXT NOT NULL
  ) STRICT;`,
];

/** Who decides. */
export interface ChangeActor {
  readonly objectId: string;
  /** The name, sealed: it is for the eyes of the organisation's administrators. */
  readonly sealedName: string;
}

/** A decision that was taken. */
export interface PolicyLogEntry extends PolicyChange {
  readonly atMs: number;
  readonly actor: ChangeActor;
}

/** What came of a change. `full`: the list has as many entries as it may have. */
export type ChangeOutcome = 'changed' | 'unchanged' | 'full';

const maxSubjects = 100;
const maxLogged = 500;

/** The rows of one policy object. Every change is one transaction, and the platform holds its answer until it is durable. */
export interface PolicyStore {
  read(): Policy;
  /** @throws TypeError for a change that is malformed. */
  change(change: PolicyChange, actor: ChangeActor, nowMs: number): ChangeOutcome;
  /** The newest changes, the latest first. */
  changes(limit: number): readonly PolicyLogEntry[];
}

/** The store of an object, its tables brought up to date. */
export function openPolicyStore(storage: DurableObjectStorage): PolicyStore {
  migrate(storage, migrations);
  const { sql } = storage;

  function subjectsOf(kind: Restriction): string[] {
    return sql
      .exec<{ subject: string }>('SELECT subject FROM restriction WHERE kind = ? ORDER BY subject', kind)
      .toArray()
      .map(({ subject }) => subject);
  }

  function apply({ kind, subject = '' }: PolicyChange, nowMs: number): ChangeOutcome {
    const { adds, removes } =
      getChangeDefinition({ kind, subject: subject === '' ? undefined : subject }) ?? {};
    if (adds) {
      const present = subjectsOf(adds);
      if (present.includes(subject)) return 'unchanged';
      if (present.length >= maxSubjects) return 'full';
      sql.exec('INSERT INTO restriction (kind, subject) VALUES (?, ?)', adds, subject);
    }
    if (removes) {
      const { rowsWritten } = sql.exec(
        'DELETE FROM restriction WHERE kind = ? AND subject = ?',
        removes,
        subject,
      );
      if (rowsWritten === 0) return 'unchanged';
    }
    if (kind === 'revoke_everybody') {
      sql.exec(
        `INSERT INTO revocation (singleton, before_ms) VALUES (1, ?)
         ON CONFLICT (singleton) DO UPDATE SET before_ms = max(before_ms, excluded.before_ms)`,
        nowMs,
      );
    }
    return 'changed';
  }

  return {
    read() {
      const [mark] = sql.exec<{ before_ms: number }>('SELECT before_ms FROM revocation');
      return {
        enabled: subjectsOf('disabled').length === 0,
        disabledTools: subjectsOf('tool_off'),
        disabledPermissions: subjectsOf('permission_off'),
        allowedGroups: subjectsOf('allowed_group'),
        allowedUsers: subjectsOf('allowed_user'),
        revokedBeforeMs: mark?.before_ms ?? 0,
      };
    },
    change(change, actor, nowMs) {
      if (!getChangeDefinition(change)) throw new TypeError('The policy change is malformed.');
      return storage.transactionSync(() => {
        const outcome = apply(change, nowMs);
        if (outcome !== 'changed') return outcome;
        sql.exec(
          'INSERT INTO change (at_ms, kind, subject, actor_id, actor_name) VALUES (?, ?, ?, ?, ?)',
          nowMs,
          change.kind,
          change.subject ?? null,
          actor.objectId,
          actor.sealedName,
        );
        sql.exec('DELETE FROM change WHERE number <= (SELECT max(number) FROM change) - ?', maxLogged);
        return outcome;
      });
    },
    changes(limit) {
      return sql
        .exec<{
          at_ms: number;
          kind: string;
          subject: string | null;
          actor_id: string;
          actor_name: string;
        }>(
          'SELECT at_ms, kind, subject, actor_id, actor_name FROM change ORDER BY number DESC LIMIT ?',
          limit,
        )
        .toArray()
        .map((row) => ({
          atMs: row.at_ms,
          kind: row.kind as PolicyChange['kind'],
          ...(row.subject === null ? {} : { subject: row.subject }),
          actor: { objectId: row.actor_id, sealedName: row.actor_name },
        }));
    },
  };
}
