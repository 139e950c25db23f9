import { env } from 'cloudflare:workers';
import { type Environment, createApp } from '../../../src/app.ts';
import {
  OAuthUser as UserObject,
  TenantPolicy as PolicyObject,
  TokenVault as VaultObject,
} from '../../../src/durable-objects.ts';
import { type ObjectFault, type ObjectId, faultPath } from './object-fault.ts';

/*
 * The connector with Durable Objects that fail on request, because platform faults cannot be injected from outside.
 * Everything else is the production code.
 */
const app = createApp(env as unknown as Environment);

interface FaultyObject extends Rpc.DurableObjectBranded {
  injectFault(fault: ObjectFault): Promise<readonly object[]>;
}

/** Injects faults into one object. */
class Faults {
  readonly #state: DurableObjectState;
  #failures: Error[] = [];
  #delayMs = 0;

  constructor(state: DurableObjectState) {
    this.#state = state;
  }

  injectFault(fault: ObjectFault): readonly object[] {
    switch (fault.kind) {
      case 'abort':
        this.#state.abort('aborted by the test');
        return [];
      case 'fail':
        this.#failures = Array.from({ length: fault.times }, () =>
          Object.assign(new Error(fault.error.message), fault.error),
        );
        return [];
      case 'delay':
        this.#delayMs = fault.delayMs;
        return [];
      case 'sql':
        return this.#state.storage.sql.exec(fault.query).toArray();
    }
  }

  /** @throws the injected error */
  async apply(): Promise<void> {
    const failure = this.#failures.pop();
    if (failure) throw failure;
    const delayMs = this.#delayMs;
    this.#delayMs = 0;
    if (delayMs > 0) await scheduler.wait(delayMs);
  }
}

export class TokenVault extends VaultObject {
  readonly #faults = new Faults(this.ctx);

  override async graphToken(...request: Parameters<VaultObject['graphToken']>) {
    await this.#faults.apply();
    return await super.graphToken(...request);
  }

  async injectFault(fault: ObjectFault) {
    return this.#faults.injectFault(fault);
  }
}

export class TenantPolicy extends PolicyObject {
  readonly #faults = new Faults(this.ctx);

  override async read(...request: Parameters<PolicyObject['read']>) {
    await this.#faults.apply();
    return await super.read(...request);
  }

  async injectFault(fault: ObjectFault) {
    return this.#faults.injectFault(fault);
  }
}

export class OAuthUser extends UserObject {
  readonly #faults = new Faults(this.ctx);

  override async addStepUp(...request: Parameters<UserObject['addStepUp']>) {
    await this.#faults.apply();
    return await super.addStepUp(...request);
  }

  async injectFault(fault: ObjectFault) {
    return this.#faults.injectFault(fault);
  }
}

export { OAuthGrant } from '../../../src/durable-objects.ts';

async function handleFaultRequest(request: Request): Promise<Response> {
  const { binding, name, trouble: fault } = await request.json<ObjectId & { trouble: ObjectFault }>();
  const namespace = env[binding as keyof typeof env] as unknown as DurableObjectNamespace<FaultyObject>;
  // Aborting the object fails this call too.
  const rows = await namespace
    .getByName(name)
    .injectFault(fault)
    .catch((error: unknown) => [String(error)]);
  return Response.json(rows);
}

export default {
  fetch: (request, bindings, context) =>
    new URL(request.url).pathname === faultPath
      ? handleFaultRequest(request)
      : app.fetch(request, bindings, context),
} satisfies ExportedHandler;
