/** Public interface of the simulator for Node: tests, demos and scripts import from here. */
export type { AadstsCode } from './entra/aadsts-table.ts';
export { hostileTexts } from './hostile-texts.ts';
export { lastFullWeeks } from './last-weeks.ts';
export { createSelfSignedCertificate } from './make-certificate.ts';
export { createOAuthClient, type OAuthClient } from './oauth-client.ts';
export { numberedLines } from './registers/register-lines.ts';
export { remoteControl, type RemoteControl } from './remote-control.ts';
export { completeSignIn, type SignInUser } from './scripted-person.ts';
export { startSimulator, type SimulatorServer, type SimulatorServerOptions } from './server.ts';
export { createSimulator, type Simulator, type SimulatorOptions } from './tenant.ts';
export type { MintOptions, SimulatorControl } from './tenant-control.ts';
export type { Fault } from './traffic/faults.ts';
export type { LoggedRequest, RequestFilter } from './traffic/request-log.ts';
export { apps, contoso, fabrikam, graphPermissions, type SeedUser, users } from './world.ts';
