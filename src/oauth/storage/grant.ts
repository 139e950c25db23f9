import { DurableObject } from 'cloudflare:workers';

/** The stored state of a grant. Rotation ids are random, and only sealed codes and refresh tokens contain them. */
interface GrantRecord {
  /** Identifies the call that started the grant, so that the call can be retried. Rotation and revocation drop it. */
  readonly idempotencyKey?: string;
  /** The rotation id of the current code or refresh token. */
  readonly current?: string;
  /** The rotation id that was redeemed last, and when. */
  readonly previous?: string;
  readonly rotatedAtMs?: number;
  readonly isRevoked?: true;
  /** When a code or refresh token was replayed, which revoked the grant. */
  readonly replayedAtMs?: number;
  readonly expiresAtMs: number;
}

/** Members are only ever added: Worker and object may be of different versions during a roll-out. */
interface GrantRequest {
  readonly nowMs: number;
}

export interface StartGrantRequest extends GrantRequest {
  readonly rotationId: string;
  readonly idempotencyKey: string;
  readonly expiresAtMs: number;
}

export interface RotationAttempt extends GrantRequest {
  readonly rotationId: string;
  readonly graceMs: number;
}

export interface RotateGrantRequest extends RotationAttempt {
  readonly nextRotationId: string;
  readonly expiresAtMs: number;
}

export interface StoreTokensRequest extends GrantRequest {
  readonly rotationId: string;
  /** Sealed under a secret that only the authorization code contains. */
  readonly sealedTokens: Uint8Array;
  readonly expiresAtMs: number;
}

interface PendingTokensRecord {
  readonly sealedTokens: Uint8Array;
  readonly expiresAtMs: number;
  /** The rotation id of the call that took them: only its retry receives them again. */
  readonly takenFor?: string;
}

const grantKey = 'grant';
const pendingTokensKey = 'pending-tokens';

/**
 * One sign-in of one client: the rotation id of its current code or refresh token, or that it was revoked. One object
 * per grant, named by a random id that only sealed codes and refresh tokens contain. It stores no user and no client,
 * stores tokens for a minute under a secret that it does not have, and deletes itself when the grant expires.
 */
export class OAuthGrant extends DurableObject {
  /** Returns false if another call started the grant before. */
  async start({ rotationId, idempotencyKey, expiresAtMs, nowMs }: StartGrantRequest): Promise<boolean> {
    const record = await this.#read(nowMs);
    if (record) return record.idempotencyKey === idempotencyKey;
    await this.#write({ idempotencyKey, current: rotationId, expiresAtMs });
    return true;
  }

  /**
   * Stores tokens for the redemption of the authorization code.
   * @throws Error if the rotation id is not the current one
   */
  async storeTokens({ rotationId, sealedTokens, expiresAtMs, nowMs }: StoreTokensRequest): Promise<void> {
    const record = await this.#read(nowMs);
    if (record?.current !== rotationId) throw new Error('The grant was rotated or has ended.');
    await this.ctx.storage.put<PendingTokensRecord>(pendingTokensKey, { sealedTokens, expiresAtMs });
    await this.#scheduleAlarm(record);
  }

  /**
   * Rotates the grant and returns the pending tokens, to a retry of this call as well. Undefined if the rotation is
   * denied, no tokens are pending, or another call took them.
   */
  async takeTokens(
    rotation: RotateGrantRequest,
  ): Promise<{ rotationId: string; sealedTokens: Uint8Array } | undefined> {
    const rotationId = await this.rotate(rotation);
    const pending = await this.ctx.storage.get<PendingTokensRecord>(pendingTokensKey);
    if (rotationId === undefined || !pending || pending.expiresAtMs <= rotation.nowMs) return undefined;
    const takenFor = rotation.nextRotationId;
    if ((pending.takenFor ?? takenFor) !== takenFor) return undefined;
    // Deleted by the alarm within a minute.
    await this.ctx.storage.put<PendingTokensRecord>(pendingTokensKey, { ...pending, takenFor });
    return { rotationId, sealedTokens: pending.sealedTokens };
  }

  /** Returns true if the rotation id is current, or within its grace period. A replayed one revokes the grant. */
  async isActive(attempt: RotationAttempt): Promise<boolean> {
    const record = await this.#read(attempt.nowMs);
    if (!record || record.isRevoked) return false;
    if (isCurrent(record, attempt)) return true;
    await this.#revokeReplayed(record, attempt.nowMs);
    return false;
  }

  /** Returns the rotation id of the new token. A replayed rotation id revokes the grant and returns undefined. */
  async rotate({ nextRotationId, expiresAtMs, ...attempt }: RotateGrantRequest): Promise<string | undefined> {
    const record = await this.#read(attempt.nowMs);
    if (!record || record.isRevoked) return undefined;
    const { rotationId, nowMs } = attempt;
    if (rotationId === record.current) {
      await this.#write({ current: nextRotationId, previous: rotationId, rotatedAtMs: nowMs, expiresAtMs });
      return nextRotationId;
    }
    // A retry of this call, or the previous rotation id within its grace period.
    if (record.current === nextRotationId || isCurrent(record, attempt)) return record.current;
    await this.#revokeReplayed(record, nowMs);
    return undefined;
  }

  /** When a replay revoked the grant. Undefined if none did. */
  async replayedAtMs({ nowMs }: GrantRequest): Promise<number | undefined> {
    return (await this.#read(nowMs))?.replayedAtMs;
  }

  /** Revokes the grant, whether it was started or not. */
  async revoke({ expiresAtMs }: { readonly expiresAtMs: number }): Promise<void> {
    await this.#write({ isRevoked: true, expiresAtMs });
  }

  /** Deletes expired pending tokens, and everything when the grant has expired. */
  override async alarm(): Promise<void> {
    const record = await this.ctx.storage.get<GrantRecord>(grantKey);
    if (!record || record.expiresAtMs <= Date.now()) {
      await this.ctx.storage.deleteAll();
      return;
    }
    await this.ctx.storage.delete(pendingTokensKey);
    await this.#scheduleAlarm(record);
  }

  async #read(nowMs: number): Promise<GrantRecord | undefined> {
    const record = await this.ctx.storage.get<GrantRecord>(grantKey);
    return record && record.expiresAtMs > nowMs ? record : undefined;
  }

  /** The time covers the last rotation: the clock of the isolate that received the replay may be behind. */
  async #revokeReplayed({ expiresAtMs, rotatedAtMs = 0 }: GrantRecord, nowMs: number): Promise<void> {
    await this.#write({ isRevoked: true, expiresAtMs, replayedAtMs: Math.max(nowMs, rotatedAtMs) });
  }

  async #write(record: GrantRecord): Promise<void> {
    await this.ctx.storage.put(grantKey, record);
    if (record.isRevoked) await this.ctx.storage.delete(pendingTokensKey);
    await this.#scheduleAlarm(record);
  }

  async #scheduleAlarm({ expiresAtMs }: GrantRecord): Promise<void> {
    const pending = await this.ctx.storage.get<PendingTokensRecord>(pendingTokensKey);
    await this.ctx.storage.setAlarm(Math.min(expiresAtMs, pending?.expiresAtMs ?? expiresAtMs));
  }
}

function isCurrent(record: GrantRecord, { rotationId, graceMs, nowMs }: RotationAttempt): boolean {
  if (rotationId === record.current) return true;
  // The clock of another isolate may be behind.
  return rotationId === record.previous && Math.max(0, nowMs - (record.rotatedAtMs ?? 0)) < graceMs;
}
