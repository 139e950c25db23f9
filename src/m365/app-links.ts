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
  if (!url || url.port !== '' || url.username !== '') return undefined;
  if (teamsHosts.has(url.hostname)) return teamsUri(url);
  return outlookHosts.has(url.hostname) ? outlookUri(url) : undefined;
}

function teamsUri({ pathname, searchParams }: URL): string | undefined {
  const [root, kind, id, item] = segmentsOf(pathname);
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
      if (!id.endsWith('@thread.tacv2')) return uri('teams', ['chats', id, 'messages', item]);
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

/** `/owa/?ItemID=…` of a mail, with `path=/calendar/item` of an event; `/mail/deeplink/read/…`; `/calendar/item/…`. */
function outlookUri({ pathname, searchParams }: URL): string | undefined {
  const [root, ...rest] = segmentsOf(pathname);
  const option = [...searchParams].find(([name]) => name.toLowerCase() === 'itemid')?.[1];
  const isEvent = root === 'calendar' || searchParams.get('path')?.startsWith('/calendar') === true;
  const isItem = root === 'owa' || rest[0] === 'deeplink' || (root === 'calendar' && rest[0] === 'item');
  const id = option ?? (isItem ? rest.at(-1) : undefined);
  if (id === undefined || !isItem) return undefined;
  // Links of Exchange Web Services have the other alphabet of Base64; a plus sign of a query is read as a space.
  const restId = id.replaceAll('/', '-').replaceAll(/[+ ]/g, '_');
  return isEvent ? uri('calendar', ['events', restId]) : uri('mail', ['messages', restId]);
}

function segmentsOf(pathname: string): readonly string[] {
  try {
    return pathname.split('/').filter(Boolean).map(decodeURIComponent);
  } catch {
    return [];
  }
}

function uri(scheme: string, segments: readonly string[]): string {
  return `${scheme}:///${segments.map(encodeURIComponent).join('/')}`;
}
