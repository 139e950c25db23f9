export { SignInGrant } from '../../../src/oauth/storage/grant.ts';
export { SignInPerson } from '../../../src/oauth/storage/user.ts';
