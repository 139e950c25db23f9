/**
 * Names that people write for the folders that every mailbox has, whatever its language, and the ids that Graph takes
 * for them. @see https://learn.microsoft.com/graph/api/resources/mailfolder
 */
const ids: Readonly<Record<string, string>> = {
  inbox: 'inbox',
  sent: 'sentitems',
  'sent items': 'sentitems',
  'sent mail': 'sentitems',
  drafts: 'drafts',
  deleted: 'deleteditems',
  'deleted items': 'deleteditems',
  trash: 'deleteditems',
  bin: 'deleteditems',
  archive: 'archive',
  junk: 'junkemail',
  'junk email': 'junkemail',
  'junk e-mail': 'junkemail',
  spam: 'junkemail',
  outbox: 'outbox',
  scheduled: 'scheduled',
  clutter: 'clutter',
  'conversation history': 'conversationhistory',
};

/** The id of a folder that every mailbox has, or undefined. */
export function wellKnownFolderId(name: string): string | undefined {
  const plain = name.trim().toLowerCase();
  if (Object.hasOwn(ids, plain)) return ids[plain];
  return Object.values(ids).find((id) => id === plain);
}
