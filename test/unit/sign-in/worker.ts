export { SignInGrant } from '../../../src/vault/sign-in-grant.ts';
export { SignInPerson } from '../../../src/vault/sign-in-person.ts';
