/** Files that run a part of their cases in `npm test`, and all of them in `npm run test:long`. */
export const longTests = [
  'e2e/isolation',
  'e2e/mailbox-concurrency',
  'e2e/permission-areas',
  'e2e/resource-crawl',
  'model/sign-in',
  'policy/vault-policy',
  'unit/graph/graph-path',
  'unit/graph/odata',
  'unit/graph/kql',
  'unit/time/date-input.property',
  'document-text/test/limits',
];

/** Projects of vitest that contain them. */
export const longProjects = ['e2e', 'node', 'unit', 'vault', 'document-text-node'];
