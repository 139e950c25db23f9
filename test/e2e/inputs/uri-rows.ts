const mail = 'AAMkAGUAAAwTW09AAA=';
const drive = 'b!R_p3sTf-U0ObBTzXhZvhFh9VL8TDNbpGkqcJX7NCEUCyVhY4qKvSQLmkLcUyqjzk';
const item = '01BYE5RZ6QN3ZWBTUFOFD3GSPGOHDJD36K';
const guid = 'fab00000-0000-4000-8000-00000000fab0';
const chat = '19:meeting_MjdhNjM4@thread.v2';
const channel = '19:4a95f7d8db4c4e7fae857bcebe0623e6@thread.tacv2';

/** URI templates with a `*` in place of one id. */
const forms = [
  'mail:///messages/*',
  'mail:///messages/*/attachments/AAMkADA1M-zAAA=',
  `mail:///messages/${mail}/attachments/*`,
  `mail:///messages/${mail}?owner=*`,
  'calendar:///events/*',
  `calendar:///events/${mail}/attachments/*`,
  'meeting-transcript:///events/*',
  'meeting:///events/*',
  'teams:///chats/*/messages/',
  `teams:///chats/${chat}/messages/*`,
  'teams:///teams/*/channels/',
  `teams:///teams/${guid}/channels/*/messages/`,
  `teams:///teams/${guid}/channels/${channel}/messages/*`,
  `teams:///teams/${guid}/channels/${channel}/messages/1732440000123/replies/*`,
  'drive:///sites/*',
  `file:///*/${item}`,
  'page:///sites/*/pages/fab00000-0000-4000-8000-00000000fab0',
  'page:///sites/root/pages/*',
];

/** Invalid ids, including those that would add path segments when decoded or joined. */
const invalidIds = [
  '..',
  '.',
  '%2e%2e',
  '..%2f..%2fme',
  'a\\..\\b',
  'a%5Cb',
  'a?$expand=body',
  'a#b',
  "a')/$value",
  'a%00b',
  'a b',
  '\ud800',
  '%',
  '%zz',
  '%C0%AE',
];
const fewInvalidIds = invalidIds.slice(0, 4);

/** Invalid file and folder paths. */
const invalidPaths = [
  '..',
  'a/../b',
  'a/%2e%2e/b',
  'a%2fb',
  'a\\b',
  'a?b',
  'a#b',
  'a:b',
  'a*b',
  'a|b',
  'a<b',
  'a"b',
  'a/./b',
  'a//b',
  'a%00',
  'a%0ab',
  'x'.repeat(401),
];

const invalidUris = [
  'file:///etc/passwd',
  'file://localhost/etc/passwd',
  'data:text/plain,hello',
  'javascript:alert(1)',
  'ftp://contoso.sharepoint.com/x',
  'http://contoso.sharepoint.com/sites/x',
  'https://sharepoint.com/x',
  'https://evil.example/sites/x',
  'https://',
  'https://contoso.sharepoint.com.evil.example/x',
  'https://evilsharepoint.com/x',
  'https://contoso-sharepoint.com/x',
  'https://user:pass@contoso.sharepoint.com/x',
  'https://contoso.sharepoint.com@evil.example/x',
  'https://contoso.sharepoint.com:8443/x',
  'https://contoso.sharepoint.com%2eevil.example/x',
  'https://contoso.sharepoint.com\\@evil.example/x',
  'https://contoso.share\tpoint.com/x',
  'https://evil.example#.sharepoint.com',
  'https://contoso.sharepοint.com/x',
  'https://contoso.sharepoínt.com/x',
  'https://contoso.xn--sharepint-5jg.com/x',
  'https://contoso。sharepoint．com.evil.example',
  'https://1drv.ms/w/s!AxyZ',
  'https://drive.google.com/file/d/x',
  'https://graph.microsoft.com/v1.0/me',
  'https://login.microsoftonline.com/common',
  'https://127.0.0.1/x.sharepoint.com',
  'https://[::1]/.sharepoint.com',
  'https://169.254.169.254/latest/meta-data',
  '//contoso.sharepoint.com/x',
  'mail://evil.example/messages/AAMk',
  'MAIL:///messages/AAMkAAAA',
  'mail:/messages/AAMkAAAA',
  'mail:///secrets/AAMk',
  'me:///x',
  'me:///?owner=patti@contoso.example',
  'me:///../mail',
  'drive:///patti',
  '\u202eme:///',
  'me:///\u200b',
  'me:///\u0000',
  'x'.repeat(1025),
  `mail:///messages/${mail}?owner=a@b.example&owner=c@d.example`,
  `mail:///messages/${mail}?owner=`,
  `mail:///messages/${mail}?select=body`,
];

/** URIs that read_resource and resources/read reject. */
export const uriRows: readonly string[] = [
  ...invalidIds.map((id) => `mail:///messages/${id}`),
  ...forms
    .slice(1)
    .flatMap((form, index) =>
      [...fewInvalidIds, invalidIds[4 + (index % (invalidIds.length - 4))]!].map((id) =>
        form.replace('*', () => id),
      ),
    ),
  ...invalidPaths.map((path) => `file:///${drive}/${path}`),
  ...['..', 'Inbox/../x', 'Inbox//x', 'Inbox/%2e%2e', 'a\\b', 'a%00', 'x'.repeat(256)].map(
    (path) => `mail:///folders/${path}`,
  ),
  ...invalidUris,
];
