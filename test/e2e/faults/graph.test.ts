import { beforeAll, describe, it } from 'vitest';
import { useConnector } from '../connector.ts';
import { graphResponseFaults } from './graph-response-faults.ts';
import { graphFurtherFaults } from './graph-further-faults.ts';
import { graphServiceFaults } from './graph-service-faults.ts';
import { openSession, runFault, send } from './run-fault.ts';

const connector = useConnector();
const search = {
  method: 'tools/call',
  params: { name: 'outlook_email_search', arguments: { query: 'budget', timeZone: 'UTC', limit: 3 } },
};

// The first call of an isolate reads the domains of the organization as well.
beforeAll(async () => {
  await send(await openSession(connector, 'megan'), search);
});

describe('POST /mcp when Graph fails', () => {
  const rows = [...graphServiceFaults, ...graphResponseFaults, ...graphFurtherFaults];
  it.concurrent.for(rows)('returns the expected error or retries: $name', async (row, { expect }) => {
    await runFault(row, await openSession(connector, 'megan'), search, expect);
  });
});
