import { describe, it } from 'vitest';
import { contoso, fabrikam } from 'm365-simulator';
import { bundle, failingObjects } from '../../../scripts/lib/bundle.ts';
import { useConnector } from '../connector.ts';
import { objectFaults } from './object-faults.ts';
import { organisationFaults } from './tenant-policy-faults.ts';
import { openWorld, runFault } from './run-fault.ts';

const connector = useConnector({}, () => bundle(failingObjects));
const list = { method: 'tools/list' };

describe('POST /mcp when the token vault fails', () => {
  it.concurrent.for(objectFaults)('$name', async (row, { expect }) => {
    const [newcomer = ''] = connector.simulation.tenant.control.addUsers(contoso, 1);
    await runFault(row, await openWorld(connector, row.person ?? newcomer), list, expect);
  });
});

describe('POST /mcp when the tenant policy or the user object fails', () => {
  it.for(organisationFaults)('$name', async (row, { expect }) => {
    const [newcomer = ''] = connector.simulation.tenant.control.addUsers(fabrikam, 1);
    await runFault(row, await openWorld(connector, newcomer), list, expect);
  });
});
