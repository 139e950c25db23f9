import type { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { expiringCredentials } from '../../../src/entra/client-credential.ts';
import { TokenError } from '../../../src/entra/token-error.ts';
import { type HealthDependencies, createHealthRoutes } from '../../../src/http/health.ts';

const nowMs = Date.UTC(2026, 10, 24);
const healthKey = 'k'.repeat(32);
const dayMs = 86_400_000;

const certificate = (endsInMs: number) => ({
  kind: 'certificate' as const,
  certificate: {
    certificateDer: new Uint8Array(),
    privateKeyDer: new Uint8Array(),
    notAfterMs: nowMs + endsInMs,
  },
});

function services(changes: {
  readonly endsInMs?: number;
  readonly keys?: 'key_unknown' | 'keys_unavailable';
  readonly storage?: () => Promise<never>;
}): HealthDependencies {
  return {
    version: '1.2.3',
    region: 'eu',
    healthKey,
    clock: { nowMs: () => nowMs },
    signingKeys: { find: () => Promise.reject(new TokenError(changes.keys ?? 'key_unknown')) },
    policies: { read: changes.storage ?? (() => Promise.resolve({})) },
    endingCredentials: (at: number) =>
      expiringCredentials(
        { serverCredential: certificate(changes.endsInMs ?? 300 * dayMs), clientCredential: undefined },
        at,
      ),
  } as unknown as HealthDependencies;
}

const get = async (routes: Hono, path: string, key?: string) => {
  const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
  const response = await routes.request(path, { headers });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

describe('expiringCredentials', () => {
  test.each([
    ['31 days before', 31 * dayMs + 1, undefined],
    ['30 days before', 30 * dayMs, 30],
    ['on the last day', dayMs / 2, 0],
    ['afterwards', -1, -1],
  ])('%s the expiry of a certificate: returns daysLeft or nothing', (_, endsInMs, daysLeft) => {
    const source = certificate(endsInMs);
    const ending = expiringCredentials({ serverCredential: source, clientCredential: source }, nowMs);
    const expected = { kind: 'certificate', expiresAtMs: nowMs + endsInMs, daysLeft };
    expect(ending).toEqual(
      daysLeft === undefined ? [] : ['server', 'client'].map((application) => ({ application, ...expected })),
    );
  });

  test('uses the configured expiry date of a client secret', () => {
    const secret = { kind: 'secret' as const, secret: 'x' };
    const clientCredential = { ...secret, expiresAtMs: nowMs + 7 * dayMs };
    expect(expiringCredentials({ serverCredential: secret, clientCredential }, nowMs)).toEqual([
      { application: 'client', kind: 'secret', expiresAtMs: nowMs + 7 * dayMs, daysLeft: 7 },
    ]);
  });
});

describe('GET /healthz', () => {
  test('returns status, version and region', async () => {
    expect(await get(createHealthRoutes(services({})).liveness, '/healthz')).toEqual({
      status: 200,
      body: { status: 'ok', version: '1.2.3', region: 'eu' },
    });
  });

  test('returns 200 with a message while a certificate expires', async () => {
    const routes = createHealthRoutes(services({ endsInMs: 7 * dayMs })).liveness;
    const { status, body } = await get(routes, '/healthz', healthKey);
    expect(status).toBe(200);
    expect(body['attention']).toEqual([
      'The certificate of the server application ends on 2026-12-01. Put a new one beside it: npm run setup -- --rotate',
    ]);
  });

  test.each([undefined, '', 'other', `${healthKey}x`])(
    'shows no credential to a request with the key %j',
    async (key) => {
      const { liveness, readiness } = createHealthRoutes(services({ endsInMs: 7 * dayMs }));
      expect((await get(liveness, '/healthz', key)).body).not.toHaveProperty('attention');
      expect((await get(readiness, '/healthz/deep', key)).body).not.toHaveProperty('attention');
      const { liveness: withoutKey } = createHealthRoutes({
        ...services({ endsInMs: 7 * dayMs }),
        healthKey: undefined,
      });
      expect((await get(withoutKey, '/healthz', key)).body).not.toHaveProperty('attention');
    },
  );
});

describe('GET /healthz/deep', () => {
  const deep = (changes: Parameters<typeof services>[0]) =>
    get(createHealthRoutes(services(changes)).readiness, '/healthz/deep', healthKey);

  test('returns 200 when signing keys and storage are available', async () => {
    expect(await deep({})).toMatchObject({
      status: 200,
      body: { status: 'ok', checks: { signingKeys: true, storage: true, credentials: true }, attention: [] },
    });
  });

  test.each([
    ['signing keys are not available', { keys: 'keys_unavailable' }, 'signingKeys'],
    ['storage is not available', { storage: () => Promise.reject(new Error('overloaded')) }, 'storage'],
    ['a certificate has expired', { endsInMs: -dayMs }, 'credentials'],
  ] as const)('returns 503 and names the failed check when %s', async (_, changes, check) => {
    const { status, body } = await deep(changes);
    expect(status).toBe(503);
    expect(body['status']).toBe('degraded');
    const checks = body['checks'] as Record<string, boolean>;
    expect(Object.keys(checks).filter((name) => !checks[name])).toEqual([check]);
  });
});
