import { describe, expect, it } from 'vitest';
import { contoso, users } from '../seed-data/tenants.ts';
import { createGraphClient, createTestGraph } from '../test-helpers/graph-client.ts';

const graph = createTestGraph();
const basic = ['Mail.ReadBasic', 'User.Read'];
const grady = { tenantId: contoso, objectId: 'a1000000-0000-4000-8000-000000000005' };
const pattisMessage = (await createGraphClient(graph, 'patti').get('/me/messages?$top=1&$select=id')).body
  .value[0].id as string;

type Who = Parameters<typeof createGraphClient>[1];

/** User, permissions (default: all), request and the expected Graph error. */
const errorCases: readonly (readonly [string, Who, readonly string[] | undefined, string, number, string])[] =
  [
    [
      '$search with $filter',
      'megan',
      undefined,
      '/me/messages?$search="x"&$filter=isRead eq true',
      400,
      'SearchWithFilter',
    ],
    [
      '$search with $orderby',
      'megan',
      undefined,
      '/me/messages?$search="x"&$orderby=receivedDateTime',
      400,
      'SearchWithOrderBy',
    ],
    ['$search without quotes', 'megan', undefined, '/me/messages?$search=from:bob', 400, 'BadRequest'],
    [
      '$orderby not first in $filter',
      'megan',
      undefined,
      '/me/messages?$filter=isRead eq true&$orderby=receivedDateTime desc',
      400,
      'InefficientFilter',
    ],
    [
      '$orderby second in $filter',
      'megan',
      undefined,
      '/me/messages?$filter=isRead eq true and receivedDateTime ge 2026-01-01T00:00:00Z&$orderby=receivedDateTime desc',
      400,
      'InefficientFilter',
    ],
    [
      'unknown $select',
      'megan',
      undefined,
      '/me/messages?$select=joinWebLink',
      400,
      'RequestBroker--ParseUri',
    ],
    [
      'unknown $filter property',
      'megan',
      undefined,
      "/me/messages?$filter=nope eq 'x'",
      400,
      'RequestBroker--ParseUri',
    ],
    ['broken $filter', 'megan', undefined, "/me/messages?$filter=subject eq 'x", 400, 'BadRequest'],
    [
      'filter on recipients',
      'megan',
      undefined,
      "/me/messages?$filter=toRecipients/emailAddress/address eq 'x'",
      400,
      'ErrorInvalidUrlQueryFilter',
    ],
    ['$top over the limit', 'megan', undefined, '/me/messages?$top=1001', 400, 'RequestBroker--ParseUri'],
    ['$top of nothing', 'megan', undefined, '/me/messages?$top=0', 400, 'RequestBroker--ParseUri'],
    ['malformed message id', 'megan', undefined, '/me/messages/abc', 400, 'ErrorInvalidIdMalformed'],
    ['id in standard base64', 'megan', undefined, '/me/messages/AAMk%2Fabc', 400, 'ErrorInvalidIdMalformed'],
    ['folder by display name', 'megan', undefined, '/me/mailFolders/Travel', 400, 'ErrorInvalidIdMalformed'],
    [
      'id of another mailbox',
      'megan',
      undefined,
      `/me/messages/${pattisMessage}`,
      404,
      'ErrorInvalidMailboxItemId',
    ],
    ['no mail permission', 'megan', ['User.Read'], '/me/messages', 403, 'ErrorAccessDenied'],
    ['search with Mail.ReadBasic', 'megan', basic, '/me/messages?$search="x"', 403, 'ErrorAccessDenied'],
    [
      'attachments with Mail.ReadBasic',
      'patti',
      basic,
      `/me/messages/${pattisMessage}/attachments`,
      403,
      'ErrorAccessDenied',
    ],
    [
      'filter on content with Mail.ReadBasic',
      'megan',
      basic,
      "/me/messages?$filter=contains(bodyPreview,'x')",
      403,
      'ErrorAccessDenied',
    ],
    [
      'mailbox of a colleague',
      'megan',
      undefined,
      '/users/patti@contoso.example/messages',
      403,
      'ErrorAccessDenied',
    ],
    [
      'shared mailbox without Shared',
      'megan',
      ['Mail.Read'],
      '/users/invoices@contoso.example/messages',
      403,
      'ErrorAccessDenied',
    ],
    [
      'user of the other tenant',
      'megan',
      undefined,
      '/users/diego@fabrikam.example/messages',
      404,
      'ErrorInvalidUser',
    ],
    [
      'mailbox on a server of their own',
      'megan',
      undefined,
      '/users/grady@contoso.example/messages',
      404,
      'MailboxNotEnabledForRESTAPI',
    ],
    [
      'own mailbox on a server of their own',
      grady,
      undefined,
      '/me/messages',
      404,
      'MailboxNotEnabledForRESTAPI',
    ],
    ['unknown user', 'megan', undefined, '/users/nobody@contoso.example', 404, 'Request_ResourceNotFound'],
    [
      'others without permission',
      'megan',
      ['User.Read'],
      '/users/patti@contoso.example',
      403,
      'Authorization_RequestDenied',
    ],
    [
      '$search of users without ConsistencyLevel',
      'megan',
      undefined,
      '/users?$search="displayName:x"',
      400,
      'Request_UnsupportedQuery',
    ],
    ['settings without permission', 'megan', ['User.Read'], '/me/mailboxSettings', 403, 'ErrorAccessDenied'],
    ['unknown path', 'megan', undefined, '/me/calendarGroupsOfNothing', 400, 'BadRequest'],
    ['malformed drive id', 'megan', undefined, '/drives/abc/root', 400, 'invalidRequest'],
    ['library that is not open', 'adele', undefined, '/sites/root/drives/none', 400, 'BadRequest'],
    ['sites without permission', 'megan', ['Files.Read'], '/sites?search=*', 403, 'accessDenied'],
    ['own drive without permission', 'megan', ['User.Read'], '/me/drive/root', 403, 'accessDenied'],
    ['missing file', 'megan', undefined, '/me/drive/root:/nothing.txt', 404, 'itemNotFound'],
    [
      '$filter on children',
      'megan',
      undefined,
      "/me/drive/root/children?$filter=name eq 'x'",
      400,
      'invalidRequest',
    ],
    ['sharing token that is none', 'megan', undefined, '/shares/abc/driveItem', 400, 'invalidRequest'],
  ];

describe('refusals', () => {
  it.each(errorCases)('%s', async (_name, who, scopes, path, status, code) => {
    const response = await createGraphClient(graph, who, scopes).get(path);
    expect([response.status, response.body.error?.code]).toEqual([status, code]);
    const { innerError } = response.body.error;
    expect(innerError['request-id']).toBe(response.headers.get('request-id'));
    expect(innerError.date).toBe('2026-11-24T10:00:00');
  });

  it('a method that is not for reading', async () => {
    const session = { tenantId: contoso, objectId: users.megan.objectId, scopes: new Set(['Mail.Read']) };
    const request = new Request('https://graph.microsoft.com/v1.0/me/messages', { method: 'DELETE' });
    expect((await graph.fetch(request, session)).status).toBe(405);
  });

  it('echoes the client request id', async () => {
    const response = await createGraphClient(graph, 'megan').get('/me', { 'client-request-id': 'abc' });
    expect(response.headers.get('client-request-id')).toBe('abc');
  });

  it('shows less with Mail.ReadBasic, without an error', async () => {
    const { body } = await createGraphClient(graph, 'megan', basic).get(
      '/me/messages?$top=1&$select=subject,bodyPreview,body',
    );
    expect(Object.keys(body.value[0]).toSorted()).toEqual(['@odata.etag', 'id', 'subject']);
  });

  it('keeps two users with the same object id apart by tenant', async () => {
    const me = await createGraphClient(graph, 'diego').get('/me');
    expect(me.body.displayName).toBe('Diego Siciliani');
    const { body } = await createGraphClient(graph, 'diego').get('/me/messages?$top=1000&$select=subject');
    expect(body.value.map((message: { subject: string }) => message.subject)).not.toContain(
      'Receipts for October',
    );
  });
});
