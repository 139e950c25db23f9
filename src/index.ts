import { env } from 'cloudflare:workers';
import { createApp, type Environment, TenantPolicyObject, TokenVaultObject } from './app.ts';

const app = createApp(env as unknown as Environment);

export default { fetch: app.fetch } satisfies ExportedHandler;

export class TokenVault extends TokenVaultObject {}

export { SignInGrant } from './vault/sign-in-grant.ts';
export { SignInPerson } from './vault/sign-in-person.ts';

export class TenantPolicy extends TenantPolicyObject {}
