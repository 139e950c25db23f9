import { describe, it } from 'vitest';
import { contoso } from 'm365-simulator';
import { useConnector } from '../connector.ts';
import { exchangeFaults } from './exchange-faults.ts';
import { openSession, runFault } from './run-fault.ts';

const connector = useConnector();

describe('POST /mcp when the on-behalf-of request to Entra fails', () => {
  it.concurrent.for(exchangeFaults)(
    'returns the expected error or retries: $name',
    async (row, { expect }) => {
      // A vault remembers a failing Entra for all sign-ins of its person: somebody else for each row.
      const [user = ''] = connector.simulation.tenant.control.addUsers(contoso, 1);
      await runFault(row, await openSession(connector, user), { method: 'tools/list' }, expect);
    },
  );
});
