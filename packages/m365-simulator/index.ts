/** Public interface of the simulator for Node: tests, demos and scripts import from here. */
export type { AadstsCode } from './entra/errors/aadsts-table.ts';
export { hostileTexts } from './seed-data/hostile-texts.ts';
export { lastFullWeeks } from './seed-data/date-range.ts';
export { createSelfSignedCertificate } from './client/self-signed-certificate.ts';
export { createOAuthClient, type OAuthClient } from './client/oauth-client.ts';
export { numberedLines } from './seed-data/numbered-lines.ts';
export { remoteControl, type RemoteControl } from './control/remote-control.ts';
export { completeSignIn, type SignInUser } from './client/complete-sign-in.ts';
export { startSimulator, type SimulatorServer, type SimulatorServerOptions } from './server.ts';
export { createSimulator, type Simulator, type SimulatorOptions } from './simulator.ts';
export { operationPath } from './graph-contract/graph-rules.ts';
export type { MintOptions, SimulatorControl } from './control/control.ts';
export type { Fault } from './fault-injection/faults.ts';
export { countRounds, type LoggedRequest, type RequestFilter } from './request-log/request-log.ts';
export { type SeedLabel } from './seed-data/documents/labeled-document.ts';
export { apps, contoso, fabrikam, graphPermissions, type SeedUser, users } from './seed-data/tenants.ts';
