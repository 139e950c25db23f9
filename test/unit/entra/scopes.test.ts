import { expect, test } from 'vitest';
import { scopeName } from '../../../src/entra/scopes.ts';

test.each([
  ['https://graph.microsoft.com/Mail.Read', 'Mail.Read'],
  ['https://graph.microsoft.us/Mail.Read', 'Mail.Read'],
  ['https://dod-graph.microsoft.us/Mail.Read', 'Mail.Read'],
  ['https://microsoftgraph.chinacloudapi.cn/Mail.Read', 'Mail.Read'],
  ['https://graph.microsoft.com/.default', '.default'],
  ['api://6d2f1c1e-0f0b-4a57-9a4f-8f1f0e4b7a10/access_as_user', 'access_as_user'],
  ['Mail.Read', 'Mail.Read'],
  ['openid', 'openid'],
  ['https://graph.microsoft.com/', ''],
  ['', ''],
])('scopeName of "%s" is "%s"', (scope, name) => {
  expect(scopeName(scope)).toBe(name);
});
