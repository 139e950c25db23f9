/** Names of delegated permissions. Nothing else of a message is ever repeated. */
const permissionName =
  /\b(?:User|Mail|MailboxSettings|Calendars|Files|Sites|Chat|ChatMessage|ChatMember|Team|Channel|ChannelMessage|OnlineMeetings|OnlineMeeting(?:Transcript|Recording|Artifact|AiInsight))\.(?:ReadBasic|Read)(?:\.All|\.Shared)?\b(?!\.?\w)/g;
const maxNames = 4;

/** The missing permissions or license that a 403 names. Undefined if it names neither. */
export function readDenial(message: string): string | undefined {
  const names = [...new Set(requiredPart(message).match(permissionName))].slice(0, maxNames);
  if (names.length > 0) {
    return `Microsoft 365 denied access. Of the Microsoft Graph permissions that this requires (${names.join(', ')}), at least one is missing. An administrator of the organization can grant it on the connector's /admin page.`;
  }
  if (!/\blicen[sc]e/i.test(message)) return undefined;
  return 'Microsoft 365 denied access: the signed-in user has no license for this service. An administrator of the organization can assign one.';
}

/** The part of a message of Teams or Search that lists what the API requires, without what the request has. */
function requiredPart(message: string): string {
  const start = message.search(/\brequires?\b/i);
  if (start === -1) return '';
  const rest = message.slice(start);
  const end = rest.search(/However|Scopes on/i);
  return end === -1 ? rest : rest.slice(0, end);
}
