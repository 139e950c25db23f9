import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SeedLabel, contoso, fabrikam, users } from 'm365-simulator';
import { type AnyClient, type ToolResult, connectClient } from '../../scripts/lib/mcp-clients.ts';
import { requestedPermissions } from '../../src/tenants/permissions.ts';
import { createAdministrator } from './admin/administrator.ts';
import { mcpMessage, useConnector } from './connector.ts';
import { maxPolicyDelayMs, measurePolicyDelay } from './policy-delay.ts';

const connector = useConnector();
const control = () => connector.simulation.tenant.control;
const library = 'https://contoso.sharepoint.com/sites/marketing/Shared Documents';
const folder = `${library}/Halo`;

const general: SeedLabel = {
  id: '11111111-aaaa-4bbb-8ccc-000000000001',
  tenantId: contoso,
  name: 'General',
};
const secret: SeedLabel = { id: '22222222-aaaa-4bbb-8ccc-000000000002', tenantId: contoso, name: 'Secret' };
const unlisted: SeedLabel = {
  id: '33333333-aaaa-4bbb-8ccc-000000000003',
  tenantId: contoso,
  name: 'Unlisted',
};
const foreign: SeedLabel = { ...unlisted, id: '44444444-aaaa-4bbb-8ccc-000000000004', tenantId: fabrikam };
/** The id of the withheld label, with another tenant in the metadata. */
const disguised: SeedLabel = { ...secret, tenantId: fabrikam };

let megan: AnyClient;
let chatGpt: AnyClient;
let uris: Readonly<Record<string, string>>;
let mails: Readonly<Record<string, string>>;
let attachmentOfSecretMail: string | undefined;

beforeAll(async () => {
  control().setGrants(contoso, requestedPermissions);
  megan = await connector.client('2026-07-28', 'megan');
  const url = new URL('?tools=search,fetch', connector.simulation.mcpUrl);
  chatGpt = await connectClient('2026-07-28', url, await connector.token('megan'));
  const both = (label: SeedLabel) => ({ document: label, column: label });
  const files = {
    'Zebra general.docx': both(general),
    'Zebra secret.docx': both(secret),
    'Zebra secret.xlsx': both(secret),
    'Zebra secret.pptx': both(secret),
    'Zebra secret.pdf': both(secret),
    'Zebra only in the document.docx': { document: secret },
    'Zebra only in the column.txt': { column: secret },
    'Zebra disguised.docx': { document: disguised },
    'Zebra unlisted.docx': both(unlisted),
    'Zebra foreign.docx': { document: foreign },
    'Zebra without.docx': {},
    'Zebra contradicting.docx': { document: unlisted, column: general },
  };
  const ids = Object.entries(files).map(
    ([name, labels]) => [name, control().addFile(folder, name, `The zebra of ${name}`, labels)] as const,
  );
  const [, drive = ''] = /file:\/\/\/([^/]+)/.exec(JSON.stringify(await search({ query: 'Halo' }))) ?? [];
  uris = Object.fromEntries(ids.map(([name, id]) => [name, `file:///${drive}/${id}`]));
  const thread = 'zebra-thread';
  const added = {
    'Zebra mail general': control().addMail('megan', {
      subject: 'Zebra mail general',
      label: general,
      thread,
    }),
    'Zebra mail secret': control().addMail('megan', {
      subject: 'Zebra mail secret',
      label: secret,
      thread,
      files: { 'plain.docx': { text: 'Attached to a secret mail' } },
    }),
    'Zebra mail plain': control().addMail('megan', {
      subject: 'Zebra mail plain',
      thread,
      files: { 'secret.docx': { text: 'Attached secret', label: secret }, 'open.docx': { text: 'Open' } },
    }),
  };
  mails = Object.fromEntries(
    Object.entries(added).map(([subject, id]) => [subject, `mail:///messages/${id}`]),
  );
});
afterAll(async () => {
  await megan.close();
  await chatGpt.close();
});

async function call(name: string, args: Record<string, unknown>, client = megan): Promise<ToolResult> {
  return await client.callTool({ name, arguments: args });
}

async function search(args: Record<string, unknown>, tool = 'sharepoint_search') {
  const { structuredContent, isError, content } = await call(tool, args);
  expect(isError, content[0]?.text).not.toBe(true);
  return structuredContent as unknown as {
    readonly items: readonly { readonly name?: string; readonly subject?: string; readonly label?: string }[];
    readonly page: { readonly note?: string; readonly more: boolean };
  };
}

async function read(uri: string | undefined, args: Record<string, unknown> = {}) {
  const { structuredContent, isError, content } = await call('read_resource', { uri, ...args });
  const text = content.map((block) => block.text ?? '').join('\n');
  return { isError: isError === true, text, structured: JSON.stringify(structuredContent) };
}

const attachmentsOf = (text: string) =>
  [...text.matchAll(/mail:\/\/\/messages\/[^\s"]+\/attachments\/[^\s",}]+/g)].map(([uri]) => uri);

async function expectWithheld(uri: string | undefined, args: Record<string, unknown> = {}): Promise<void> {
  const { isError, text, structured } = await read(uri, args);
  expect(isError, text).toBe(true);
  expect(text).toMatch(/^withheld_by_policy: Your organization withholds/);
  expect(text + structured).not.toMatch(/zebra|sharepoint\.com/i);
}

async function expectReadable(uri: string | undefined): Promise<void> {
  const { isError, text } = await read(uri);
  expect(isError, text).toBe(false);
  expect(text).toMatch(/zebra|open/i);
}

const zebras = async (args: Record<string, unknown> = {}) =>
  (await search({ query: 'zebra', limit: 50, ...args })).items.map(({ name }) => name ?? '').toSorted();

async function administer(run: (patti: ReturnType<typeof createAdministrator>) => Promise<void>) {
  const patti = createAdministrator(connector.simulation.url);
  await patti.signIn();
  await run(patti);
}

/** Lists a label by the form of the page. */
const listLabel = (label: SeedLabel, treatment: string, name: string = label.name) =>
  administer(async (patti) => {
    const form = { form_token: patti.formToken, subject: label.id.toUpperCase(), name, treatment };
    expect((await patti.post('/admin/labels', form)).status).toBe(303);
  });

describe('without rules of the tenant', () => {
  it.each(['docx', 'xlsx', 'pptx', 'pdf'])(
    'read_resource names the label in the metadata of a %s',
    async (type) => {
      const { text } = await read(uris[`Zebra secret.${type}`]);
      expect(text).toContain('"label":"Secret"');
      expect(text).toContain('The zebra');
    },
  );

  it('read_resource names the label of a mail', async () => {
    const { text } = await read(mails['Zebra mail secret']);
    expect(text).toContain('"label":"Secret"');
    [attachmentOfSecretMail] = attachmentsOf(text);
    expect((await read(attachmentOfSecretMail)).text).toContain('Attached to a secret mail');
  });

  it('a label of another organization is not shown', async () => {
    const { text } = await read(uris['Zebra foreign.docx']);
    expect(text).not.toContain('"label"');
  });

  it('requests neither columns nor named properties', async () => {
    const before = control().requests().length;
    await search({ query: 'zebra' });
    await search({ query: 'zebra' }, 'outlook_email_search');
    const sent = JSON.stringify(control().requests().slice(before));
    expect(sent).not.toMatch(/InformationProtectionLabelId|singleValueExtendedProperties|_IpLabelId/);
  });
});

describe('a withheld label', () => {
  it('applies within ten seconds', async () => {
    await listLabel(secret, 'withhold_label', 'Top secret');
    await listLabel(general, 'show_label');
    const delayMs = await measurePolicyDelay(async () => !(await read(uris['Zebra secret.docx'])).isError);
    expect(delayMs).toBeLessThanOrEqual(maxPolicyDelayMs);
  });

  it('removes files from a search, and shows the labels of others', async () => {
    const { items, page } = await search({ query: 'zebra', limit: 50 });
    const byName = new Map(items.map(({ name, label }) => [name, label]));
    expect(byName.get('Zebra general.docx')).toBe('General');
    expect([...byName.keys()].filter((name) => /secret|column/.test(name ?? ''))).toEqual([]);
    expect(page.note).toContain(
      'Content that your organization withholds by its sensitivity label is left out.',
    );
  });

  it('removes files from the list of a folder', async () => {
    const { text } = await read(folder);
    expect(text).toContain('Zebra general.docx');
    expect(text).toContain('Zebra only in the document.docx');
    expect(text).not.toMatch(/Zebra secret|in the column/);
    expect(text).toContain('5 withheld');
  });

  it.each([
    'Zebra secret.docx',
    'Zebra secret.xlsx',
    'Zebra secret.pptx',
    'Zebra secret.pdf',
    'Zebra only in the document.docx',
    'Zebra only in the column.txt',
    'Zebra disguised.docx',
  ])('%s is not read', async (name) => {
    await expectWithheld(uris[name]);
    await expectWithheld(uris[name], { find: 'zebra' });
  });

  it('a file whose label SharePoint knows is not downloaded', async () => {
    const before = control().requests().length;
    await expectWithheld(uris['Zebra secret.pdf']);
    const paths = control()
      .requests()
      .slice(before)
      .map(({ path }) => path);
    expect(paths.filter((path) => path.includes('/content'))).toEqual([]);
  });

  it.each(['Zebra general.docx', 'Zebra unlisted.docx', 'Zebra without.docx'])('%s is read', async (name) => {
    await expectReadable(uris[name]);
  });

  it('is not read as a resource, nor fetched by ChatGPT', async () => {
    const uri = uris['Zebra secret.docx'] ?? '';
    const { body, headers } = mcpMessage('resources/read', { uri });
    const response = await connector.post(body, { token: await connector.token('megan'), headers });
    expect(await response.text()).toMatch(/"code":"withheld_by_policy"/);
    const fetched = await call('fetch', { id: uri }, chatGpt);
    expect(fetched.isError).toBe(true);
    const found = await call('search', { query: 'zebra' }, chatGpt);
    expect(JSON.stringify(found)).toContain('Zebra general.docx');
    expect(JSON.stringify(found)).not.toMatch(/Zebra secret|Zebra mail secret/);
  });

  it.each([{}, { order: 'relevance' }, { folderName: 'Inbox' }, { hasAttachments: true }])(
    'removes mails from a search with %j',
    async (args) => {
      const { items, page } = await search({ query: 'zebra', limit: 20, ...args }, 'outlook_email_search');
      const subjects = items.map(({ subject }) => subject);
      expect(subjects).toContain('Zebra mail plain');
      expect(subjects).not.toContain('Zebra mail secret');
      expect(page.note).toContain('1 withheld');
    },
  );

  it('removes mails from the list of a folder', async () => {
    const { text } = await read('mail:///folders/inbox');
    expect(text).toContain('Zebra mail general');
    expect(text).not.toContain('Zebra mail secret');
  });

  it('removes mails from a conversation', async () => {
    const { isError, text } = await read(mails['Zebra mail plain'], { thread: true });
    expect(isError).toBe(false);
    expect(text).toContain('Zebra mail general');
    expect(text).not.toContain('Zebra mail secret');
    expect(text).toContain('1 withheld');
  });

  it('withholds a mail, its attachments, and a labeled attachment of another mail', async () => {
    await expectWithheld(mails['Zebra mail secret']);
    await expectWithheld(attachmentOfSecretMail);
    const [labeled, open] = attachmentsOf((await read(mails['Zebra mail plain'])).text);
    await expectWithheld(labeled);
    await expectReadable(open);
  });

  it('filters by the name or the id of a label', async () => {
    expect(await zebras({ label: 'general' })).toEqual(['Zebra contradicting.docx', 'Zebra general.docx']);
    expect(await zebras({ label: unlisted.id, query: undefined })).toEqual(['Zebra unlisted.docx']);
    expect(await zebras({ label: 'Top secret' })).toEqual([]);
    const { isError, content } = await call('sharepoint_search', { label: 'Nonsense' });
    expect(isError).toBe(true);
    expect(content[0]?.text).toContain('or one of: General, Top secret');
  });

  it('is the reason in the audit', async () => {
    await connector.audit(0);
    await expectWithheld(uris['Zebra secret.docx']);
    const [event] = await connector.audit(1);
    expect(event).toMatchObject({ outcome: 'failed', reason: 'withheld_by_policy', tool: 'read_resource' });
  });
});

describe('content without a listed label, where it is withheld', () => {
  it('is not read within ten seconds', async () => {
    await administer(async (patti) => {
      const page = await patti.open('/admin/confirm?change=withhold_other_labels');
      expect(page.text).toContain('Withhold all files and mails without a listed label?');
      await patti.change('withhold_other_labels');
    });
    const delayMs = await measurePolicyDelay(async () => !(await read(uris['Zebra without.docx'])).isError);
    expect(delayMs).toBeLessThanOrEqual(maxPolicyDelayMs);
  });

  it.each([
    'Zebra unlisted.docx',
    'Zebra foreign.docx',
    'Zebra without.docx',
    'Zebra contradicting.docx',
    'Zebra disguised.docx',
  ])('%s is not read', async (name) => {
    await expectWithheld(uris[name]);
  });

  it('only content with a shown label is listed and read', async () => {
    await expectReadable(uris['Zebra general.docx']);
    expect((await zebras()).filter((name) => name !== 'Zebra contradicting.docx')).toEqual([
      'Zebra general.docx',
    ]);
    const { items } = await search({ limit: 25 }, 'outlook_email_search');
    expect(items.map(({ subject }) => subject)).toEqual(['Zebra mail general']);
    const { text } = await read(folder);
    expect(text).toContain('Zebra general.docx');
    expect(text).not.toMatch(/Zebra without|Launch plan/);
  });

  it('an encrypted file is neither read nor named', async () => {
    const { text } = await read(`${library}/Odds and ends/Acquisition (protected).docx`);
    expect(text).toMatch(/^protected_content: The document is encrypted.* Open it in the Office app\.$/);
  });

  it('everything is shown again once the rules are removed', async () => {
    await administer(async (patti) => {
      const page = await patti.change('show_other_labels');
      expect(page.text).toContain('Top secret');
      await patti.change(`unlist_label:${secret.id}`);
      await patti.change(`unlist_label:${general.id}`);
    });
    await expect
      .poll(async () => (await read(uris['Zebra secret.docx'])).isError, { interval: 500 })
      .toBe(false);
    const activity = await (async () => {
      const patti = createAdministrator(connector.simulation.url, {
        userPrincipalName: users.patti.userPrincipalName,
      });
      await patti.signIn();
      return await patti.open('/admin/activity');
    })();
    expect(activity.text).toContain('withheld the sensitivity label');
  });
});
