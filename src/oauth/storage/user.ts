import { DurableObject } from 'cloudflare:workers';
import type { EntraFailureKind } from '../../entra/aadsts-codes.ts';

/** A pending step-up. */
interface PendingStepUp {
  readonly cause: Extract<EntraFailureKind, 'claims_step_up' | 'device_step_up' | 'consent_step_up'>;
  readonly handle: string;
  readonly claims?: string;
  readonly loginHint?: string;
  /** The client that was challenged, if it is known. */
  readonly clientId?: string;
  /** `uti` of the access tokens that were challenged. */
  readonly tokenIds: readonly string[];
  readonly expiresAtMs: number;
}

/** A client that the user has connected. */
interface ConnectionRecord {
  readonly grantId: string;
  readonly clientName: string;
  readonly connectedAtMs: number;
  readonly usedAtMs: number;
  readonly expiresAtMs: number;
}

/** Members are only ever added: Worker and object may be of different versions. */
export interface RecordConnectionRequest {
  readonly grantId: string;
  readonly clientName?: string;
  readonly nowMs: number;
  readonly expiresAtMs: number;
}

/** Members are only ever added: Worker and object may be of different versions. */
export interface AddStepUpRequest extends Omit<PendingStepUp, 'tokenIds'> {
  readonly tokenId: string;
  readonly nowMs: number;
}

const stepUpsKey = 'step-ups';
const revokedKey = 'revoked-before-ms';
const connectionsKey = 'connections';
const maxTokenIds = 16;
const maxConnections = 50;
const maxNameLength = 100;
/** A revocation is deleted when every refresh token issued before it has expired. */
const revocationTtlMs = 90 * 24 * 60 * 60_000;

/**
 * Stores the sign-in state of one user: pending step-ups, one per cause and client; connected clients, for the account page; and
 * the time of the last revocation. One object per user, named like the vault.
 */
export class OAuthUser extends DurableObject {
  /** Returns the handle for cause and client: that of the pending step-up, or the new one. */
  async addStepUp({ tokenId, nowMs, ...added }: AddStepUpRequest): Promise<string> {
    const stepUps = await this.#stepUps(nowMs);
    const pending = stepUps.find(
      ({ cause, clientId }) => cause === added.cause && clientId === added.clientId,
    );
    const tokenIds = [...new Set([...(pending?.tokenIds ?? []), tokenId])].slice(-maxTokenIds);
    // New claims replace those of the pending step-up. Its handle, which clients compare, and its expiry are kept.
    const { handle, expiresAtMs } = pending ?? added;
    await this.#writeStepUps([
      ...stepUps.filter((stepUp) => stepUp !== pending),
      { ...added, handle, expiresAtMs, tokenIds },
    ]);
    return handle;
  }

  async findStepUp(handle: string, nowMs: number): Promise<PendingStepUp | undefined> {
    return (await this.#stepUps(nowMs)).find((stepUp) => stepUp.handle === handle);
  }

  async completeStepUp(handle: string, nowMs: number): Promise<void> {
    await this.#writeStepUps((await this.#stepUps(nowMs)).filter((stepUp) => stepUp.handle !== handle));
  }

  async isStepUpPending(tokenId: string, nowMs: number): Promise<boolean> {
    return (await this.#stepUps(nowMs)).some(({ tokenIds }) => tokenIds.includes(tokenId));
  }

  async recordConnection({
    grantId,
    clientName,
    nowMs,
    expiresAtMs,
  }: RecordConnectionRequest): Promise<void> {
    const connections = await this.#connections(nowMs);
    const known = connections.find((connection) => connection.grantId === grantId);
    // A late client does not restore a connection that the user has removed.
    if (!known && clientName === undefined) return;
    const { clientName: name = '', connectedAtMs = nowMs } = known ?? {
      clientName: clientName?.slice(0, maxNameLength),
    };
    const others = connections.filter((connection) => connection !== known);
    const used = { grantId, clientName: name, connectedAtMs, usedAtMs: nowMs, expiresAtMs };
    await this.#writeConnections([used, ...others].slice(0, maxConnections));
  }

  async connections(nowMs: number): Promise<readonly ConnectionRecord[]> {
    return await this.#connections(nowMs);
  }

  async removeConnection(grantId: string, nowMs: number): Promise<void> {
    const connections = await this.#connections(nowMs);
    await this.#writeConnections(connections.filter((connection) => connection.grantId !== grantId));
  }

  async revokedBeforeMs(): Promise<number> {
    return (await this.ctx.storage.get<number>(revokedKey)) ?? 0;
  }

  async revoke(beforeMs: number): Promise<void> {
    await this.ctx.storage.put(revokedKey, Math.max(beforeMs, await this.revokedBeforeMs()));
    await this.ctx.storage.delete(connectionsKey);
    await this.#scheduleAlarm();
  }

  /** Deletes expired values. */
  override async alarm(): Promise<void> {
    const nowMs = Date.now();
    const revokedBeforeMs = await this.revokedBeforeMs();
    if (revokedBeforeMs > 0 && revokedBeforeMs + revocationTtlMs <= nowMs)
      await this.ctx.storage.delete(revokedKey);
    await this.#writeConnections(await this.#connections(nowMs));
    await this.#writeStepUps(await this.#stepUps(nowMs));
  }

  async #connections(nowMs: number): Promise<readonly ConnectionRecord[]> {
    const connections = (await this.ctx.storage.get<readonly ConnectionRecord[]>(connectionsKey)) ?? [];
    return connections.filter(({ expiresAtMs }) => expiresAtMs > nowMs);
  }

  async #writeConnections(connections: readonly ConnectionRecord[]): Promise<void> {
    if (connections.length === 0) await this.ctx.storage.delete(connectionsKey);
    else await this.ctx.storage.put(connectionsKey, connections);
    await this.#scheduleAlarm();
  }

  async #stepUps(nowMs: number): Promise<readonly PendingStepUp[]> {
    const stepUps = (await this.ctx.storage.get<readonly PendingStepUp[]>(stepUpsKey)) ?? [];
    return stepUps.filter(({ expiresAtMs }) => expiresAtMs > nowMs);
  }

  async #writeStepUps(stepUps: readonly PendingStepUp[]): Promise<void> {
    if (stepUps.length === 0) await this.ctx.storage.delete(stepUpsKey);
    else await this.ctx.storage.put(stepUpsKey, stepUps);
    await this.#scheduleAlarm();
  }

  async #scheduleAlarm(): Promise<void> {
    const stepUps = (await this.ctx.storage.get<readonly PendingStepUp[]>(stepUpsKey)) ?? [];
    const revokedBeforeMs = await this.revokedBeforeMs();
    const connections = (await this.ctx.storage.get<readonly ConnectionRecord[]>(connectionsKey)) ?? [];
    const ends = [...stepUps, ...connections].map(({ expiresAtMs }) => expiresAtMs);
    const times = revokedBeforeMs > 0 ? [...ends, revokedBeforeMs + revocationTtlMs] : ends;
    if (times.length > 0) await this.ctx.storage.setAlarm(Math.min(...times));
    else await this.ctx.storage.deleteAll();
  }
}
