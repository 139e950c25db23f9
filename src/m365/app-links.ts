const teamsHosts = new Set([
  'teams.microsoft.com',
  'teams.cloud.microsoft',
  'gov.teams.microsoft.us',
  'dod.teams.microsoft.us',
]);
const outlookHosts = new Set([
  'outlook.office.com',
  'outlook.office365.com',
  'outlook.cloud.microsoft',
  'outlook.office365.us',
  'outlook-dod.office365.us',
  'webmail.apps.mil',
  'partner.outlook.cn',
]);
const maxCharacters = 4096;

/**
 * The URI, not validated, of what a link to Teams or Outlook opens; undefined for another link. Nothing of the link is
 * requested.
 * @see https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams
 */
export function appLinkUri(text: string): string | undefined {
  if (!text.startsWith('https://') || text.length > maxCharacters) return undefined;
  const url = URL.parse(text);
  if (!url || url.port !== '' || url.username !== '' || url.password !== '') return undefined;
  if (teamsHosts.has(url.hostname)) return teamsUri(url);
  return outlookHosts.has(url.hostname) ? outlookUri(url) : undefined;
}

function teamsUri({ pathname, searchParams }: URL): string | undefined {
  const [root, kind, id, item] = splitPath(pathname);
  if (root !== 'l' || id === undefined) return undefined;
  const team = searchParams.get('groupId');
  const channel = team === null ? undefined : uri('teams', ['teams', team, 'channels', id, 'messages']);
  switch (kind) {
    case 'chat':
      return uri('teams', ['chats', id, 'messages']);
    case 'channel':
      return channel;
    case 'team':
      return team === null ? undefined : uri('teams', ['teams', team, 'channels']);
    case 'message': {
      if (item === undefined) return undefined;
      if (isChat(id, team)) return uri('teams', ['chats', id, 'messages', item]);
      const post = searchParams.get('parentMessageId') ?? item;
      return (
        channel &&
        `${channel}/${encodeURIComponent(post)}${post === item ? '' : `/replies/${encodeURIComponent(item)}`}`
      );
    }
    default:
      return undefined;
  }
}

/** Channels of old teams have threads like those of chats. */
function isChat(threadId: string, team: string | null): boolean {
  return !threadId.endsWith('@thread.tacv2') && (team === null || !threadId.endsWith('@thread.skype'));
}

/** `/owa/?ItemID=…` of a mail, with `path=/calendar/item` of an event; `/mail/deeplink/read/…`; `/calendar/item/…`. */
function outlookUri({ pathname, searchParams }: URL): string | undefined {
  const [root, ...rest] = splitPath(pathname);
  const option = [...searchParams].find(([name]) => name.toLowerCase() === 'itemid')?.[1];
  const isEvent = root === 'calendar' || searchParams.get('path')?.startsWith('/calendar') === true;
  const id = option ?? itemInPath(rest);
  if (id === undefined || !(root === 'owa' || root === 'mail' || root === 'calendar')) return undefined;
  // Links of Exchange Web Services have the other alphabet of Base64; a plus sign of a query is read as a space.
  const restId = id.replaceAll('/', '-').replaceAll(/[+ ]/g, '_');
  return isEvent ? uri('calendar', ['events', restId]) : uri('mail', ['messages', restId]);
}

/** The id after `item` or `deeplink/read`. The id after `inbox/id` is that of a conversation. */
function itemInPath(segments: readonly string[]): string | undefined {
  const names = segments.slice(0, -1).join('/');
  return names === 'item' || names === 'deeplink/read' ? segments.at(-1) : undefined;
}

function splitPath(pathname: string): readonly string[] {
  try {
    return pathname.split('/').filter(Boolean).map(decodeURIComponent);
  } catch {
    return [];
  }
}

function uri(scheme: string, segments: readonly string[]): string {
  return `${scheme}:///${segments.map(encodeURIComponent).join('/')}`;
}
