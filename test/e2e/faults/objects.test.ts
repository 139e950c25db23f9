import { describe, it } from 'vitest';
import { contoso, fabrikam } from 'm365-simulator';
import { bundle, failingObjects } from '../../../scripts/lib/bundle.ts';
import { useConnector } from '../connector.ts';
import { objectFaults } from './object-faults.ts';
import { tenantPolicyFaults } from './tenant-policy-faults.ts';
import { openSession, runFault } from './run-fault.ts';

const connector = useConnector({}, () => bundle(failingObjects));
const list = { method: 'tools/list' };

describe('POST /mcp when the token vault fails', () => {
  it.concurrent.for(objectFaults)('$name', async (row, { expect }) => {
    const [newcomer = ''] = connector.simulation.tenant.control.addUsers(contoso, 1);
    await runFault(row, await openSession(connector, row.user ?? newcomer), list, expect);
  });
});

describe('POST /mcp when the tenant policy or the user object fails', () => {
  it.for(tenantPolicyFaults)('$name', async (row, { expect }) => {
    const [newcomer = ''] = connector.simulation.tenant.control.addUsers(fabrikam, 1);
    await runFault(row, await openSession(connector, newcomer), list, expect);
  });
});
