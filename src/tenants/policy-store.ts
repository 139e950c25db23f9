import { migrate } from '../lib/durable-object.ts';
import { type Policy, type PolicyChange, type Restriction, getChangeDefinition } from './policy.ts';

/**
 * Migrations of a policy object. Each runs once, in order. A released migration is never edited, and only adds.
 * @see docs/storage.md
 */
const migrations: readonly string[] = [
  `CREATE TABLE restriction (
    -- 'disabled', 'tool_off', 'permission_off', 'allowed_group' or 'allowed_user'.
    kind TEXT NOT NULL,
    -- Name of a tool or a permission, object id of a group or a user; empty for 'disabled'.
    subject TEXT NOT NULL,
    PRIMARY KEY (kind, subject)
  ) STRICT;
  CREATE TABLE revocation (
    -- At most one row.
    singleton INTEGER PRIMARY KEY CHECK (singleton = 1),
    -- Access tokens and sign-ins issued at or before this time are revoked. It never decreases.
    before_ms INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE change (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at_ms INTEGER NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT,
    -- Object id of the administrator.
    actor_id TEXT NOT NULL,
    -- The name, sealed by the Worker.
    actor_name TEXT NOT NULL
  ) STRICT;`,
  `CREATE TABLE token_generation (
    -- At most one row.
    singleton INTEGER PRIMARY KEY CHECK (singleton = 1),
    -- Graph tokens stored under a lower number are exchanged again.
    generation INTEGER NOT NULL
  ) STRICT;`,
];

/** The administrator who made a change. */
export interface ChangeActor {
  readonly objectId: string;
  /** The sealed name, for administrators of the same tenant. */
  readonly sealedName: string;
}

/** A logged change. */
export interface PolicyLogEntry extends PolicyChange {
  readonly atMs: number;
  readonly actor: ChangeActor;
}

/** The result of a change. `full`: the list has the maximum number of entries. */
export type ChangeOutcome = 'changed' | 'unchanged' | 'full';

const maxSubjects = 100;
const maxLogged = 500;

/** The tables of a policy object. A change is one transaction, and the output gate holds the response until it is durable. */
export interface PolicyStore {
  read(): Policy;
  /** @throws TypeError for a malformed change */
  change(change: PolicyChange, actor: ChangeActor, nowMs: number): ChangeOutcome;
  /** The latest changes, newest first. */
  changes(limit: number): readonly PolicyLogEntry[];
}

/** Opens the store of an object and applies its migrations. */
export function openPolicyStore(storage: DurableObjectStorage): PolicyStore {
  migrate(storage, migrations);
  const { sql } = storage;

  function readSubjects(kind: Restriction): string[] {
    return sql
      .exec<{ subject: string }>('SELECT subject FROM restriction WHERE kind = ? ORDER BY subject', kind)
      .toArray()
      .map(({ subject }) => subject);
  }

  function apply({ kind, subject = '' }: PolicyChange, nowMs: number): ChangeOutcome {
    const { adds, removes } =
      getChangeDefinition({ kind, subject: subject === '' ? undefined : subject }) ?? {};
    if (adds) {
      const present = readSubjects(adds);
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
    if (kind === 'reread_permissions') {
      sql.exec(
        `INSERT INTO token_generation (singleton, generation) VALUES (1, 1)
         ON CONFLICT (singleton) DO UPDATE SET generation = generation + 1`,
      );
    }
    return 'changed';
  }

  return {
    read() {
      const [revocation] = sql.exec<{ before_ms: number }>('SELECT before_ms FROM revocation');
      const [tokens] = sql.exec<{ generation: number }>('SELECT generation FROM token_generation');
      return {
        enabled: readSubjects('disabled').length === 0,
        disabledTools: readSubjects('tool_off'),
        disabledPermissions: readSubjects('permission_off'),
        allowedGroups: readSubjects('allowed_group'),
        allowedUsers: readSubjects('allowed_user'),
        revokedBeforeMs: revocation?.before_ms ?? 0,
        ...(tokens && { tokenGeneration: tokens.generation }),
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
