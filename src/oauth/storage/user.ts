import { DurableObject } from 'cloudflare:workers';
import type { EntraFailureKind } from '../../entra/errors.ts';

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

/** A client that the person has connected. */
interface KeptConnection {
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
export interface AddStepUpRequest extends Omit<WaitingStepUp, 'tokenIds'> {
  readonly tokenId: string;
  readonly nowMs: number;
}

const stepUpsKey = 'step-ups';
const revokedKey = 'revoked-before-ms';
const connectionsKey = 'connections';
const maxTokenIds = 16;
const maxConnections = 50;
const maxNameLength = 100;
/** A mark is of no use once every refresh token issued before it has expired. */
const markTtlMs = 90 * 24 * 60 * 60_000;

/**
 * What is kept of a person's sign-ins beside their Graph tokens: step-ups for some minutes, one for each cause; the
 * clients that they have connected, to show them; and the mark of the last time that they ended all of them. One object
 * for each person, named like their vault.
 */
export class OAuthUser extends DurableObject {
  /** The handle that stands for the cause: the one that waits, or the one brought along. */
  async addStepUp({ tokenId, nowMs, ...offered }: AddStepUpRequest): Promise<string> {
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

  async recordConnection({
    grantId,
    clientName,
    nowMs,
    expiresAtMs,
  }: RecordConnectionRequest): Promise<void> {
    const connections = await this.#connections(nowMs);
    const known = connections.find((connection) => connection.grantId === grantId);
    // One that the person has ended is not brought back by a client that was late.
    if (!known && clientName === undefined) return;
    const { clientName: name = '', connectedAtMs = nowMs } = known ?? {
      clientName: clientName?.slice(0, maxNameLength),
    };
    const others = connections.filter((connection) => connection !== known);
    const used = { grantId, clientName: name, connectedAtMs, usedAtMs: nowMs, expiresAtMs };
    await this.#writeConnections([used, ...others].slice(0, maxConnections));
  }

  async connections(nowMs: number): Promise<readonly KeptConnection[]> {
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

  /** Deletes what no longer counts. */
  override async alarm(): Promise<void> {
    const nowMs = Date.now();
    const mark = await this.revokedBeforeMs();
    if (mark > 0 && mark + markTtlMs <= nowMs) await this.ctx.storage.delete(revokedKey);
    await this.#writeConnections(await this.#connections(nowMs));
    await this.#writeStepUps(await this.#stepUps(nowMs));
  }

  async #connections(nowMs: number): Promise<readonly KeptConnection[]> {
    const connections = (await this.ctx.storage.get<readonly KeptConnection[]>(connectionsKey)) ?? [];
    return connections.filter(({ expiresAtMs }) => expiresAtMs > nowMs);
  }

  async #writeConnections(connections: readonly KeptConnection[]): Promise<void> {
    if (connections.length === 0) await this.ctx.storage.delete(connectionsKey);
    else await this.ctx.storage.put(connectionsKey, connections);
    await this.#scheduleAlarm();
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
    const connections = (await this.ctx.storage.get<readonly KeptConnection[]>(connectionsKey)) ?? [];
    const ends = [...stepUps, ...connections].map(({ expiresAtMs }) => expiresAtMs);
    const times = mark > 0 ? [...ends, mark + markTtlMs] : ends;
    if (times.length > 0) await this.ctx.storage.setAlarm(Math.min(...times));
    else await this.ctx.storage.deleteAll();
  }
}
