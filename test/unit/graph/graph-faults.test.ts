import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { GraphRequest } from '../../../src/graph/client.ts';
import { graphPath } from '../../../src/graph/path.ts';
import { AppError } from '../../../src/lib/app-error.ts';
import { clientErrors } from './faults/client-errors.ts';
import { serverErrors } from './faults/server-errors.ts';
import { throttling } from './faults/throttling.ts';
import { unreadableResponses } from './faults/unreadable-responses.ts';
import { accessToken, exposed, graphStub, hang, errorResponse, json } from './graph-stub.ts';

const schema = z.object({ value: z.array(z.object({ id: z.string() })) });
const request: GraphRequest<z.output<typeof schema>> = { path: graphPath`/me/messages`, schema };
const faults = [...throttling, ...serverErrors, ...unreadableResponses, ...clientErrors];

describe('GraphClient.json with an error response', () => {
  it('has a row for each kind of error', () => {
    expect(faults.length).toBeGreaterThanOrEqual(60);
    expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
  });

  it.each(faults)('$name', async ({ steps, code, details, says, calls, waits }) => {
    const stub = graphStub(steps);
    const startMs = stub.nowMs();
    const outcome = await stub.client.json(request).catch((error: unknown) => error);
    expect(stub.sent).toHaveLength(calls ?? steps.length);
    expect(stub.nowMs() - startMs).toBeLessThanOrEqual(20_000);
    if (waits) expect(stub.waits).toEqual(waits);
    if (code === undefined) {
      expect(outcome).toEqual({ value: [{ id: 'a' }] });
      return;
    }
    expect(outcome).toBeInstanceOf(AppError);
    expect(outcome).toMatchObject({ code });
    const error = outcome as AppError;
    if (details) expect(error.details).toEqual(details);
    expect(error.message).toContain(says ?? '');
    expect(error.message.length).toBeLessThan(260);
    expect(exposed(error)).not.toMatch(new RegExp(`${accessToken}|canary upstream message|evil\\.example`));
  });
});

describe('GraphClient.json to a mailbox that serves four others', () => {
  const busy = errorResponse(429, ['ApplicationThrottled', 'MailboxConcurrency'], { 'retry-after': '1' });

  it('is repeated more often than other errors, with jitter after Retry-After', async () => {
    const stub = graphStub([busy, busy, busy, busy, busy, json({ value: [{ id: 'a' }] })]);
    await expect(stub.client.json(request)).resolves.toEqual({ value: [{ id: 'a' }] });
    expect(stub.waits).toEqual([1500, 2000, 2000, 2000, 2000]);
  });

  it('recognizes the documented body, whose code is that of other limits', async () => {
    const message = 'Application is over its MailboxConcurrency limit.';
    const documented = json({ error: { code: 'ApplicationThrottled', message } }, 429);
    const stub = graphStub([documented, documented, documented, json({ value: [] })]);
    await expect(stub.client.json(request)).resolves.toEqual({ value: [] });
  });

  it('ends with throttled within 20 seconds', async () => {
    const stub = graphStub(Array.from({ length: 30 }, () => busy));
    const startMs = stub.nowMs();
    await expect(stub.client.json(request)).rejects.toMatchObject({ code: 'throttled' });
    expect(stub.nowMs() - startMs).toBeLessThanOrEqual(20_000);
    expect(stub.sent.length).toBeGreaterThan(5);
  });
});

describe('the deadline of a Graph client', () => {
  it('limits a request, after which no other is sent', async () => {
    const stub = graphStub([hang], { dueInMs: 5000 });
    const startMs = stub.nowMs();
    await expect(stub.client.json(request)).rejects.toMatchObject({ code: 'timed_out' });
    expect(stub.nowMs() - startMs).toBe(5000);
  });

  it('prevents a wait for Retry-After that would exceed it', async () => {
    const stub = graphStub([errorResponse(429, ['x'], { 'retry-after': '5' })], { dueInMs: 5500 });
    await expect(stub.client.json(request)).rejects.toMatchObject({ code: 'throttled' });
    expect(stub.waits).toEqual([]);
  });
});

describe('the abort signal of a Graph client', () => {
  const stopped = new Error('stopped');

  it('ends the wait between two attempts', async () => {
    const stub = graphStub([errorResponse(429, ['x'], { 'retry-after': '5' })], {
      onWait: ({ abort }) => abort(stopped),
    });
    await expect(stub.client.json(request)).rejects.toBe(stopped);
    expect(stub.sent).toHaveLength(1);
  });

  it('ends a request in progress', async () => {
    const stub = graphStub([
      () => {
        stub.abort(stopped);
        return Promise.reject(new TypeError('aborted'));
      },
    ]);
    await expect(stub.client.json(request)).rejects.toBe(stopped);
    expect(stub.sent).toHaveLength(1);
  });

  it('prevents the first request when it is already aborted', async () => {
    const stub = graphStub([]);
    stub.abort(stopped);
    await expect(stub.client.json(request)).rejects.toBe(stopped);
    expect(stub.sent).toHaveLength(0);
  });
});
