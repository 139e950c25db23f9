import { Hono } from 'hono';
import { sha256 } from '../crypto/encoding.ts';
import type { ExpiringCredential } from '../entra/client-credential.ts';
import type { SigningKeys } from '../entra/signing-keys.ts';
import { TokenError } from '../entra/token-error.ts';
import type { Clock } from '../lib/clock.ts';
import type { TenantId } from '../lib/guid.ts';
import type { TenantPolicies } from '../tenants/tenant-policies.ts';
import { type Messages, en } from './messages/en.ts';

export interface HealthDependencies {
  readonly version: string;
  readonly region: string;
  /** Id of the Worker version at Cloudflare. */
  readonly deployment?: string | undefined;
  readonly clock: Clock;
  readonly signingKeys: SigningKeys;
  readonly policies: TenantPolicies;
  readonly endingCredentials: (nowMs: number) => readonly ExpiringCredential[];
  /** `HEALTH_KEY`. Undefined: details are shown to nobody. */
  readonly healthKey: string | undefined;
}

/** An id that no tenant has. Reading its policy object checks the storage. */
const probeTenant = '00000000-0000-0000-0000-000000000000' as TenantId;

/**
 * `liveness` answers without a request to any other service, so that a probe costs nothing and an outage of Microsoft
 * restarts nothing. Details about the operator's credentials are shown to the holder of `HEALTH_KEY` only.
 * `readiness` checks Entra's signing keys (cached for 30 seconds) and storage. Access of a tenant is
 * checked by the self-check of /admin.
 */
export function createHealthRoutes(dependencies: HealthDependencies): {
  readonly liveness: Hono;
  readonly readiness: Hono;
} {
  const { version, region, deployment, clock, signingKeys, policies, endingCredentials } = dependencies;
  const liveness = new Hono().get('/healthz', async (c) => {
    const isOperator = await hasHealthKey(c.req.raw, dependencies.healthKey);
    const attention = isOperator ? formatAttention(endingCredentials(clock.nowMs())) : [];
    return c.json({ status: 'ok', version, region, deployment, ...(attention.length > 0 && { attention }) });
  });
  const readiness = new Hono().get('/healthz/deep', async (c) => {
    const ending = endingCredentials(clock.nowMs());
    const [hasKeys, hasStorage] = await Promise.all([
      succeeds(() => probeSigningKeys(signingKeys)),
      succeeds(() => policies.read(probeTenant)),
    ]);
    const credentials = ending.every(({ daysLeft }) => daysLeft >= 0);
    const checks = { signingKeys: hasKeys, storage: hasStorage, credentials };
    const isReady = Object.values(checks).every(Boolean);
    const isOperator = await hasHealthKey(c.req.raw, dependencies.healthKey);
    const details = isOperator ? { attention: formatAttention(ending) } : {};
    const body = { status: isReady ? 'ok' : 'degraded', version, region, deployment, checks, ...details };
    return c.json(body, isReady ? 200 : 503);
  });
  return { liveness, readiness };
}

/** Returns true if the request has `Authorization: Bearer` with the key. Hashes are compared, in constant time for texts. */
async function hasHealthKey(request: Request, healthKey: string | undefined): Promise<boolean> {
  const presented = /^bearer ([\x21-\x7e]{1,256})$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (healthKey === undefined || presented === undefined) return false;
  const [expected, actual] = await Promise.all([sha256(healthKey), sha256(presented)]);
  return expected.every((byte, index) => byte === actual[index]);
}

/** Looks up a key that does not exist: `key_unknown` means that the keys were read. */
async function probeSigningKeys(signingKeys: SigningKeys): Promise<void> {
  try {
    await signingKeys.find('health');
  } catch (error) {
    if (!(error instanceof TokenError) || error.reason !== 'key_unknown') throw error;
  }
}

async function succeeds(check: () => Promise<unknown>): Promise<boolean> {
  try {
    await check();
    return true;
  } catch {
    return false;
  }
}

function formatAttention(ending: readonly ExpiringCredential[]): string[] {
  return ending
    .map((credential) => credentialExpiryMessage(credential))
    .map(({ text, command }) => `${text} ${command}`);
}

const renewals = { certificate: '--rotate', secret: '--secret --rotate' };

/** The message for the operator about an expiring credential, and the command that renews it. */
export function credentialExpiryMessage(
  { application, kind, expiresAtMs, daysLeft }: ExpiringCredential,
  { credentials }: Messages = en,
): { readonly text: string; readonly command: string } {
  const day = new Date(expiresAtMs).toISOString().slice(0, 10);
  const format = daysLeft < 0 ? credentials.ended : credentials.ends;
  return {
    text: format(credentials[kind], application, day),
    command: `npm run setup -- ${renewals[kind]}`,
  };
}
