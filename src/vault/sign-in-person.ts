import { DurableObject } from 'cloudflare:workers';
import type { EntraFailureKind } from '../entra/entra-error.ts';

/** A step-up that waits for the person. */
interface WaitingStepUp {
  readonly cause: Extract<EntraFailureKind, 'claims_step_up' | 'device_step_up' | 'consent_step_up'>;
  readonly handle: string;
  readonly claims?: string;
  readonly loginHint?: string;
  /** `uti` of the access tokens whose holders were asked for it. */
  readonly tokenIds: readonly string[];
  readonly expiresAtMs: number;
}

/** Members are only ever added: Worker and object may be of different versions. */
export interface AwaitStepUp extends Omit<WaitingStepUp, 'tokenIds'> {
  readonly tokenId: string;
  readonly nowMs: number;
}

const stepUpsKey = 'step-ups';
const revokedKey = 'revoked-before-ms';
const maxTokenIds = 16;
/** A mark is of no use once every refresh token issued before it has expired. */
const markTtlMs = 90 * 24 * 60 * 60_000;

/**
 * What is kept of a person's sign-ins beside their Graph tokens: step-ups for some minutes, one for each cause, and the
 * mark of the last time that they ended all of them. One object for each person, named like their vault.
 */
export class SignInPerson extends DurableObject {
  /** The handle that stands for the cause: the one that waits, or the one brought along. */
  async awaitStepUp({ tokenId, nowMs, ...offered }: AwaitStepUp): Promise<string> {
    const stepUps = await this.#stepUps(nowMs);
    const waiting = stepUps.find(({ cause }) => cause === offered.cause);
    const tokenIds = [...new Set([...(waiting?.tokenIds ?? []), tokenId])].slice(-maxTokenIds);
    // Newer claims replace older ones; the handle, which clients compare, stays, and so does its time.
    const { handle, expiresAtMs } = waiting ?? offered;
    await this.#writeStepUps([
      ...stepUps.filter((stepUp) => stepUp !== waiting),
      { ...offered, handle, expiresAtMs, tokenIds },
    ]);
    return handle;
  }

  async findStepUp(handle: string, nowMs: number): Promise<WaitingStepUp | undefined> {
    return (await this.#stepUps(nowMs)).find((stepUp) => stepUp.handle === handle);
  }

  async completeStepUp(handle: string, nowMs: number): Promise<void> {
    await this.#writeStepUps((await this.#stepUps(nowMs)).filter((stepUp) => stepUp.handle !== handle));
  }

  async isStepUpPending(tokenId: string, nowMs: number): Promise<boolean> {
    return (await this.#stepUps(nowMs)).some(({ tokenIds }) => tokenIds.includes(tokenId));
  }

  async revokedBeforeMs(): Promise<number> {
    return (await this.ctx.storage.get<number>(revokedKey)) ?? 0;
  }

  async revoke(beforeMs: number): Promise<void> {
    await this.ctx.storage.put(revokedKey, Math.max(beforeMs, await this.revokedBeforeMs()));
    await this.#scheduleAlarm();
  }

  /** Deletes what no longer counts. */
  override async alarm(): Promise<void> {
    const nowMs = Date.now();
    const mark = await this.revokedBeforeMs();
    if (mark > 0 && mark + markTtlMs <= nowMs) await this.ctx.storage.delete(revokedKey);
    await this.#writeStepUps(await this.#stepUps(nowMs));
  }

  async #stepUps(nowMs: number): Promise<readonly WaitingStepUp[]> {
    const stepUps = (await this.ctx.storage.get<readonly WaitingStepUp[]>(stepUpsKey)) ?? [];
    return stepUps.filter(({ expiresAtMs }) => expiresAtMs > nowMs);
  }

  async #writeStepUps(stepUps: readonly WaitingStepUp[]): Promise<void> {
    if (stepUps.length === 0) await this.ctx.storage.delete(stepUpsKey);
    else await this.ctx.storage.put(stepUpsKey, stepUps);
    await this.#scheduleAlarm();
  }

  async #scheduleAlarm(): Promise<void> {
    const stepUps = (await this.ctx.storage.get<readonly WaitingStepUp[]>(stepUpsKey)) ?? [];
    const mark = await this.revokedBeforeMs();
    const times = [...stepUps.map(({ expiresAtMs }) => expiresAtMs), ...(mark > 0 ? [mark + markTtlMs] : [])];
    if (times.length > 0) await this.ctx.storage.setAlarm(Math.min(...times));
    else await this.ctx.storage.deleteAll();
  }
}
