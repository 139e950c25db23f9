import { beforeAll, describe, expect, it } from 'vitest';
import { contoso, lastFullWeeks, users } from 'm365-simulator';
import type { AnyClient, ToolResult } from '../../scripts/lib/mcp-clients.ts';
import { optionalPermissions, requestedPermissions } from '../../src/tenants/permissions.ts';
import { createAdministrator } from './admin/administrator.ts';
import { useConnector } from './connector.ts';
import { searchItems } from './reading/search-items.ts';
import { read } from './reading/read-resource.ts';

const connector = useConnector();
const shared = 'invoices@contoso.example';

/** One ability: a call, and all permissions that it needs. */
interface Probe {
  /** `read_resource` or the search tool. */
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly needs: readonly string[];
  /** For a search of several areas: whether an item is of this one. */
  readonly isOf?: (item: Readonly<Record<string, unknown>>) => boolean;
  /** For a part of a resource: whether the result has it. */
  readonly hasPart?: (result: ToolResult) => boolean;
  /** The part is left out without a word. */
  readonly isSilent?: true;
  /** Kind of the resource in `resources/templates/list` and `resources/list`. */
  readonly kind?: string;
}
const probes = new Map<string, Probe>();
/** Every tool, with the areas of which one is enough. */
const toolNeeds: Readonly<Record<string, readonly string[]>> = {
  sharepoint_search: ['Sites.Read.All', 'Files.Read.All', 'Files.Read'],
  sharepoint_folder_search: ['Sites.Read.All', 'Files.Read.All', 'Files.Read'],
  outlook_email_search: ['Mail.Read', 'Mail.Read.Shared'],
  outlook_calendar_search: ['Calendars.Read', 'Calendars.Read.Shared'],
  find_meeting_availability: ['Calendars.Read'],
  chat_message_search: ['Chat.Read', 'ChannelMessage.Read.All'],
  people_search: ['User.ReadBasic.All'],
  read_resource: [],
};

/** Lesser permissions, named where they would do. */
const lesser: Readonly<Record<string, string>> = {
  'Mail.Read': 'Mail.ReadBasic',
  'Chat.Read': 'Chat.ReadBasic',
  'Files.Read.All': 'Files.Read',
};

/** Permissions of kinds that also exist in mailboxes, calendars and OneDrive of others, of which no probe is. */
const othersNeed: Readonly<Record<string, readonly string[]>> = {
  attachment: ['Mail.Read.Shared'],
  eventAttachment: ['Calendars.Read.Shared'],
  filePath: ['Files.Read.All'],
  meeting: ['Calendars.Read.Shared', 'OnlineMeetings.Read'],
  transcript: ['Calendars.Read.Shared', 'OnlineMeetings.Read', 'OnlineMeetingTranscript.Read.All'],
  siteDrives: ['Files.Read.All'],
};

/** A client of Megan after all these permissions were granted. */
async function connectWith(permissions: readonly string[]): Promise<AnyClient> {
  connector.simulation.tenant.control.setGrants(contoso, permissions);
  return await connector.client('2026-07-28', 'megan');
}

async function findUri(client: AnyClient, tool: string, args: object, part: string): Promise<string> {
  const items = await searchItems(client, tool, args as Record<string, unknown>);
  const uri = items.map((item) => String(item['uri'])).find((text) => text.includes(part));
  if (uri === undefined)
    throw new Error(`${tool} ${JSON.stringify(args)}: no ${part} in ${JSON.stringify(items)}`);
  return uri;
}

async function findFile(
  client: AnyClient,
  name: string,
): Promise<{ uri: string; webUrl: string; folder: string }> {
  const items = await searchItems(client, 'sharepoint_search', { query: name, limit: 25 });
  const uri = String(items.find((item) => item['name'] === name)?.['uri']);
  const { facts } = await read(client, uri);
  return { uri, webUrl: String(facts['webUrl']), folder: String(facts['folder']) };
}

beforeAll(async () => {
  const megan = await connectWith(requestedPermissions);
  const add = (name: string, kind: string | undefined, needs: string | readonly string[], uri: string) =>
    probes.set(name, {
      tool: 'read_resource',
      args: { uri },
      needs: [needs].flat(),
      ...(kind !== undefined && { kind }),
    });
  const addSearch = (name: string, tool: string, needs: string, args: object, isOf?: Probe['isOf']) =>
    probes.set(name, { tool, args: args as Probe['args'], needs: [needs], ...(isOf && { isOf }) });

  const mail = await findUri(megan, 'outlook_email_search', { query: 'budget' }, 'mail:');
  const [withAttachment] = await searchItems(megan, 'outlook_email_search', { query: 'hasAttachments:true' });
  const attachments = (await read(megan, String(withAttachment?.['uri']))).facts['attachments'];
  const sharedMail = await findUri(megan, 'outlook_email_search', { mailbox: shared }, 'owner=');
  add('a mail', 'message', 'Mail.Read', mail);
  add('an attachment', 'attachment', 'Mail.Read', (attachments as [{ uri: string }])[0].uri);
  add('mail folders', 'mailFolders', 'Mail.Read', 'mail:///folders/');
  add('a mail folder', 'mailFolder', 'Mail.Read', 'mail:///folders/inbox');
  add('a shared mail', 'message', 'Mail.Read.Shared', sharedMail);
  add('a shared mail folder', 'mailFolder', 'Mail.Read.Shared', `mail:///folders/inbox?owner=${shared}`);
  add('shared mail folders', 'mailFolders', 'Mail.Read.Shared', `mail:///folders/?owner=${shared}`);
  addSearch('mail search', 'outlook_email_search', 'Mail.Read', { query: 'budget' });
  addSearch('the newest mail', 'outlook_email_search', 'Mail.Read', {});
  addSearch('best mail', 'outlook_email_search', 'Mail.Read', { query: 'budget', order: 'relevance' });
  addSearch('shared mail search', 'outlook_email_search', 'Mail.Read.Shared', { mailbox: shared });

  const past = { query: 'Halo weekly', ...lastFullWeeks(1) };
  const event = await findUri(megan, 'outlook_calendar_search', past, 'calendar:');
  const patti = { calendarOwnerEmail: users.patti.userPrincipalName };
  add('an event', 'event', 'Calendars.Read', event);
  add(
    'a shared event',
    'event',
    'Calendars.Read.Shared',
    await findUri(megan, 'outlook_calendar_search', patti, 'owner='),
  );
  addSearch('calendar search', 'outlook_calendar_search', 'Calendars.Read', {});
  addSearch('shared calendar search', 'outlook_calendar_search', 'Calendars.Read.Shared', patti);
  addSearch('free times', 'find_meeting_availability', 'Calendars.Read', {
    participants: [users.adele.userPrincipalName],
  });
  probes.set('free times by name', {
    tool: 'find_meeting_availability',
    args: { participants: ['Adele Vance'] },
    needs: ['Calendars.Read', 'User.ReadBasic.All'],
  });
  addSearch('people by name', 'people_search', 'User.ReadBasic.All', { query: 'Adele' });
  add('a person', 'person', 'User.ReadBasic.All', `person:///${users.adele.objectId}`);
  const withFile = { query: 'Budget review', afterDateTime: dayFromNow(-7), beforeDateTime: dayFromNow(21) };
  const withFileUri = await findUri(megan, 'outlook_calendar_search', withFile, 'calendar:');
  const [eventFile] = (await read(megan, withFileUri)).facts['attachments'] as [{ uri: string }];
  add('an attachment of an event', 'eventAttachment', 'Calendars.Read', eventFile.uri);
  // Graph accepts the permissions for shared mailboxes and calendars for the own ones too.
  const self = users.megan.userPrincipalName;
  for (const owner of [self, self.toUpperCase(), users.megan.objectId]) {
    add(
      `the own mailbox as that of ${owner}`,
      undefined,
      ['Mail.Read', 'Mail.Read.Shared'],
      `mail:///folders/inbox?owner=${owner}`,
    );
    add(
      `an own event as one of ${owner}`,
      undefined,
      ['Calendars.Read', 'Calendars.Read.Shared'],
      `${event}?owner=${owner}`,
    );
  }
  probes.set('mail search with the own address as mailbox', {
    tool: 'outlook_email_search',
    args: { mailbox: self },
    needs: ['Mail.Read'],
  });
  probes.set('calendar search with the own address as owner', {
    tool: 'outlook_calendar_search',
    args: { calendarOwnerEmail: self },
    needs: ['Calendars.Read'],
  });
  const meetingUri = event.replace('calendar:', 'meeting:');
  const meeting = ['Calendars.Read', 'OnlineMeetings.Read'];
  add('a meeting', 'meeting', meeting, meetingUri);
  add(
    'a transcript',
    'transcript',
    [...meeting, 'OnlineMeetingTranscript.Read.All'],
    event.replace('calendar:', 'meeting-transcript:'),
  );
  for (const [part, permission] of [
    ['transcript', 'OnlineMeetingTranscript.Read.All'],
    ['notes', 'OnlineMeetingAiInsight.Read.All'],
    ['attendance', 'OnlineMeetingArtifact.Read.All'],
    ['recordings', 'OnlineMeetingRecording.Read.All'],
  ] as const) {
    probes.set(`the ${part} of a meeting`, {
      tool: 'read_resource',
      args: { uri: meetingUri },
      needs: [...meeting, permission],
      hasPart: ({ structuredContent }) =>
        !(structuredContent?.['facts'] as { missing?: Record<string, string> } | undefined)?.missing?.[part],
    });
  }

  const isChat = (item: Readonly<Record<string, unknown>>) =>
    String(item['uri']).startsWith('teams:///chats/');
  const isPost = (item: Readonly<Record<string, unknown>>) =>
    String(item['uri']).startsWith('teams:///teams/');
  const launch = { query: 'launch OR budget', limit: 25 };
  const chatMessage = await findUri(megan, 'chat_message_search', launch, 'teams:///chats/');
  const post = await findUri(megan, 'chat_message_search', launch, 'teams:///teams/');
  const team = post.replace(/\/channels\/.*$/, '/channels/');
  add('chats', 'chats', 'Chat.Read', 'teams:///chats/');
  add('a chat', 'chat', 'Chat.Read', chatMessage.replace(/\d+$/, ''));
  add('a chat message', 'chatMessage', 'Chat.Read', chatMessage);
  add('teams', 'teams', 'Team.ReadBasic.All', 'teams:///teams/');
  add('channels', 'team', 'Channel.ReadBasic.All', team);
  add('a post', 'channelMessage', 'ChannelMessage.Read.All', post.replace(/\/replies\/\d+$/, ''));
  // A search hit of a reply does not name its post.
  const answered = await findUri(
    megan,
    'chat_message_search',
    { query: '"LED driver"', limit: 25 },
    'teams:///teams/',
  );
  const answer = await findUri(
    megan,
    'chat_message_search',
    { query: '"Then I sign on Monday"' },
    'teams:///teams/',
  );
  const reply = `${answered}/replies/${answer.split('/').at(-1)}`;
  add('a reply to a post', 'channelReply', 'ChannelMessage.Read.All', reply);
  const channel = post.replace(/\/messages\/.*$/, '/messages/');
  probes.set('the posts of a channel', {
    tool: 'read_resource',
    args: { uri: channel },
    needs: ['ChannelMessage.Read.All'],
    hasPart: ({ structuredContent }) => getFacts(structuredContent)['messageUri'] !== undefined,
  });
  probes.set('the name of a channel', {
    tool: 'read_resource',
    args: { uri: channel },
    needs: ['Channel.ReadBasic.All'],
    hasPart: ({ structuredContent }) => structuredContent?.['title'] !== undefined,
    isSilent: true,
  });
  addSearch('chat search', 'chat_message_search', 'Chat.Read', launch, isChat);
  addSearch('the newest chat messages', 'chat_message_search', 'Chat.Read', {}, isChat);
  addSearch('channel search', 'chat_message_search', 'ChannelMessage.Read.All', launch, isPost);

  const own = await findFile(megan, 'Halo ideas.md');
  const theirs = await findFile(megan, 'Board agenda.md');
  const ofSite = await findFile(megan, 'FY27 Budget.xlsx');
  const page = await findUri(megan, 'sharepoint_search', { fileType: 'aspx', limit: 25 }, 'page:');
  for (const [place, needs, found] of [
    ['the own OneDrive', 'Files.Read', own],
    ['the OneDrive of others', 'Files.Read.All', theirs],
    ['a site', 'Sites.Read.All', ofSite],
  ] as const) {
    const [, drive = ''] = /^file:\/\/\/([^/]+)/.exec(found.uri) ?? [];
    const isOf = (item: Readonly<Record<string, unknown>>) => String(item['uri']).includes(drive);
    // After site or owner, and library. The URL of an Office file has no path.
    const path =
      found === ofSite
        ? encodeURIComponent('Board report Q3.pdf')
        : new URL(found.webUrl).pathname.split('/').slice(4).join('/');
    add(`a file of ${place}`, 'file', needs, found.uri);
    add(`a file of ${place} by its path`, 'filePath', needs, `file:///${drive}/${path}`);
    add(`a file of ${place} by link`, undefined, needs, found.webUrl);
    addSearch(
      `search in ${place}`,
      'sharepoint_search',
      needs,
      { query: 'halo OR budget OR agenda', limit: 50 },
      isOf,
    );
    if (needs !== 'Files.Read.All')
      add(`the top folder of ${place}`, 'driveRoot', needs, `file:///${drive}/root`);
  }
  const isOwn = ({ uri }: { readonly uri?: unknown }) => String(uri).includes(String(own.uri.split('/')[3]));
  addSearch(
    'folders of the own OneDrive',
    'sharepoint_folder_search',
    'Files.Read',
    { name: 'Drafts' },
    isOwn,
  );
  addSearch('folders of sites', 'sharepoint_folder_search', 'Sites.Read.All', { name: 'Halo' });
  const site = String((await read(megan, page)).facts['site']);
  add('the own OneDrive', 'ownDrive', 'Files.Read', 'drive:///me');
  add('a page', 'page', 'Sites.Read.All', page);
  add('a site', 'siteDrives', 'Sites.Read.All', site);
  const row = await findUri(megan, 'sharepoint_search', { query: 'Lisbon chess' }, 'list:');
  add('a list', 'list', 'Sites.Read.All', row.replace(/\/[^/]+$/, ''));
  add('a row of a list', 'listRow', 'Sites.Read.All', row);
  add(
    'a list by link',
    undefined,
    'Sites.Read.All',
    'https://contoso.sharepoint.com/sites/marketing/Lists/Sponsorships/AllItems.aspx',
  );
  addSearch('search for rows', 'sharepoint_search', 'Sites.Read.All', { query: 'Lisbon chess' });
  addSearch('search for lists', 'sharepoint_search', 'Sites.Read.All', {
    query: 'sponsorships',
    kind: 'list',
  });
  addSearch('search in a named site', 'sharepoint_search', 'Sites.Read.All', {
    query: 'budget',
    site: 'Finance',
  });
  await megan.close();
});

function getFacts(structured: ToolResult['structuredContent']): Readonly<Record<string, unknown>> {
  return (structured?.['facts'] ?? {}) as Readonly<Record<string, unknown>>;
}

function dayFromNow(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

/** Names of mail folders in `completion/complete`. */
async function completeFolders(client: AnyClient): Promise<readonly string[]> {
  const completer = client as unknown as {
    complete(params: object): Promise<{ completion: { values: string[] } }>;
  };
  const ref = { type: 'ref/resource', uri: 'mail:///folders/{+folder}{?owner,startPage}' };
  const { completion } = await completer.complete({ ref, argument: { name: 'folder', value: 'in' } });
  return completion.values;
}

interface Outcome {
  readonly isOpen: boolean;
  readonly permissions: readonly string[];
  readonly text: string;
}

async function run(client: AnyClient, { tool, args, isOf, hasPart }: Probe): Promise<Outcome> {
  const result = await client.callTool({ name: tool, arguments: args });
  const text = result.content.map((block) => block.text ?? '').join('\n');
  const { error } = (result.structuredContent ?? {}) as { error?: { permissions?: string[] } };
  const items = (result.structuredContent?.['items'] ?? []) as Record<string, unknown>[];
  const isOpen =
    result.isError !== true &&
    (tool === 'read_resource' ? (hasPart?.(result) ?? true) : items.some((item) => isOf?.(item) ?? true));
  return { isOpen, permissions: error?.permissions ?? [], text };
}

/** The outcomes of all probes, in calls of a few at once. */
async function runAll(client: AnyClient): Promise<ReadonlyMap<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  const waiting = [...probes];
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      for (let next = waiting.pop(); next; next = waiting.pop()) {
        const [name, probe] = next;
        outcomes.set(name, await run(client, probe));
      }
    }),
  );
  return outcomes;
}

/** Kinds of resources of the probes. */
function probedKinds(isIncluded: (probe: Probe) => boolean = () => true): ReadonlySet<string> {
  return new Set([...probes.values()].filter(isIncluded).flatMap(({ kind }) => kind ?? []));
}

/** The kinds in `resources/list` and `resources/templates/list`. */
async function listKinds(client: AnyClient): Promise<readonly string[]> {
  const lists = client as unknown as {
    listResources(): Promise<{ resources: { name: string }[] }>;
    listResourceTemplates(): Promise<{ resourceTemplates: { name: string }[] }>;
  };
  const [{ resources }, { resourceTemplates }] = await Promise.all([
    lists.listResources(),
    lists.listResourceTemplates(),
  ]);
  return [...new Set([...resources, ...resourceTemplates].map(({ name }) => name))];
}

/** Whether a kind is open through the areas of a probe or those of others. */
function isAnyOpen({ kind = '', needs }: Probe, isMissing: (permission: string) => boolean): boolean {
  return [needs, othersNeed[kind] ?? needs].some((all) => !all.some(isMissing));
}

/** Compares every probe, the list of tools and `me:///` with the permissions that are not effective. */
async function expectGone(client: AnyClient, missing: readonly string[]): Promise<void> {
  const isMissing = (permission: string): boolean => missing.includes(permission);
  const outcomes = await runAll(client);
  for (const [name, probe] of probes) {
    const { isOpen, permissions, text } = outcomes.get(name) ?? { isOpen: false, permissions: [], text: '' };
    const lacking = probe.needs.filter(isMissing);
    expect(isOpen, `${name}: ${text.slice(0, 300)}`).toBe(lacking.length === 0);
    const named = lacking.flatMap((permission) => [permission, lesser[permission] ?? permission]);
    for (const permission of permissions) expect(named, `${name}: ${text}`).toContain(permission);
    if (!isOpen && probe.isSilent !== true)
      expect(
        lacking.some((permission) => text.includes(permission)),
        `${name}: ${text}`,
      ).toBe(true);
  }
  const granted = [...requestedPermissions, 'Files.Read'].filter((name) => !isMissing(name));
  const openTools = Object.entries(toolNeeds)
    .filter(([, needs]) => needs.length === 0 || needs.some((name) => granted.includes(name)))
    .map(([name]) => name);
  expect((await client.listTools()).tools.map(({ name }) => name).toSorted()).toEqual(openTools.toSorted());
  expect((await listKinds(client)).filter((kind) => probedKinds().has(kind)).toSorted()).toEqual(
    [...probedKinds((probe) => isAnyOpen(probe, isMissing))].toSorted(),
  );
  expect((await completeFolders(client)).length > 0).toBe(!isMissing('Mail.Read'));
  const me = await read(client, 'me:///');
  expect((me.facts['tools'] as string[]).toSorted()).toEqual(openTools.toSorted());
  const closed = Object.values((me.facts['closedAreas'] ?? {}) as Record<string, string>).join(' ');
  for (const permission of missing) expect(closed).toContain(permission);
  for (const permission of missing) expect(me.facts['permissions']).not.toContain(permission);
}

describe('every requested permission granted but one', () => {
  it('opens every ability with all of them', async () => {
    const client = await connectWith(requestedPermissions);
    await expectGone(client, []);
    await client.close();
  });

  it.each(requestedPermissions)('without %s only its area is gone', async (missing) => {
    const client = await connectWith(requestedPermissions.filter((name) => name !== missing));
    await expectGone(client, missing === 'Files.Read.All' ? [missing, 'Files.Read'] : [missing]);
    await client.close();
  });

  it.each<[string, string, readonly string[]]>([
    ['Files.Read.All', 'Files.Read', ['Files.Read.All']],
    ['Calendars.Read', 'Calendars.Read.Shared', ['Calendars.Read']],
  ])('without %s, and %s granted, only %j is gone', async (wide, narrow, missing) => {
    const client = await connectWith([...requestedPermissions.filter((name) => name !== wide), narrow]);
    await expectGone(client, missing);
    await client.close();
  });
});

describe('every permission granted and one disabled by the tenant policy', () => {
  const disabled = process.env['LONG_TESTS']
    ? requestedPermissions
    : (['Mail.Read', 'Calendars.Read', 'Sites.Read.All', 'Files.Read.All', 'Chat.Read'] as const);
  it.each(disabled)('without %s only its area is gone', async (permission) => {
    const client = await connectWith(requestedPermissions);
    const patti = createAdministrator(connector.simulation.url);
    await patti.signIn();
    expect((await patti.change(`permission_off:${permission}`)).text).toContain('Done.');
    try {
      // A new isolate reads the policy at once. tenant-policy.test.ts proves how soon a running one follows.
      await connector.simulation.restart();
      await expectGone(client, permission === 'Files.Read.All' ? [permission, 'Files.Read'] : [permission]);
    } finally {
      await patti.change(`permission_on:${permission}`);
      await client.close();
    }
  });
});

/** Each part of people and tasks that an optional permission opens. */
const optionalProbes = [
  ['Tasks.Read', 'task_search', {}, () => true],
  ['Notes.Read.All', 'note_search', { site: 'Marketing' }, () => true],
  ['User.Read.All', 'people_search', { query: 'Adele' }, ({ title }) => title !== undefined],
  ['People.Read', 'people_search', { relation: 'worksWith' }, () => true],
  ['Presence.Read.All', 'people_search', { query: 'Adele' }, ({ presence }) => presence !== undefined],
] as const satisfies readonly (readonly [
  string,
  string,
  Readonly<Record<string, unknown>>,
  (item: Readonly<Record<string, unknown>>) => boolean,
])[];

describe('every optional permission granted but one', () => {
  it.each([undefined, ...optionalPermissions])('without %s only its part is gone', async (missing) => {
    const all = [...requestedPermissions, ...optionalPermissions];
    const client = await connectWith(all.filter((name) => name !== missing));
    for (const [permission, tool, args, isPart] of optionalProbes) {
      const items = await searchItems(client, tool, args);
      expect(items.some(isPart), `${tool} ${JSON.stringify(args)}`).toBe(permission !== missing);
    }
    const names = (await client.listTools()).tools.map(({ name }) => name);
    expect(names.includes('task_search')).toBe(missing !== 'Tasks.Read');
    const kinds = await listKinds(client);
    for (const kind of ['plannerTask', 'todoTask']) {
      expect(kinds.includes(kind)).toBe(missing !== 'Tasks.Read');
    }
    await client.close();
  });
});

describe('notes', () => {
  const noteKinds = ['notebook', 'notePage'];
  /** URIs of a page and its notebook, from a search. */
  async function findNotes(client: AnyClient, args: object): Promise<readonly string[]> {
    const page = await findUri(client, 'note_search', args, 'note:');
    return [page, String((await read(client, page)).facts['notebookUri'])];
  }

  async function connectWithNotes(...notes: readonly string[]): Promise<AnyClient> {
    return await connectWith([...requestedPermissions, ...notes]);
  }

  /** Opens every URI, or expects an error that names the permission. */
  async function expectReads(client: AnyClient, uris: readonly string[], missing?: string): Promise<void> {
    for (const uri of uris) {
      const probe = { tool: 'read_resource', args: { uri }, needs: [] };
      const { isOpen, permissions, text } = await run(client, probe);
      expect([uri, isOpen], text).toEqual([uri, missing === undefined]);
      expect(permissions, text).toEqual(missing === undefined ? [] : [missing]);
    }
  }

  const own: string[] = [];
  const ofSite: string[] = [];
  const ofTeam: string[] = [];
  beforeAll(async () => {
    const client = await connectWithNotes('Notes.Read.All');
    own.push(...(await findNotes(client, {})));
    ofSite.push(...(await findNotes(client, { site: 'Marketing' })));
    ofTeam.push(...(await findNotes(client, { team: 'Halo launch' })));
    await client.close();
  });

  it('opens own notes and those of sites and teams with Notes.Read.All', async () => {
    const client = await connectWithNotes('Notes.Read.All');
    await expectReads(client, [...own, ...ofSite, ...ofTeam]);
    expect(await listKinds(client)).toEqual(expect.arrayContaining(noteKinds));
    await client.close();
  });

  it('opens own notes alone with Notes.Read', async () => {
    const client = await connectWithNotes('Notes.Read');
    expect((await searchItems(client, 'note_search', {})).length).toBeGreaterThan(0);
    await expectReads(client, own);
    await expectReads(client, [...ofSite, ...ofTeam], 'Notes.Read.All');
    for (const args of [{ site: 'Marketing' }, { team: 'Halo launch' }]) {
      const { isOpen, permissions } = await run(client, { tool: 'note_search', args, needs: [] });
      expect([isOpen, permissions]).toEqual([false, ['Notes.Read.All']]);
    }
    expect(await listKinds(client)).toEqual(expect.arrayContaining(noteKinds));
    await client.close();
  });

  it('opens notes of a site only with Sites.Read.All', async () => {
    const permissions = requestedPermissions.filter((name) => name !== 'Sites.Read.All');
    const client = await connectWith([...permissions, 'Notes.Read.All']);
    await expectReads(client, [...own, ...ofTeam]);
    await expectReads(client, ofSite, 'Sites.Read.All');
    await client.close();
  });

  it('opens no notes without either, and lists neither their tool nor their kinds', async () => {
    const client = await connectWithNotes();
    await expectReads(client, own, 'Notes.Read');
    await expectReads(client, [...ofSite, ...ofTeam], 'Notes.Read.All');
    expect((await client.listTools()).tools.map(({ name }) => name)).not.toContain('note_search');
    expect((await listKinds(client)).filter((kind) => noteKinds.includes(kind))).toEqual([]);
    await client.close();
  });
});
