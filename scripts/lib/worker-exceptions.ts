/**
 * Messages of exceptions that tests provoke in Durable Objects. workerd reports them although the caller catches them;
 * the tests assert what the caller receives.
 */
const provoked: readonly RegExp[] = [
  /^TypeError: (?:The policy change is malformed|The name of the label is too long|The bound client is missing|A vault name needs a tenant id and an object id|beforeMs must be an integer|The time zone must be an IANA name)\.$/,
  /^Error: The (?:vault belongs to another user|policy belongs to another tenant|grant was rotated or has ended)\.$/,
  /^Error: (?:SERVER_APP_SECRET: must be set|SEAL_KEYS: Key 1 is not the base64 of exactly 32 bytes\.)$/,
  // Injected: a failing exchange, a full disk, a missing table, a crash of the object.
  /^Error: the exchange broke$/,
  /^Error: (?:disk )?full: SQLITE_CONSTRAINT/,
  /^Error: no such table: revocation: SQLITE_ERROR$/,
  /broken\.outputGateBroken; jsg\.Error: crash$/,
];

/** Text before the message in the first line of a report. */
const prefix = /^uncaught exception; (?:source = [^;]*; stack|exception) = /;
const stackLine = /^(?: {4}at |stack: )/;

/** Removes reports of provoked exceptions from the output of vitest, and counts both kinds. */
export class WorkerExceptions {
  /** Number of provoked exceptions. */
  provoked = 0;
  /** Messages of the others. */
  readonly unexpected: string[] = [];

  /** A function that takes the chunks of a stream and returns the text to print. */
  filter(): (chunk: string) => string {
    let rest = '';
    let isProvoked = false;
    return (chunk) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      return lines
        .filter((line) => {
          if (prefix.test(line)) isProvoked = this.#count(line.replace(prefix, ''));
          else if (!stackLine.test(line)) isProvoked = false;
          return !isProvoked;
        })
        .map((line) => `${line}\n`)
        .join('');
    };
  }

  #count(message: string): boolean {
    const isProvoked = provoked.some((pattern) => pattern.test(message));
    if (isProvoked) this.provoked += 1;
    else this.unexpected.push(message);
    return isProvoked;
  }
}
