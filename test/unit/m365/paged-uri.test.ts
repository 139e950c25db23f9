import { describe, expect, it } from 'vitest';
import { pagedTemplate, pagedUri, readPagedUri } from '../../../src/m365/uri.ts';

describe('readPagedUri', () => {
  it.each([
    'me:///',
    'mail:///folders/inbox/R&D',
    'mail:///messages/AAMkAD-_=?owner=sales@contoso.example',
    'meeting-transcript:///events/AAMkAD-_=',
  ])('returns URI and page of %s', (uri) => {
    expect(readPagedUri(uri)).toEqual({ uri });
    expect(readPagedUri(pagedUri(uri, { startPage: 7 }))).toEqual({ uri, startPage: 7 });
    expect(readPagedUri(pagedUri(uri, { cursor: 'a-_0' }))).toEqual({ uri, cursor: 'a-_0' });
  });

  it.each([
    'mail:///folders/R&startPage=3',
    'mail:///folders/inbox?startPage=0',
    'mail:///folders/inbox?startPage=1e3',
    'mail:///folders/inbox?startPage=100000',
    'mail:///folders/inbox?startPage=2&startPage=3',
    'mail:///folders/inbox?startPage=2&cursor=a',
    'mail:///folders/inbox?cursor=',
    'mail:///folders/inbox?cursor=a%20b',
    'https://contoso.sharepoint.com/a?cursor=a',
    'mail:///folders/inbox?startPage=2&owner=sales@contoso.example',
    'mail:///folders/inbox?owner=sales@contoso.example?startPage=2',
    'mail:///folders/inbox?owner=&startPage=2',
    'https://contoso.sharepoint.com/a.docx?startPage=2',
  ])('returns no page for %s', (text) => {
    expect(readPagedUri(text)).toEqual({ uri: text });
  });
});

describe('pagedTemplate', () => {
  it.each([
    ['drive:///me', 'drive:///me{?startPage}'],
    ['mail:///folders/{+folder}{?owner}', 'mail:///folders/{+folder}{?owner,startPage}'],
    ['list:///{siteId}/{listId}{?filter}', 'list:///{siteId}/{listId}{?filter,startPage}'],
  ])('adds the page to the options of %s', (template, paged) => {
    expect(pagedTemplate(template)).toBe(paged);
  });
});
