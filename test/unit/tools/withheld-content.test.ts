import { describe, expect, it } from 'vitest';
import { createLabelAccess } from '../../../src/m365/labels.ts';
import type { LabelRules } from '../../../src/tenants/label-rules.ts';
import { tools } from '../../../src/tools/index.ts';
import type { FakeResponse } from './fake-graph.ts';
import { toolContext } from './tool-context.ts';

const secret = '22222222-aaaa-4bbb-8ccc-000000000002';
const general = '11111111-aaaa-4bbb-8ccc-000000000001';
const withheld: LabelRules = {
  labels: [
    { id: secret, name: 'Secret', isWithheld: true },
    { id: general, name: 'General', isWithheld: false },
  ],
  withholdsOthers: false,
};
const strict: LabelRules = { ...withheld, withholdsOthers: true };

/** Runs a tool for a tenant with these rules. */
async function run(
  name: string,
  args: Record<string, unknown>,
  rules: LabelRules,
  graph: FakeResponse,
  scopes?: readonly string[],
) {
  const tool = tools.find((candidate) => candidate.name === name);
  if (!tool) throw new Error(`There is no tool ${name}.`);
  const base = toolContext(graph, scopes);
  const context = { ...base, labels: createLabelAccess(base.caller.tenantId, rules) };
  const result = await tool.run(tool.input.parse(args), context, undefined);
  return { result, text: JSON.stringify(result), requests: base.graph.requests };
}

const hit = (name: string, columns?: Record<string, unknown>) => ({
  hitId: name,
  resource: {
    '@odata.type': '#microsoft.graph.driveItem',
    id: `01${name}AAAAAAAAAAAAAAAAAAAAAAAAAAAA`.slice(0, 34),
    name: `${name}.docx`,
    webUrl: `https://contoso.sharepoint.com/sites/a/Shared%20Documents/${name}.docx`,
    parentReference: { driveId: 'b!drive', siteId: 'contoso.sharepoint.com,1,2' },
    ...(columns && { listItem: { fields: columns } }),
  },
});

const search =
  (...hits: readonly object[]): FakeResponse =>
  () => ({ value: [{ hitsContainers: [{ hits, total: hits.length, moreResultsAvailable: false }] }] });

describe('sharepoint_search', () => {
  const hits = search(
    hit('Unknown'),
    hit('Secret', { informationProtectionLabelId: secret.toUpperCase() }),
    hit('General', { InformationProtectionLabelId: `{${general}}` }),
  );

  it('checks hits again, in any case of the name and the id', async () => {
    const { text, requests } = await run('sharepoint_search', { query: 'x' }, withheld, hits);
    expect(text).toContain('"label":"General"');
    expect(text).toContain('Unknown.docx');
    expect(text).not.toContain('Secret.docx');
    expect(text).toContain('1 withheld');
    expect(requests).toHaveLength(1);
  });

  it('drops a file whose label Graph does not return while everything else is withheld', async () => {
    const { result, text } = await run('sharepoint_search', { query: 'x' }, strict, hits);
    expect(result.items).toHaveLength(1);
    expect(text).toContain('General.docx');
    expect(text).toContain('2 withheld');
  });

  it('keeps pages, lists and rows, which have no labels', async () => {
    const page = {
      hitId: 'p',
      resource: {
        '@odata.type': '#microsoft.graph.listItem',
        id: '0c0a0000-0000-4000-8000-00000000c0a0',
        webUrl: 'https://contoso.sharepoint.com/sites/a/SitePages/News.aspx',
        parentReference: { siteId: 'contoso.sharepoint.com,1,2' },
      },
    };
    const { text } = await run('sharepoint_search', { query: 'x' }, strict, search(page));
    expect(text).toContain('News.aspx');
  });

  it('does not tell an operator in the words apart from the filter', async () => {
    const { requests } = await run('sharepoint_search', { query: 'a) OR (b' }, withheld, search());
    const [, queryString] = /"queryString":"((?:[^"\\]|\\.)*)"/.exec(JSON.stringify(requests[0]?.body)) ?? [];
    expect(queryString?.replaceAll('\\"', '"')).toMatch(
      /^\(.*\) AND \(NOT \(InformationProtectionLabelId:"[^"]+"\)\)$/,
    );
  });

  it('checks the items of the own OneDrive', async () => {
    const item = (name: string, id?: string) => ({
      id: `01${name}`,
      name: `${name}.docx`,
      webUrl: `https://contoso-my.sharepoint.com/personal/megan/Documents/${name}.docx`,
      parentReference: { driveId: 'b!own' },
      file: {},
      listItem: { fields: { _IpLabelId: id } },
    });
    const graph: FakeResponse = ({ path }) =>
      path === '/me/drive'
        ? { id: 'b!own' }
        : { value: [item('Open', general), item('Hidden', secret), item('Plain')] };
    const scopes = ['User.Read', 'Files.Read'];
    const some = await run('sharepoint_search', { query: 'x' }, withheld, graph, scopes);
    expect(some.text).not.toContain('Hidden');
    expect(some.result.items).toHaveLength(2);
    const none: LabelRules = { labels: [], withholdsOthers: false };
    const byId = await run('sharepoint_search', { query: 'x', label: secret }, none, graph, scopes);
    expect(byId.text).toContain('Hidden');
    expect(byId.result.items).toHaveLength(1);
    const named = await run('sharepoint_search', { query: 'x', label: 'General' }, withheld, graph, scopes);
    expect(named.result.items).toHaveLength(1);
    expect((await run('sharepoint_search', { query: 'x' }, strict, graph, scopes)).result.items).toHaveLength(
      1,
    );
  });
});

describe('a folder', () => {
  const target = (name: string, folder?: object) => ({
    id: `01${name}`,
    name,
    parentReference: { driveId: 'b!own' },
    remoteItem: {
      id: `01TARGET${name}`,
      parentReference: { driveId: 'b!other' },
      webUrl: `https://contoso.sharepoint.com/sites/a/Shared%20Documents/${name}`,
      folder,
    },
  });
  const item = (id: string, more: object) => ({
    id,
    name: id,
    parentReference: { driveId: 'b!own' },
    ...more,
  });
  const children = [
    target('Shared folder', { childCount: 3 }),
    target('Shared file.docx'),
    item('01Folder', { folder: {} }),
    item('01Labeled', { folder: {}, listItem: { fields: { _IpLabelId: secret } } }),
  ];
  const graph: FakeResponse = ({ path }) =>
    path.endsWith('/children')
      ? { value: children }
      : {
          id: '01ROOT',
          name: 'root',
          folder: {},
          root: {},
          webUrl: 'https://contoso-my.sharepoint.com/personal/m/Documents',
          parentReference: { driveId: 'b!own' },
        };

  it('lists folders and shortcuts to folders, and no shortcut to a file, while everything else is withheld', async () => {
    const { text } = await run('read_resource', { uri: 'file:///b!own/root' }, strict, graph);
    expect(text).toContain('Shared folder');
    expect(text).toContain('01Folder');
    expect(text).not.toContain('Shared file.docx');
  });

  it('lists nothing that states a withheld label', async () => {
    const { text, requests } = await run('read_resource', { uri: 'file:///b!own/root' }, withheld, graph);
    expect(text).not.toContain('01Labeled');
    expect(text).toContain('Shared file.docx');
    const [root, list] = requests.filter(({ path }) => path.startsWith('/drives/'));
    expect(root?.query?.['$expand']).toBeUndefined();
    expect(list?.query?.['$expand']).toContain('_IpLabelId');
  });
});

describe('read_resource of a document library as a list', () => {
  const listId = '0c0a0000-0000-4000-8000-00000000c0b0';
  const uri = `list:///contoso.sharepoint.com,0c0a0000-0000-4000-8000-00000000c0a1,0c0a0000-0000-4000-8000-00000000c0a2/${listId}`;
  const library =
    (template: string): FakeResponse =>
    ({ path }) =>
      path.endsWith('/items')
        ? { value: [{ id: '1', fields: { Title: 'Project X' } }] }
        : path.includes('/items/')
          ? { id: '1', fields: { Title: 'Project X' } }
          : {
              id: listId,
              displayName: 'Contracts',
              webUrl: 'https://contoso.sharepoint.com/sites/a/Contracts',
              list: { template },
              columns: [{ name: 'Title', text: {} }],
            };

  it.each([uri, `${uri}/1`])('fails for %s while a label is listed, and returns no title', async (one) => {
    await expect(
      run('read_resource', { uri: one }, withheld, library('documentLibrary')),
    ).rejects.toMatchObject({
      code: 'unsupported_content',
      message: expect.not.stringContaining('Project X'),
    });
  });

  it('is as before without rules, and for other lists', async () => {
    const none: LabelRules = { labels: [], withholdsOthers: false };
    expect((await run('read_resource', { uri }, none, library('documentLibrary'))).text).toContain(
      'Project X',
    );
    expect((await run('read_resource', { uri }, strict, library('genericList'))).text).toContain('Project X');
  });
});

describe('read_resource', () => {
  const messageId = 'AAMkADA1MAAA=';

  it('withholds an attached mail by its own header', async () => {
    const value = `MSIP_Label_${secret}_Enabled=true;MSIP_Label_${secret}_SiteId=0c0a0000-0000-4000-8000-00000000c0a0;`;
    const graph: FakeResponse = ({ path, query }) => {
      if (!path.includes('/attachments')) return { id: messageId };
      if (query?.['$expand'] === undefined) {
        return { '@odata.type': '#microsoft.graph.itemAttachment', id: 'AAMkADA1MBBB=', name: 'Re: plan' };
      }
      return {
        id: 'AAMkADA1MBBB=',
        item: {
          subject: 'Project X',
          body: { contentType: 'text', content: 'The plan' },
          internetMessageHeaders: [{ name: 'msip_labels', value }],
        },
      };
    };
    const uri = `mail:///messages/${encodeURIComponent(messageId)}/attachments/AAMkADA1MBBB%3D`;
    await expect(run('read_resource', { uri }, withheld, graph)).rejects.toMatchObject({
      code: 'withheld_by_policy',
    });
  });

  it('withholds a mail of which Mail.ReadBasic shows no label while everything else is withheld', async () => {
    const graph: FakeResponse = () => ({ id: messageId, subject: 'Project X' });
    const uri = `mail:///messages/${encodeURIComponent(messageId)}`;
    const scopes = ['User.Read', 'Mail.ReadBasic'];
    await expect(run('read_resource', { uri }, strict, graph, scopes)).rejects.toMatchObject({
      code: 'withheld_by_policy',
    });
    expect((await run('read_resource', { uri }, withheld, graph, scopes)).text).toContain('Project X');
  });
});
