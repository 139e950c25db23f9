import { Hono } from 'hono';
import type { ExpiringCredential } from '../entra/client-credential.ts';
import type { SigningKeys } from '../entra/signing-keys.ts';
import { TokenError } from '../entra/token-error.ts';
import type { Clock } from '../lib/clock.ts';
import type { TenantId } from '../lib/guid.ts';
import type { TenantPolicies } from '../tenants/tenant-policies.ts';

/** What the connector says of its own state. */
export interface HealthServices {
  readonly version: string;
  readonly region: string;
  readonly clock: Clock;
  readonly signingKeys: SigningKeys;
  readonly policies: TenantPolicies;
  readonly endingCredentials: (nowMs: number) => readonly ExpiringCredential[];
}

/** No organisation has this id: an object that stands for all of them. */
const nobody = '00000000-0000-0000-0000-000000000000' as TenantId;

/**
 * Liveness: whether the Worker answers, and what its operator should see to. It asks nobody, so that a probe costs
 * nothing and a fault of Microsoft's does not restart anything.
 */
export function livenessRoute(services: HealthServices): Hono {
  const { version, region, clock } = services;
  const routes = new Hono();
  routes.get('/healthz', (c) => {
    const attention = attentionOf(services.endingCredentials(clock.nowMs()));
    return c.json({ status: 'ok', version, region, ...(attention.length > 0 && { attention }) });
  });
  return routes;
}

/**
 * Readiness: whether what the connector leans on answers. Entra is asked at most once in 30 seconds, whoever asks here,
 * and nothing of any organisation is touched. Whether people get through is a matter of their organisation's set-up:
 * the self-check of /admin tries that.
 */
export function readinessRoute(services: HealthServices): Hono {
  const { version, region, clock } = services;
  const routes = new Hono();
  routes.get('/healthz/deep', async (c) => {
    const ending = services.endingCredentials(clock.nowMs());
    const [signingKeys, storage] = await Promise.all([
      holds(() => hasSigningKeys(services.signingKeys)),
      holds(() => services.policies.read(nobody)),
    ]);
    const checks = { signingKeys, storage, credentials: ending.every(({ daysLeft }) => daysLeft >= 0) };
    const isReady = Object.values(checks).every(Boolean);
    const attention = attentionOf(ending);
    const body = { status: isReady ? 'ok' : 'degraded', version, region, checks, attention };
    return c.json(body, isReady ? 200 : 503);
  });
  return routes;
}

/** There is no key of this name; the answer tells whether there are any. */
async function hasSigningKeys(signingKeys: SigningKeys): Promise<void> {
  try {
    await signingKeys.find('health');
  } catch (error) {
    if (!(error instanceof TokenError) || error.reason !== 'key_unknown') throw error;
  }
}

async function holds(check: () => Promise<unknown>): Promise<boolean> {
  try {
    await check();
    return true;
  } catch {
    return false;
  }
}

function attentionOf(ending: readonly ExpiringCredential[]): string[] {
  return ending.map(credentialExpiryMessage).map(({ text, command }) => `${text} ${command}`);
}

const names = { certificate: 'certificate', secret: 'client secret' };
const renewals = { certificate: '--rotate', secret: '--secret --rotate' };

/** What the operator reads of a credential that ends, and the command that mends it. */
export function credentialExpiryMessage({ application, kind, expiresAtMs, daysLeft }: ExpiringCredential): {
  readonly text: string;
  readonly command: string;
} {
  const verb = daysLeft < 0 ? 'ended' : 'ends';
  const day = new Date(expiresAtMs).toISOString().slice(0, 10);
  return {
    text: `The ${names[kind]} of the ${application} application ${verb} on ${day}. Put a new one beside it:`,
    command: `npm run setup -- ${renewals[kind]}`,
  };
}
