import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import { expect, test } from 'vitest';
import type { AuditEvent } from '../../../src/audit/audit-event.ts';
import { AuditRecord } from '../../../src/audit/audit-record.ts';
import { withErrorLogging } from '../../../src/mcp/server.ts';

function runFailingHandler(failure: Error) {
  const events: AuditEvent[] = [];
  const errors: unknown[] = [];
  const log = {
    write: (event: AuditEvent) => void events.push(event),
    writeContentRead: () => undefined,
    writeError: (_requestId: string, error: unknown) => void errors.push(error),
  };
  const audit = new AuditRecord(log, { nowMs: () => 0 }, 'request-id');
  const run = withErrorLogging(audit)(() => Promise.reject(failure));
  return { run, events, errors };
}

test('withErrorLogging logs an unexpected error and throws InternalError with the request id only', async () => {
  const unexpected = new TypeError('secret of the code');
  const { run, events, errors } = runFailingHandler(unexpected);
  const error: unknown = await run().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ProtocolError);
  expect(error).toMatchObject({ code: ProtocolErrorCode.InternalError });
  expect(String(error)).toContain('request-id');
  expect(String(error)).not.toContain('secret');
  expect(errors).toEqual([unexpected]);
  expect(events).toMatchObject([{ outcome: 'failed', reason: 'internal', requestId: 'request-id' }]);
});

test('withErrorLogging rethrows a ProtocolError unchanged', async () => {
  const protocolError = new ProtocolError(ProtocolErrorCode.InvalidParams, 'There is no such tool.');
  const { run, events, errors } = runFailingHandler(protocolError);
  await expect(run()).rejects.toBe(protocolError);
  expect([events, errors]).toEqual([[], []]);
});
