import { DatabaseSync, type SQLInputValue } from 'node:sqlite';

type Row = Record<string, unknown>;

/** The rows of a statement, as `SqlStorageCursor` has them. */
interface MemoryCursor extends Iterable<Row> {
  readonly rowsWritten: number;
  toArray(): Row[];
  one(): Row;
}

/** The storage of an object: values cloned as the platform does, and SQL on SQLite in memory. */
export class MemoryStorage {
  readonly #values = new Map<string, unknown>();
  #alarmMs: number | null = null;
  #database: DatabaseSync | undefined;

  async get(key: string): Promise<unknown> {
    return structuredClone(this.#values.get(key));
  }

  async put(key: string, value: unknown): Promise<void> {
    this.#values.set(key, structuredClone(value));
  }

  async delete(key: string): Promise<boolean> {
    return this.#values.delete(key);
  }

  async list(): Promise<Map<string, unknown>> {
    return structuredClone(this.#values);
  }

  /** Also drops the tables. As on the platform, the alarm stays. */
  async deleteAll(): Promise<void> {
    this.#values.clear();
    this.#database = undefined;
  }

  async setAlarm(timeMs: number): Promise<void> {
    if (!Number.isFinite(timeMs)) throw new TypeError('An alarm needs a time.');
    this.#alarmMs = timeMs;
  }

  async getAlarm(): Promise<number | null> {
    return this.#alarmMs;
  }

  async deleteAlarm(): Promise<void> {
    this.#alarmMs = null;
  }

  readonly sql = {
    exec: (query: string, ...values: readonly (SQLInputValue | ArrayBuffer)[]): MemoryCursor => {
      const bindings = values.map((value) => (value instanceof ArrayBuffer ? new Uint8Array(value) : value));
      this.#database ??= new DatabaseSync(':memory:');
      // A prepared statement is one statement: a migration has several.
      if (bindings.length === 0 && !/^\s*(?:select|pragma|delete|insert)\b/i.test(query)) {
        this.#database.exec(query);
        return toCursor([], 0);
      }
      const statement = this.#database.prepare(query);
      if (/^\s*(?:select|pragma)\b/i.test(query)) return toCursor(statement.all(...bindings).map(toRow), 0);
      return toCursor([], Number(statement.run(...bindings).changes));
    },
  };

  transactionSync<T>(run: () => T): T {
    this.sql.exec('BEGIN');
    try {
      const result = run();
      this.sql.exec('COMMIT');
      return result;
    } catch (error) {
      this.sql.exec('ROLLBACK');
      throw error;
    }
  }
}

/** Blobs are ArrayBuffers on the platform. */
function toRow(row: Row): Row {
  const entries = Object.entries(row).map(([name, value]) => [
    name,
    value instanceof Uint8Array ? Uint8Array.from(value).buffer : value,
  ]);
  return Object.fromEntries(entries) as Row;
}

function toCursor(rows: Row[], rowsWritten: number): MemoryCursor {
  return {
    rowsWritten,
    toArray: () => rows,
    one: () => {
      const [row] = rows;
      if (!row || rows.length > 1) throw new Error(`Expected exactly one row, found ${rows.length}.`);
      return row;
    },
    [Symbol.iterator]: () => rows[Symbol.iterator](),
  };
}
