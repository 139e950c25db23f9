import { env } from 'cloudflare:workers';
import { type Environment, TenantPolicyObject, TokenVaultObject, createApp } from './app.ts';

const app = createApp(env as unknown as Environment);

export default { fetch: app.fetch } satisfies ExportedHandler;

export class TokenVault extends TokenVaultObject {}

export { OAuthGrant } from './oauth/storage/grant.ts';
export { OAuthUser } from './oauth/storage/user.ts';

export class TenantPolicy extends TenantPolicyObject {}
