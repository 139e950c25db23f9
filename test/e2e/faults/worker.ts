import { env } from 'cloudflare:workers';
import { type Environment, createApp } from '../../../src/app.ts';
import {
  OAuthUser as UserObject,
  TenantPolicy as PolicyObject,
  TokenVault as VaultObject,
} from '../../../src/durable-objects.ts';
import { type ObjectTrouble, type TroubledObject, troublePath } from './object-fault.ts';

/*
 * The connector, whose objects fail on command: what happens to an object of the platform cannot be done to it from
 * outside. Everything else is the product's own.
 */
const app = createApp(env as unknown as Environment);

interface Troubled extends Rpc.DurableObjectBranded {
  suffer(trouble: ObjectTrouble): Promise<readonly object[]>;
}

/** The failures that an object has before it, and what was done to it. */
class Troubles {
  readonly #state: DurableObjectState;
  #failures: Error[] = [];

  constructor(state: DurableObjectState) {
    this.#state = state;
  }

  suffer(trouble: ObjectTrouble): readonly object[] {
    switch (trouble.does) {
      case 'abort':
        this.#state.abort('aborted by the test');
        return [];
      case 'fail':
        this.#failures = Array.from({ length: trouble.times }, () =>
          Object.assign(new Error(trouble.error.message), trouble.error),
        );
        return [];
      case 'sql':
        return this.#state.storage.sql.exec(trouble.query).toArray();
    }
  }

  strike(): void {
    const failure = this.#failures.pop();
    if (failure) throw failure;
  }
}

export class TokenVault extends VaultObject {
  readonly #troubles = new Troubles(this.ctx);

  override async graphToken(...request: Parameters<VaultObject['graphToken']>) {
    this.#troubles.strike();
    return await super.graphToken(...request);
  }

  async suffer(trouble: ObjectTrouble) {
    return this.#troubles.suffer(trouble);
  }
}

export class TenantPolicy extends PolicyObject {
  readonly #troubles = new Troubles(this.ctx);

  override async read(...request: Parameters<PolicyObject['read']>) {
    this.#troubles.strike();
    return await super.read(...request);
  }

  async suffer(trouble: ObjectTrouble) {
    return this.#troubles.suffer(trouble);
  }
}

export class OAuthUser extends UserObject {
  readonly #troubles = new Troubles(this.ctx);

  override async addStepUp(...request: Parameters<UserObject['addStepUp']>) {
    this.#troubles.strike();
    return await super.addStepUp(...request);
  }

  async suffer(trouble: ObjectTrouble) {
    return this.#troubles.suffer(trouble);
  }
}

export { OAuthGrant } from '../../../src/durable-objects.ts';

async function order(request: Request): Promise<Response> {
  const { binding, name, trouble } = await request.json<TroubledObject & { trouble: ObjectTrouble }>();
  const namespace = env[binding as keyof typeof env] as unknown as DurableObjectNamespace<Troubled>;
  // An object that is aborted takes this call with it.
  const rows = await namespace
    .getByName(name)
    .suffer(trouble)
    .catch((error: unknown) => [String(error)]);
  return Response.json(rows);
}

export default {
  fetch: (request, bindings, context) =>
    new URL(request.url).pathname === troublePath ? order(request) : app.fetch(request, bindings, context),
} satisfies ExportedHandler;
