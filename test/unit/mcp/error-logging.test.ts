import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import { expect, test } from 'vitest';
import type { AuditEvent } from '../../../src/audit/audit-event.ts';
import { AuditRecord } from '../../../src/audit/audit-record.ts';
import { withErrorLogging } from '../../../src/mcp/server.ts';

function guarded(failure: Error) {
  const events: AuditEvent[] = [];
  const faults: unknown[] = [];
  const log = {
    write: (event: AuditEvent) => void events.push(event),
    writeError: (_requestId: string, error: unknown) => void faults.push(error),
  };
  const trail = new AuditRecord(log, { nowMs: () => 0 }, 'request-id');
  const run = withErrorLogging(trail)(() => Promise.reject(failure));
  return { run, events, faults };
}

test('what nobody foresaw goes to the log, and its words to nobody else', async () => {
  const mistake = new TypeError('secret of the code');
  const { run, events, faults } = guarded(mistake);
  const error: unknown = await run().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ProtocolError);
  expect(error).toMatchObject({ code: ProtocolErrorCode.InternalError });
  expect(String(error)).toContain('request-id');
  expect(String(error)).not.toContain('secret');
  expect(faults).toEqual([mistake]);
  expect(events).toMatchObject([{ outcome: 'failed', reason: 'internal', requestId: 'request-id' }]);
});

test('what the protocol has words for passes as it is', async () => {
  const refusal = new ProtocolError(ProtocolErrorCode.InvalidParams, 'There is no such tool.');
  const { run, events, faults } = guarded(refusal);
  await expect(run()).rejects.toBe(refusal);
  expect([events, faults]).toEqual([[], []]);
});
