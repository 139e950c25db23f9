import { describe, expect, it } from 'vitest';
import { checkRequest, checkResponse } from './graph-rules.ts';

const root = 'https://graph.microsoft.com/v1.0';
const get = (path: string, headers: Record<string, string> = {}) =>
  checkRequest({ method: 'GET', url: root + path, headers });
const search = (...requests: readonly object[]) =>
  checkRequest({ method: 'POST', url: `${root}/search/query`, headers: {}, body: { requests } });

describe('checkRequest', () => {
  it.each([
    '/me',
    '/me/messages?$top=25&$select=subject,from&$search=%22budget%22',
    '/users/megan@contoso.example/messages/AAMk=/attachments/AAMk2=',
    '/me/calendarView?startDateTime=2026-11-01T00:00:00Z&endDateTime=2026-11-02T00:00:00Z&$select=start/dateTime',
    '/me/messages?$skiptoken=abc',
    '/drives/b!x/root:/a/b/c.docx',
    '/drives/b!x/root:/a/b:/children?$orderby=name',
    "/me/drive/root/search(q='it''s')",
    '/sites/contoso.sharepoint.com:/sites/a/b',
  ])('allows GET %s', (path) => {
    expect(get(path)).toEqual([]);
  });

  it.each([
    ['/me/nothing', 'no such operation: GET /me/nothing'],
    ['/me/messages/', 'no such operation: GET /me/messages/'],
    ['/me/messages?$search="a"&$filter=isRead eq true', '$search excludes $filter'],
    ['/me/messages?$search="a"&$orderby=subject', '$search excludes $orderby'],
    ['/me/messages?$search=a', '$search value must be wrapped in double quotes'],
    ['/me/messages?$top=1001', '$top exceeds 1000'],
    ['/me/messages?$select=subject,size', '$select: no property size'],
    ['/me/messages?select=subject', 'undocumented option select'],
    ['/me/calendarView?startDateTime=2026-11-01', 'missing endDateTime'],
    ['/chats/19:a@thread.v2/messages?$filter=createdDateTime lt 2026-11-01', '$filter needs $orderby'],
    ['/chats/19:a@thread.v2/messages?$select=id', 'undocumented option $select'],
    ['/drives/b!x/items/01A/children?$filter=name eq 1', 'undocumented option $filter'],
    ['/users?$search="displayName:a"', '$search needs header ConsistencyLevel: eventual'],
    ['/sites', 'missing search'],
  ])('reports GET %s: %s', (path, problem) => {
    expect(get(path)).toEqual([problem]);
  });

  it('accepts the ConsistencyLevel header in any case', () => {
    expect(get('/users?$search="displayName:a"', { ConsistencyLevel: 'eventual' })).toEqual([]);
  });

  it.each([
    [[{ entityTypes: ['driveItem', 'listItem'], size: 500 }], []],
    [[{ entityTypes: ['message', 'event'] }], ['search: message+event cannot be combined']],
    [[{ entityTypes: ['message'], size: 26 }], ['search: size exceeds 25 for messages and events']],
    [[{ entityTypes: ['driveItem'], size: 501 }], ['search: size exceeds 500']],
    [[{ entityTypes: ['chatMessage'], sortProperties: [] }], ['search: no sortProperties on chatMessage']],
    [[{ entityTypes: ['file'] }], ['search: unknown entity types file']],
    [[{ entityTypes: ['site'] }, { entityTypes: ['list'] }], ['search: one request at a time']],
  ])('checks the search %j', (requests, problems) => {
    expect(search(...requests)).toEqual(problems);
  });

  it('throws a URIError for invalid percent-encoding', () => {
    expect(() => get('/me/messages?$select=%E0%A4%A')).toThrow(URIError);
  });
});

describe('checkResponse', () => {
  it('reports a property that the type does not have, once, without annotations', () => {
    const body = {
      value: [
        { id: '1', '@odata.etag': 'W/1', colour: 1 },
        { colour: 2, 'x@odata.count': 1 },
      ],
    };
    expect(checkResponse('GET', `${root}/me/messages?$top=2`, body)).toEqual(['message: no property colour']);
  });

  it('checks a single entity', () => {
    expect(checkResponse('GET', `${root}/me/drive`, { id: '1', files: 2 })).toEqual([
      'drive: no property files',
    ]);
  });
});
