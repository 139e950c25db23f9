/** A column of a list, as `columnDefinition` of Graph describes it. */
export interface ColumnSeed {
  readonly name: string;
  readonly displayName: string;
  readonly indexed?: true;
  readonly hidden?: true;
  readonly readOnly?: true;
  /** The facet of its type. */
  readonly type: Readonly<Record<string, unknown>>;
}

/** A list of rows on a site. */
export interface ListSeed {
  readonly site: string;
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly columns: readonly ColumnSeed[];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** Whether Microsoft Search has indexed its rows. */
  readonly isIndexed: boolean;
}

const text = { text: { allowMultipleLines: false, maxLength: 255, textType: 'plain' } };
const title: ColumnSeed = { name: 'Title', displayName: 'Title', type: text };
const systemColumns: readonly ColumnSeed[] = [
  { name: 'ContentType', displayName: 'Content Type', type: text },
  { name: 'Attachments', displayName: 'Attachments', type: { boolean: {} } },
  { name: '_UIVersionString', displayName: 'Version', readOnly: true, type: text },
  { name: 'ComplianceAssetId', displayName: 'Compliance Asset Id', hidden: true, readOnly: true, type: text },
];
const choices = (...names: readonly string[]) => ({
  choice: { allowTextEntry: false, choices: names, displayAs: 'dropDownMenu' },
});

const sponsorships: ListSeed = {
  site: 'marketing',
  name: 'Sponsorships',
  displayName: 'Sponsorships',
  description: 'Events that Contoso sponsors',
  isIndexed: true,
  columns: [
    { ...title, displayName: 'Event' },
    {
      name: 'Stage',
      displayName: 'Stage',
      indexed: true,
      type: choices('Signed', 'Negotiating', 'Declined'),
    },
    { name: 'Annual_x0020_fee', displayName: 'Annual fee', type: { currency: { locale: 'en-us' } } },
    {
      name: 'Renewal',
      displayName: 'Renewal',
      indexed: true,
      type: { dateTime: { displayAs: 'standard', format: 'dateOnly' } },
    },
    {
      name: 'Contact',
      displayName: 'Contact',
      type: { personOrGroup: { allowMultipleSelection: false, chooseFromType: 'peopleOnly' } },
    },
    { name: 'Exclusive', displayName: 'Exclusive', type: { boolean: {} } },
    { name: 'Page', displayName: 'Page', type: { hyperlinkOrPicture: { isPicture: false } } },
    {
      name: 'Terms',
      displayName: 'Terms',
      type: { text: { allowMultipleLines: true, linesForEditing: 6, textType: 'richText' } },
    },
    ...systemColumns,
  ],
  rows: [
    ['Gdynia sailing week', 'Signed', 12_500, '2027-03-31', 'Adele Vance', true, 'Logo on <b>all</b> sails.'],
    ['Jazz nights in Turin', 'Signed', 8000, '2027-01-15', 'Megan Bowen', false, 'Two tables, no speech.'],
    ['Lisbon chess open', 'Negotiating', 4200, '2027-05-01', 'Adele Vance', false, 'They asked for lamps.'],
    [
      'Poznań half marathon',
      'Declined',
      15_000,
      '2026-12-31',
      'Megan Bowen',
      true,
      'Too expensive, "for now".',
    ],
    ['Rotterdam kite festival', 'Negotiating', 6100, '2027-06-30', 'Alex Wilber', false, ''],
  ].map(([event, stage, fee, renewal, contact, exclusive, terms]) => ({
    Title: event,
    Stage: stage,
    Annual_x0020_fee: fee,
    Renewal: `${String(renewal)}T00:00:00Z`,
    Contact: contact,
    Exclusive: exclusive,
    Page: { Description: 'Event page', Url: 'https://events.example/sponsors' },
    Terms: `<div class="ExternalClass5A"><p>${String(terms)}</p></div>`,
  })),
};

/** More rows than the threshold of lists. */
const assets: ListSeed = {
  site: 'finance',
  name: 'Asset register',
  displayName: 'Asset register',
  description: 'Furniture and devices',
  isIndexed: false,
  columns: [
    title,
    { name: 'Category', displayName: 'Category', indexed: true, type: choices('Desk', 'Chair', 'Screen') },
    { name: 'Room', displayName: 'Room', type: text },
    { name: 'Price', displayName: 'Price', type: { number: { decimalPlaces: 'none', displayAs: 'number' } } },
    ...systemColumns,
  ],
  rows: Array.from({ length: 5200 }, (_, index) => ({
    Title: `Asset ${String(index + 1).padStart(4, '0')}`,
    Category: index % 400 === 7 ? 'Screen' : index % 2 === 0 ? 'Desk' : 'Chair',
    Room: `B${(index % 40) + 100}`,
    Price: 100 + (index % 9) * 35,
  })),
};

/** Lists of rows on the sites. */
export const listSeeds: readonly ListSeed[] = [sponsorships, assets];
