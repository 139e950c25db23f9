import { users } from 'm365-simulator';
import { expect, it } from 'vitest';
import { requestedPermissions } from '../../src/tenants/permissions.ts';
import { useConnector } from './connector.ts';

const connector = useConnector();

it('outlook_email_search returns times in the zone of the mailbox with the permissions of the default consent', async () => {
  connector.simulation.tenant.control.setUserGrants('megan', [...requestedPermissions]);
  const client = await connector.client('2026-07-28', 'megan');
  const { structuredContent } = await client.callTool({
    name: 'outlook_email_search',
    arguments: { sender: users.patti.userPrincipalName, limit: 3 },
  });
  await client.close();
  const { items, page } = structuredContent as {
    items: readonly { received: string }[];
    page: { note?: string };
  };
  expect(items.length).toBeGreaterThan(0);
  for (const { received } of items) expect(received).toMatch(/\+0[12]:00$/);
  expect(page.note ?? '').not.toContain('time zone');
});
