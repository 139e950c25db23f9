export { BrowserSession } from '../../../src/oauth/storage/browser-session.ts';
export { OAuthGrant } from '../../../src/oauth/storage/grant.ts';
export { OAuthUser } from '../../../src/oauth/storage/user.ts';
