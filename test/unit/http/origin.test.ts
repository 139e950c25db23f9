import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import type { AuditLog } from '../../../src/audit/audit-log.ts';
import { checkHost, checkOrigin } from '../../../src/http/middleware/origin.ts';

const publicUrl = new URL('https://mcp.example.com');

function createApp() {
  const events: unknown[] = [];
  const auditLog: AuditLog = { write: (event: unknown) => void events.push(event) } as never;
  const dependencies = { publicUrl, auditLog, clock: { nowMs: () => 0 } };
  const app = new Hono();
  app.use(checkHost(dependencies), checkOrigin(dependencies));
  app.all('/mcp', (c) => c.text('reached'));
  return { app, events };
}

async function send(headers: Record<string, string>, method = 'POST') {
  const { app, events } = createApp();
  const response = await app.request('https://mcp.example.com/mcp', { method, headers });
  return { response, events };
}

describe('the check of Host', () => {
  it.each(['mcp.example.com', 'localhost:8787', '127.0.0.1:8787', '[::1]:8787', 'MCP.EXAMPLE.COM'])(
    'accepts %s',
    async (host) => {
      expect((await send({ host })).response.status).toBe(200);
    },
  );

  it.each([
    'evil.example',
    'mcp.example.com.evil.example',
    'evil-mcp.example.com',
    'connector.workers.dev',
    'mcp.example.com:8443',
    'user@mcp.example.com',
    'mcp.example.com/x',
    'localhost.evil.example',
    '',
  ])('rejects %j with 403, and writes one audit event', async (host) => {
    const { response, events } = await send({ host });
    expect([response.status, events.length]).toEqual([403, 1]);
    expect(events[0]).toMatchObject({ outcome: 'refused' });
    expect(response.headers.get('x-request-id')).toMatch(/./);
    expect(await response.json()).toEqual({
      error: 'misdirected',
      error_description: 'This host name is not the one of PUBLIC_URL.',
    });
  });
});

describe('the check of Origin', () => {
  const host = 'mcp.example.com';

  it('accepts a request without Origin, without CORS headers', async () => {
    const { response } = await send({ host });
    expect(response.status).toBe(200);
    expect(response.headers.has('access-control-allow-origin')).toBe(false);
  });

  it.each(['https://mcp.example.com:443', 'http://localhost:80'])(
    'accepts %s, with the default port of its scheme written out',
    async (origin) => {
      expect((await send({ host, origin })).response.status).toBe(200);
    },
  );

  it.each(['https://mcp.example.com:80', 'http://localhost:443/'])('rejects %s', async (origin) => {
    expect((await send({ host, origin })).response.status).toBe(403);
  });

  it.each(['https://mcp.example.com', 'http://localhost:6274', 'http://127.0.0.1:1', 'http://[::1]:6274'])(
    'accepts %s and allows it to read the response',
    async (origin) => {
      const { response } = await send({ host, origin });
      expect(response.status).toBe(200);
      expect(response.headers.get('access-control-allow-origin')).toBe(origin);
      expect(response.headers.get('access-control-expose-headers')).toContain('WWW-Authenticate');
      expect(response.headers.has('access-control-allow-credentials')).toBe(false);
    },
  );

  it.each([
    'null',
    '',
    'https://evil.example',
    'http://mcp.example.com',
    'https://mcp.example.com:8443',
    'https://mcp.example.com.evil.example',
    'https://user@mcp.example.com',
    'https://mcp.example.com/',
    'https://mcp.example.com/path',
    'http://localhost.evil.example',
    'https://claude.ai',
  ])('rejects %j with 403, without CORS headers', async (origin) => {
    const { response, events } = await send({ host, origin });
    expect([response.status, events.length]).toEqual([403, 1]);
    expect(response.headers.has('access-control-allow-origin')).toBe(false);
    expect(await response.json()).toEqual({
      error: 'origin_refused',
      error_description: 'Web pages of this origin may not call the connector.',
    });
  });

  it('responds to a preflight of an allowed origin with methods, headers and a day of validity', async () => {
    const origin = 'http://localhost:6274';
    const { response } = await send({ host, origin, 'access-control-request-method': 'POST' }, 'OPTIONS');
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-methods')).toBe('POST,OPTIONS');
    const allowed = response.headers.get('access-control-allow-headers')?.split(',');
    expect(allowed).toEqual(
      expect.arrayContaining([
        'Accept',
        'Authorization',
        'Content-Type',
        'Last-Event-ID',
        'MCP-Protocol-Version',
        'Mcp-Method',
        'Mcp-Name',
        'Mcp-Session-Id',
        'traceparent',
        'tracestate',
      ]),
    );
    expect(response.headers.get('access-control-max-age')).toBe('86400');
  });
});
