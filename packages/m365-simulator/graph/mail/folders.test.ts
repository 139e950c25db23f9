import { describe, expect, it } from 'vitest';
import { createGraphClient, createTestGraph } from '../../test-helpers/graph-client.ts';

const graph = createTestGraph();
const megan = createGraphClient(graph, 'megan');

const names = (body: { value: { displayName: string }[] }) => body.value.map((folder) => folder.displayName);

describe('mail folders', () => {
  it('come ten at a time, by name', async () => {
    const first = (await megan.get('/me/mailFolders')).body;
    expect(first.value.length).toBe(10);
    expect(names(first)).not.toContain('Travel');
    const second = (await megan.get(first['@odata.nextLink'])).body;
    expect(names(second)).toEqual(['Sent Items', 'Travel']);
    expect(names((await megan.get('/me/mailFolders?$top=250&includeHiddenFolders=true')).body)).toContain(
      'Clutter',
    );
  });

  it('hold more than ten at one level and one two levels deeper', async () => {
    const projects = (await megan.get('/me/mailFolders/inbox/childFolders?$top=250')).body;
    expect(projects.value.length).toBe(14);
    const review = projects.value.find((folder: { displayName: string }) =>
      folder.displayName.includes('Supplier review'),
    );
    const suppliers = (await megan.get(`/me/mailFolders/${review.id}/childFolders`)).body.value[0];
    const quotes = (await megan.get(`/me/mailFolders/${suppliers.id}/childFolders`)).body.value[0];
    expect([suppliers.displayName, quotes.displayName, quotes.totalItemCount]).toEqual([
      'Suppliers',
      'Quotes 2026',
      1,
    ]);
    const { body } = await megan.get(`/me/mailFolders/${quotes.id}/messages?$select=subject`);
    expect(body.value[0].subject).toContain("O'Neill");
  });

  it("are addressed by well-known names and in OData's own way", async () => {
    const byName = (await megan.get('/me/mailFolders/SentItems')).body;
    const inBrackets = await graph.fetch(
      new Request("https://graph.microsoft.com/v1.0/me/mailFolders('sentitems')/messages?$top=1"),
      {
        tenantId: '0c0a0000-0000-4000-8000-00000000c0a0',
        objectId: 'a0000000-0000-4000-8000-000000000001',
        scopes: new Set(['Mail.Read']),
      },
    );
    expect(byName.displayName).toBe('Sent Items');
    expect(inBrackets.status).toBe(200);
  });

  it('have German names for one user, the same well-known names', async () => {
    const diego = createGraphClient(graph, 'diego');
    expect(names((await diego.get('/me/mailFolders?$top=50')).body)).toEqual(
      expect.arrayContaining(['Posteingang', 'Gesendete Elemente', 'Gelöschte Elemente']),
    );
    expect((await diego.get('/me/mailFolders/inbox')).body.displayName).toBe('Posteingang');
  });

  it('of the shared mailbox open for whom it is shared with', async () => {
    const shared = (
      await megan.get('/users/invoices@contoso.example/mailFolders/inbox/messages?$top=50&$select=subject')
    ).body;
    expect(shared.value.map((message: { subject: string }) => message.subject)).toContain(
      'Reminder: invoice 4712 is overdue',
    );
    expect(
      (await createGraphClient(graph, 'adele').get('/users/invoices@contoso.example/messages')).status,
    ).toBe(403);
  });
});
