import { describe, expect, it } from 'vitest';
import { users } from '../seed-data/tenants.ts';
import { createGraphClient, createTestGraph } from '../test-helpers/graph-client.ts';

const graph = createTestGraph();
const megan = createGraphClient(graph, 'megan');
const window = 'startDateTime=2026-11-01T00:00:00Z&endDateTime=2026-12-31T00:00:00Z';

/** The first item of a list, for paths that need an id. */
async function first(path: string): Promise<Record<string, string>> {
  return (await megan.get(path)).body.value[0];
}

const folder = await first('/me/mailFolders');
const message = await first(
  `/me/messages?$filter=${encodeURIComponent("subject eq 'Receipts for October'")}`,
);
const attachment = await first(`/me/messages/${message['id']}/attachments`);
const event = await first(`/me/calendarView?${window}&$filter=hasAttachments eq true`);
const site = await first('/sites?search=*');
const drive = await first(`/sites/${site['id']}/drives`);
const item = await first(`/drives/${drive['id']}/root/children`);
const list = await first(`/sites/${site['id']}/lists`);
const team = await first('/me/joinedTeams');
const channel = await first(`/teams/${team['id']}/channels`);
const post = await first(`/teams/${team['id']}/channels/${channel['id']}/messages`);
const chat = await first('/me/chats');

const owners = ['/me', `/users/${users.megan.objectId}`];

/** Every list and every entity that the documented rules describe and the tenant serves. */
const paths: readonly string[] = [
  '/me',
  '/me/mailboxSettings',
  '/users?$top=3',
  `/users/${users.adele.userPrincipalName}`,
  ...owners.flatMap((owner) => [
    `${owner}/messages?$top=50`,
    `${owner}/messages?$top=2&$expand=attachments`,
    `${owner}/messages/${message['id']}`,
    `${owner}/messages/${message['id']}/attachments`,
    `${owner}/messages/${message['id']}/attachments/${attachment['id']}`,
    `${owner}/mailFolders?$top=50&includeHiddenFolders=true`,
    `${owner}/mailFolders/${folder['id']}`,
    `${owner}/mailFolders/inbox/childFolders`,
    `${owner}/mailFolders/inbox/messages?$top=50`,
    `${owner}/calendars`,
    `${owner}/calendarView?${window}&$top=100`,
    `${owner}/calendar/calendarView?${window}`,
    `${owner}/events?$top=50`,
    `${owner}/events/${event['id']}`,
    `${owner}/events/${event['id']}/attachments`,
  ]),
  '/me/drive',
  "/me/drive/root/search(q='halo')",
  `/drives/${drive['id']}`,
  `/drives/${drive['id']}/root`,
  `/drives/${drive['id']}/root/children`,
  `/drives/${drive['id']}/root:/Halo`,
  `/drives/${drive['id']}/root:/Halo:/children`,
  `/drives/${drive['id']}/root/search(q='halo')`,
  `/drives/${drive['id']}/items/${item['id']}`,
  `/drives/${drive['id']}/items/${item['id']}/children?$orderby=name`,
  `/sites/${site['id']}`,
  `/sites/${site['id']}/drive`,
  `/sites/${site['id']}/lists/${list['id']}`,
  `/sites/${site['id']}/lists/${list['id']}/items?$expand=fields`,
  `/sites/${site['id']}/lists/${list['id']}/items/1?$expand=fields`,
  `/sites/${site['id']}/pages`,
  `/teams/${team['id']}/channels/${channel['id']}`,
  `/teams/${team['id']}/channels/${channel['id']}/filesFolder`,
  `/teams/${team['id']}/channels/${channel['id']}/messages?$top=50&$expand=replies`,
  `/teams/${team['id']}/channels/${channel['id']}/messages/${post['id']}`,
  `/teams/${team['id']}/channels/${channel['id']}/messages/${post['id']}/replies`,
  `/teams/${team['id']}/channels/${channel['id']}/messages/${post['id']}/hostedContents`,
  '/me/chats?$expand=members,lastMessagePreview&$top=50',
  `/chats/${chat['id']}`,
  `/chats/${chat['id']}/members`,
  `/chats/${chat['id']}/messages?$top=50`,
  `/me/chats/${chat['id']}/messages`,
];

const searches = ['message', 'event', 'chatMessage', 'driveItem', 'listItem', 'list', 'site', 'drive'];

// The client checks each request and response.
describe('the documented rules of Graph', () => {
  it.each(paths)('holds for GET %s', async (path) => {
    expect((await megan.get(path)).status).toBe(200);
  });

  it('holds for GET /me/people', async () => {
    const client = createGraphClient(graph, 'megan', ['People.Read']);
    expect((await client.get('/me/people?$top=3')).body.value).toHaveLength(3);
  });

  it.each(searches)('holds for a search of %s', async (type) => {
    const response = await megan.post('/search/query', {
      requests: [
        { entityTypes: [type], query: { queryString: 'halo OR contoso OR finance' }, from: 0, size: 25 },
      ],
    });
    expect(response.body.value[0].hitsContainers[0].hits.length).toBeGreaterThan(0);
  });
});
