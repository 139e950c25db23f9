import { env } from 'cloudflare:workers';
import { type Environment, createApp } from './app.ts';

const app = createApp(env as unknown as Environment);

export default { fetch: app.fetch } satisfies ExportedHandler;

export { BrowserSession, OAuthGrant, OAuthUser, TenantPolicy, TokenVault } from './durable-objects.ts';
