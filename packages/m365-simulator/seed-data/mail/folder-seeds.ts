import type { SeedFolder } from './mail-seed.ts';

const projects = [
  'Halo launch',
  'Website relaunch',
  'Trade fair Hannover',
  'Retail training',
  'Press kit',
  'Loyalty programme',
  'Supplier review',
  'Photo library',
  'Packaging',
  'Customer survey',
  'Brand guide',
  'Podcast',
  'Summer party',
  'Archive of ideas',
];

/** Folders below the Inbox of Megan: fourteen at one level, and one two levels deeper. */
const projectFolders: readonly SeedFolder[] = projects.map((name, index) => {
  const number = String(index + 1).padStart(2, '0');
  const key = `project${number}`;
  return {
    key,
    displayName: `Project ${number} ${name}`,
    ...(index === 6
      ? {
          children: [
            {
              key: 'suppliers',
              displayName: 'Suppliers',
              children: [{ key: 'quotes', displayName: 'Quotes 2026' }],
            },
          ],
        }
      : {}),
  };
});

/** The folders that every mailbox has, by their English names. */
function standardFolders(inboxChildren: readonly SeedFolder[]): readonly SeedFolder[] {
  return [
    { key: 'archive', displayName: 'Archive', wellKnownName: 'archive' },
    { key: 'conversationhistory', displayName: 'Conversation History', wellKnownName: 'conversationhistory' },
    { key: 'deleteditems', displayName: 'Deleted Items', wellKnownName: 'deleteditems' },
    { key: 'drafts', displayName: 'Drafts', wellKnownName: 'drafts' },
    { key: 'inbox', displayName: 'Inbox', wellKnownName: 'inbox', children: inboxChildren },
    { key: 'junkemail', displayName: 'Junk Email', wellKnownName: 'junkemail' },
    { key: 'outbox', displayName: 'Outbox', wellKnownName: 'outbox' },
    { key: 'sentitems', displayName: 'Sent Items', wellKnownName: 'sentitems' },
    { key: 'clutter', displayName: 'Clutter', wellKnownName: 'clutter', isHidden: true },
  ];
}

const german: Readonly<Record<string, string>> = {
  archive: 'Archiv',
  conversationhistory: 'Aufgezeichnete Unterhaltungen',
  deleteditems: 'Gelöschte Elemente',
  drafts: 'Entwürfe',
  inbox: 'Posteingang',
  junkemail: 'Junk-E-Mail',
  outbox: 'Postausgang',
  sentitems: 'Gesendete Elemente',
};

/** Folder tree of a mailbox by user principal name, sorted by name as Exchange returns it. */
export function foldersOf(userPrincipalName: string): readonly SeedFolder[] {
  switch (userPrincipalName) {
    case 'megan@contoso.example':
      return byName([
        ...standardFolders(projectFolders),
        { key: 'board', displayName: 'Board' },
        { key: 'customers', displayName: 'Customers' },
        { key: 'newsletters', displayName: 'Newsletters' },
        { key: 'travel', displayName: 'Travel' },
      ]);
    case 'invoices@contoso.example':
      return byName([...standardFolders([{ key: 'paid', displayName: 'Paid' }])]);
    case 'diego@fabrikam.example':
      return byName(
        standardFolders([{ key: 'bewerbungen', displayName: 'Bewerbungen' }]).map((folder) => ({
          ...folder,
          displayName: german[folder.key] ?? folder.displayName,
        })),
      );
    default:
      return byName(standardFolders([]));
  }
}

function byName(folders: readonly SeedFolder[]): readonly SeedFolder[] {
  return folders.toSorted((left, right) => (left.displayName < right.displayName ? -1 : 1));
}
