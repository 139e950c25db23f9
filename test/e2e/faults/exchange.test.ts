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
      // A vault caches an unavailable Entra for its user, so each row has its own user.
      const [user = ''] = connector.simulation.tenant.control.addUsers(contoso, 1);
      await runFault(row, await openSession(connector, user), { method: 'tools/list' }, expect);
    },
  );
});
