import { type EntraState, createInitialState } from '../entra/entra-state.ts';
import type { SigningKey } from '../entra/signing-keys.ts';
import { accessTokenClaims } from '../entra/token/access-token.ts';
import { signJwt } from '../entra/token/jwt.ts';
import type { Faults } from '../fault-injection/faults.ts';
import type { ContractViolation } from '../graph-contract/check-contract.ts';
import type { MailboxLimit } from '../graph/core/mailbox-limit.ts';
import { serviceConditions } from '../graph/core/conditions.ts';
import { type ServiceSettings, resetServiceSettings } from '../graph/core/service-settings.ts';
import type { TenantData } from '../graph/core/tenant-data.ts';
import type { RequestLog } from '../request-log/request-log.ts';
import { apps } from '../seed-data/tenants.ts';
import { createApplicationsControl } from './applications-control.ts';
import { createContentControl } from './content-control.ts';
import { type MintOptions, type SimulatorControl, requireUser } from './control.ts';
import { createDirectoryControl } from './directory-control.ts';

interface ControlDependencies {
  readonly state: EntraState;
  readonly clock: SimulatorClock;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly contractViolations: ContractViolation[];
  readonly settings: ServiceSettings;
  readonly mailboxLimit: MailboxLimit;
  readonly tenant: (tenantId: string) => TenantData;
}

/** Creates the control of a simulator. */
export function createControl(parts: ControlDependencies): SimulatorControl {
  const { state, clock, faults, log, contractViolations, settings, mailboxLimit } = parts;
  const { keys } = state;

  function requireKey(name: MintOptions['key']): SigningKey {
    const key = keys.named(name ?? 'current');
    if (!key) throw new Error(`Unknown signing key: ${name}`);
    return key;
  }

  return {
    ...createDirectoryControl(state),
    ...createApplicationsControl(state),
    ...createContentControl(parts.tenant, () => state.nowMs()),
    async mint(options) {
      const user = requireUser(state.directory, options.user);
      const key = requireKey(options.key);
      const nowMs = state.nowMs();
      const claims = await accessTokenClaims({
        audience: apps.server,
        clientId: apps.client,
        clientProof: '0',
        user,
        context: {
          sessionId: crypto.randomUUID(),
          authTimeMs: nowMs,
          mfa: options.mfa ?? false,
          compliantDevice: options.compliantDevice ?? user.compliantDevice,
          generation: user.signInGeneration,
        },
        scopes: ['access_as_user'],
        nowMs,
        cloud: state.cloud,
        ...(options.lifetimeSeconds !== undefined && { lifetimeSeconds: options.lifetimeSeconds }),
      });
      const omitted = new Set(options.omit);
      const claimsToSign = Object.entries({ ...claims, ...options.claims }).filter(
        ([name]) => !omitted.has(name),
      );
      const header = { typ: 'JWT', alg: 'RS256', kid: key.kid, ...options.header };
      return signJwt(
        JSON.stringify(header),
        JSON.stringify(Object.fromEntries(claimsToSign)),
        key.privateKey,
      );
    },
    sign: async ({ header, payload, key }) => signJwt(header, payload, requireKey(key).privateKey),
    keys: () =>
      keys.document().keys.map((jwk) => ({
        kid: String(jwk['kid']),
        issuer: String(jwk['issuer']),
        isCurrent: jwk['kid'] === keys.current().kid,
      })),
    rollSigningKey: () => keys.roll(),
    removeSigningKey: (kid) => keys.remove(kid),
    setAutoSignIn(enabled) {
      state.autoSignIn = enabled;
    },
    setBehavior(behavior) {
      settings.behavior = behavior;
    },
    setConditions(conditions) {
      settings.conditions.clear();
      for (const condition of conditions) {
        if (!serviceConditions.includes(condition)) throw new Error(`Unknown condition: ${condition}`);
        settings.conditions.add(condition);
      }
    },
    setCloud(cloud) {
      settings.cloud = cloud;
    },
    setMailboxServiceTime(milliseconds) {
      mailboxLimit.serviceMs = milliseconds;
    },
    holdMailboxesUntilRejection: () => mailboxLimit.holdUntilRejection(),
    mailboxRejections: () => mailboxLimit.rejected,
    setTeamsSettings(tenantId, { transcriptApi, speakerAttribution }) {
      setMember(settings.transcriptApiDisabled, tenantId, transcriptApi);
      setMember(settings.speakerAttributionDisabled, tenantId, speakerAttribution);
    },
    nowMs: () => clock.nowMs(),
    advanceClock: (byMs) => clock.advance(byMs),
    addFault: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    requests: (filter) => log.list(filter),
    counts: () => log.counts(),
    clearRequests: () => log.clear(),
    contractViolations: () => [...contractViolations],
    reset() {
      Object.assign(state, createInitialState());
      resetServiceSettings(settings);
      settings.cloud = state.cloud;
      mailboxLimit.reset();
      keys.reset();
      clock.reset();
      faults.clear();
      log.clear();
      contractViolations.length = 0;
    },
  };
}

/** Puts a tenant into a set of those that disabled something, or takes it out. */
function setMember(disabled: Set<string>, tenantId: string, isEnabled: boolean | undefined): void {
  if (isEnabled === true) disabled.delete(tenantId);
  if (isEnabled === false) disabled.add(tenantId);
}

/** Clock of the simulator. Tests can move it. */
interface SimulatorClock {
  nowMs(): number;
  advance(byMs: number): void;
  reset(): void;
}

export function createSimulatorClock(nowMs: () => number): SimulatorClock {
  let offsetMs = 0;
  return {
    nowMs: () => nowMs() + offsetMs,
    advance(byMs) {
      offsetMs += byMs;
    },
    reset() {
      offsetMs = 0;
    },
  };
}
