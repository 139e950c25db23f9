import { describe, expect, it } from 'vitest';
import { isSharePointUrl, sharedLink, sitePath } from '../../../../src/m365/files/sharing-link.ts';
import { escapeUrlForMarkdown } from '../../../../src/m365/format.ts';

const host = 'https://contoso.sharepoint.com';
const library = `${host}/sites/marketing/Shared%20Documents`;

describe('SharePoint links', () => {
  it.each([
    [`${library}/Halo/Plan.docx`, `${library}/Halo/Plan.docx`],
    [`${library}/Forms/AllItems.aspx`, library],
    [`${library}/Forms/AllItems.aspx?viewid=1`, library],
    [
      `${library}/Forms/AllItems.aspx?id=%2Fsites%2Fmarketing%2FShared%20Documents%2F50%25%20%231&viewid=1`,
      `${library}/50%25%20%231`,
    ],
    [
      `${library}/Forms/AllItems.aspx?RootFolder=%2Fsites%2Fmarketing%2FShared%20Documents%2FHalo`,
      `${library}/Halo`,
    ],
    [
      'https://contoso-my.sharepoint.com/my?id=%2Fpersonal%2Fmegan%2FDocuments%2FDrafts',
      'https://contoso-my.sharepoint.com/personal/megan/Documents/Drafts',
    ],
    [
      'https://contoso-my.sharepoint.com/personal/megan/_layouts/15/onedrive.aspx?id=%2Fpersonal%2Fmegan%2FDocuments',
      'https://contoso-my.sharepoint.com/personal/megan/Documents',
    ],
    ['https://contoso-my.sharepoint.com/my', 'https://contoso-my.sharepoint.com/my'],
    [`${library}/FORMS/allitems.ASPX?id=%2Fsites%2Fa`, `${host}/sites/a`],
    [`${library}/Forms/.aspx`, `${library}/Forms/.aspx`],
    [`${library}/Forms/AllItems.aspx/x?id=%2Fsites%2Fa`, `${library}/Forms/AllItems.aspx/x?id=%2Fsites%2Fa`],
    [`${host}/sites/a/onedrive.aspx/x?id=%2Fsites%2Fa`, `${host}/sites/a/onedrive.aspx/x?id=%2Fsites%2Fa`],
    [`${host}/x/my?id=%2Fsites%2Fa`, `${host}/x/my?id=%2Fsites%2Fa`],
    [`${host}/myself?id=%2Fsites%2Fa`, `${host}/myself?id=%2Fsites%2Fa`],
    [`${host}/MY/?id=%2Fsites%2Fa`, `${host}/sites/a`],
    [`${host}/sites/a/Plan.docx?id=%2Fsites%2Fb`, `${host}/sites/a/Plan.docx?id=%2Fsites%2Fb`],
    // No parameter leads to another host.
    [`${library}/Forms/AllItems.aspx?id=//evil.example/x`, `${host}//evil.example/x`],
    [`${library}/Forms/AllItems.aspx?id=https://evil.example/x`, library],
    [`${host}/:w:/s/marketing/EaBc?e=1`, `${host}/:w:/s/marketing/EaBc?e=1`],
  ])('sharedLink of %s is %s', (link, shown) => {
    const url = sharedLink(new URL(link));
    expect(url.hostname).toBe(new URL(link).hostname);
    expect(url.href).toBe(shown);
  });

  it.each<[string, readonly string[] | undefined]>([
    [`${host}/SITES/a`, ['SITES', 'a']],
    [`${host}/xsites/a`, undefined],
    [`${host}/sitesx/a`, undefined],
    [`${host}/sites/%zz`, undefined],
    [host, []],
    [`${host}/sites/marketing`, ['sites', 'marketing']],
    [`${host}/teams/halo%20crew/`, ['teams', 'halo crew']],
    [`${host}/sites/marketing/Shared%20Documents`, undefined],
    [`${host}/personal/megan`, undefined],
    [`${host}/sites/%ff`, undefined],
  ])('sitePath of %s is %j', (link, names) => {
    expect(sitePath(new URL(link))).toEqual(names);
  });

  it('are escaped for Markdown', () => {
    expect(escapeUrlForMarkdown(`${host}/![x](https://evil.example) [a]: 'b'*c\``)).toBe(
      `${host}/%21%5Bx%5D%28https://evil.example%29%20%5Ba%5D:%20%27b%27%2Ac%60`,
    );
  });
});

describe('isSharePointUrl', () => {
  it.each([
    `${host}/sites/marketing`,
    'https://contoso-my.sharepoint.com/',
    'https://contoso.sharepoint.us/x',
    'https://contoso.sharepoint-mil.us/x',
    'https://contoso.sharepoint.cn/x',
    'https://contoso.sharepoint.com:443/x',
  ])('is true for %s', (text) => expect(isSharePointUrl(text)).toBe(true));

  it.each([
    '',
    'https://',
    'http://contoso.sharepoint.com/x',
    ' https://contoso.sharepoint.com/x',
    'HTTPS://contoso.sharepoint.com/x',
    'https://contoso.sharepoint.com:8443/x',
    'https://user@contoso.sharepoint.com/x',
    'https://:password@contoso.sharepoint.com/x',
    'https://sharepoint.com/x',
    'https://evilsharepoint.com/x',
    'https://contoso.sharepoint.com.evil.example/x',
    'https://evil.example\\.sharepoint.com/x',
    'https://contoso.sharepoint.com/a\nb',
    'https://contoso.sharepoint.com/a\tb',
    'https://contoso.sharepoint.com/a\rb',
  ])('is false for %j', (text) => expect(isSharePointUrl(text)).toBe(false));
});
