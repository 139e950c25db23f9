import { migrate } from '../lib/durable-object.ts';
import {
  type AccessRules,
  type RuleMode,
  defaultAccessRules,
  isRuleName,
  ruleNames,
} from './access-rules.ts';
import type { BoundClient, NewBoundClient } from './bound-client.ts';
import { type LabelRules, maxLabelNameLength, maxListedLabels } from './label-rules.ts';
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
  ) STRICT, WITHOUT ROWID;
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
  `CREATE TABLE rule (
    -- A name of access-rules.ts.
    name TEXT PRIMARY KEY,
    -- 'report' or 'on'.
    mode TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE bound_client (
    client_id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    -- SHA-256 of the secret.
    secret_hash TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  -- The name of a group or user, sealed by the Worker.
  ALTER TABLE restriction ADD COLUMN sealed_name TEXT;
  ALTER TABLE change ADD COLUMN subject_name TEXT;`,
  `CREATE TABLE label (
    -- GUID of a sensitivity label.
    id TEXT PRIMARY KEY,
    -- Empty for a label without a name.
    name TEXT NOT NULL,
    -- 1: content with the label is withheld. 0: it is shown.
    is_withheld INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;`,
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
  /** The name of a group, user or client, sealed for administrators of the same tenant. */
  readonly sealedName?: string;
}

/** Data stored with the subject of a change. */
export interface ChangeDetails {
  readonly sealedName?: string;
  /** The client of `bind_client`. */
  readonly boundClient?: NewBoundClient;
  /** The name of the label of `withhold_label` and `show_label`. Absent: it keeps its name. */
  readonly labelName?: string;
}

/** Sealed names of groups and users by object id. */
export type SealedNames = Readonly<Record<string, string>>;

/** The result of a change. `full`: the list has the maximum number of entries. */
export type ChangeOutcome = 'changed' | 'unchanged' | 'full';

const maxSubjects = 100;
const maxBoundClients = 20;
const maxLogged = 500;

/** The tables of a policy object. A change is one transaction, and the output gate holds the response until it is durable. */
export interface PolicyStore {
  read(): Policy;
  /** @throws TypeError for a malformed change */
  change(change: PolicyChange, details: ChangeDetails, actor: ChangeActor, nowMs: number): ChangeOutcome;
  /** The latest changes, newest first. */
  changes(limit: number): readonly PolicyLogEntry[];
  names(): SealedNames;
  boundClients(): readonly BoundClient[];
  /** Undefined if the client does not exist. */
  findBoundClient(clientId: string): NewBoundClient | undefined;
}

/** Whether a store was opened before. */
export function hasPolicyStore({ sql }: DurableObjectStorage): boolean {
  return sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'schema_version'").toArray().length > 0;
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

  /** Undefined if no rule is set and no network is listed. */
  function readRules(): AccessRules | undefined {
    const modes = sql.exec<{ name: string; mode: string }>('SELECT name, mode FROM rule').toArray();
    const set = modes.flatMap(({ name, mode }) =>
      isRuleName(name) ? [[ruleNames[name], mode as RuleMode] as const] : [],
    );
    const networks = readSubjects('allowed_network');
    if (set.length + networks.length === 0) return undefined;
    return { ...defaultAccessRules, networks, ...Object.fromEntries(set) };
  }

  function setRule(name: string, mode: RuleMode): ChangeOutcome {
    const [present] = sql.exec<{ mode: string }>('SELECT mode FROM rule WHERE name = ?', name);
    if ((present?.mode ?? 'off') === mode) return 'unchanged';
    if (mode === 'off') sql.exec('DELETE FROM rule WHERE name = ?', name);
    else sql.exec('INSERT OR REPLACE INTO rule (name, mode) VALUES (?, ?)', name, mode);
    return 'changed';
  }

  function readNames(): SealedNames {
    const rows = sql.exec<{ subject: string; sealed_name: string }>(
      'SELECT subject, sealed_name FROM restriction WHERE sealed_name IS NOT NULL',
    );
    return Object.fromEntries(rows.toArray().map((row) => [row.subject, row.sealed_name]));
  }

  /** Undefined if no label is listed and nothing else is withheld. */
  function readLabelRules(): LabelRules | undefined {
    const labels = sql
      .exec<{ id: string; name: string; is_withheld: number }>(
        'SELECT id, name, is_withheld FROM label ORDER BY name, id',
      )
      .toArray()
      .map(({ id, name, is_withheld }) => ({ id, name, isWithheld: is_withheld === 1 }));
    const withholdsOthers = readSubjects('other_labels').length > 0;
    return labels.length > 0 || withholdsOthers ? { labels, withholdsOthers } : undefined;
  }

  function listLabel(id: string, isWithheld: boolean, newName: string | undefined): ChangeOutcome {
    const [present] = sql.exec<{ name: string; is_withheld: number }>(
      'SELECT name, is_withheld FROM label WHERE id = ?',
      id,
    );
    const name = newName ?? present?.name ?? '';
    if (name.length > maxLabelNameLength) throw new TypeError('The name of the label is too long.');
    if (present?.name === name && (present.is_withheld === 1) === isWithheld) return 'unchanged';
    const { count } = sql.exec<{ count: number }>('SELECT count(*) AS count FROM label').one();
    if (!present && count >= maxListedLabels) return 'full';
    sql.exec(
      'INSERT OR REPLACE INTO label (id, name, is_withheld) VALUES (?, ?, ?)',
      id,
      name,
      isWithheld ? 1 : 0,
    );
    return 'changed';
  }

  function bindClient(clientId: string, client: NewBoundClient | undefined, nowMs: number): ChangeOutcome {
    if (!client) throw new TypeError('The bound client is missing.');
    const { count } = sql.exec<{ count: number }>('SELECT count(*) AS count FROM bound_client').one();
    if (count >= maxBoundClients) return 'full';
    const { rowsWritten } = sql.exec(
      'INSERT OR IGNORE INTO bound_client (client_id, name, secret_hash, created_at_ms) VALUES (?, ?, ?, ?)',
      clientId,
      client.name,
      client.secretHash,
      nowMs,
    );
    return rowsWritten === 0 ? 'unchanged' : 'changed';
  }

  function apply(
    { kind, subject = '' }: PolicyChange,
    { sealedName, boundClient, labelName }: ChangeDetails,
    nowMs: number,
  ): ChangeOutcome {
    const { adds, removes } =
      getChangeDefinition({ kind, subject: subject === '' ? undefined : subject }) ?? {};
    if (adds) {
      const present = readSubjects(adds);
      if (present.includes(subject)) return 'unchanged';
      if (present.length >= maxSubjects) return 'full';
      sql.exec(
        'INSERT INTO restriction (kind, subject, sealed_name) VALUES (?, ?, ?)',
        adds,
        subject,
        sealedName ?? null,
      );
    }
    if (removes) {
      const { rowsWritten } = sql.exec(
        'DELETE FROM restriction WHERE kind = ? AND subject = ?',
        removes,
        subject,
      );
      if (rowsWritten === 0) return 'unchanged';
    }
    if (kind === 'rule_off') return setRule(subject, 'off');
    if (kind === 'rule_report') return setRule(subject, 'report');
    if (kind === 'rule_on') return setRule(subject, 'on');
    if (kind === 'withhold_label') return listLabel(subject, true, labelName);
    if (kind === 'show_label') return listLabel(subject, false, labelName);
    if (kind === 'unlist_label') {
      const { rowsWritten } = sql.exec('DELETE FROM label WHERE id = ?', subject);
      return rowsWritten === 0 ? 'unchanged' : 'changed';
    }
    if (kind === 'bind_client') return bindClient(subject, boundClient, nowMs);
    if (kind === 'unbind_client') {
      const { rowsWritten } = sql.exec('DELETE FROM bound_client WHERE client_id = ?', subject);
      return rowsWritten === 0 ? 'unchanged' : 'changed';
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
      const rules = readRules();
      const labelRules = readLabelRules();
      const [tokens] = sql.exec<{ generation: number }>('SELECT generation FROM token_generation');
      return {
        enabled: readSubjects('disabled').length === 0,
        disabledTools: readSubjects('tool_off'),
        disabledPermissions: readSubjects('permission_off'),
        allowedGroups: readSubjects('allowed_group'),
        allowedUsers: readSubjects('allowed_user'),
        revokedBeforeMs: revocation?.before_ms ?? 0,
        ...(tokens && { tokenGeneration: tokens.generation }),
        ...(rules && { rules }),
        ...(labelRules && { labelRules }),
      };
    },
    change(change, details, actor, nowMs) {
      if (!getChangeDefinition(change)) throw new TypeError('The policy change is malformed.');
      return storage.transactionSync(() => {
        // A removal deletes the name.
        const sealedName = details.sealedName ?? (change.subject && readNames()[change.subject]);
        const outcome = apply(change, details, nowMs);
        if (outcome !== 'changed') return outcome;
        sql.exec(
          'INSERT INTO change (at_ms, kind, subject, actor_id, actor_name, subject_name) VALUES (?, ?, ?, ?, ?, ?)',
          nowMs,
          change.kind,
          change.subject ?? null,
          actor.objectId,
          actor.sealedName,
          sealedName ?? null,
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
          subject_name: string | null;
        }>(
          'SELECT at_ms, kind, subject, actor_id, actor_name, subject_name FROM change ORDER BY number DESC LIMIT ?',
          limit,
        )
        .toArray()
        .map((row) => ({
          atMs: row.at_ms,
          kind: row.kind as PolicyChange['kind'],
          ...(row.subject === null ? {} : { subject: row.subject }),
          actor: { objectId: row.actor_id, sealedName: row.actor_name },
          ...(row.subject_name === null ? {} : { sealedName: row.subject_name }),
        }));
    },
    names: readNames,
    boundClients() {
      return sql
        .exec<{ client_id: string; name: string; created_at_ms: number }>(
          'SELECT client_id, name, created_at_ms FROM bound_client ORDER BY created_at_ms',
        )
        .toArray()
        .map((row) => ({ clientId: row.client_id, name: row.name, createdAtMs: row.created_at_ms }));
    },
    findBoundClient(clientId) {
      const [row] = sql.exec<{ name: string; secret_hash: string }>(
        'SELECT name, secret_hash FROM bound_client WHERE client_id = ?',
        clientId,
      );
      return row && { name: row.name, secretHash: row.secret_hash };
    },
  };
}
