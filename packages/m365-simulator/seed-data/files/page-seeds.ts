import { hostileTexts } from '../hostile-texts.ts';
import { numberedLines } from '../numbered-lines.ts';

/** Pages of the sites. */
export const pageSeeds: readonly PageSeed[] = [
  {
    site: 'intranet',
    name: 'Home.aspx',
    title: 'Contoso Intranet',
    description: 'Start here',
    author: 'Adele Wilkins',
    daysAgo: 100,
    promotionKind: 'page',
    sections: [
      [[{ kind: 'text', html: '<h2>Welcome</h2><p>News, policies and the canteen menu.</p>' }]],
      [
        [
          {
            kind: 'standard',
            type: 'c70391ea-0b10-4ee9-b2b4-006d3fcad0cd',
            title: 'Quick links',
            texts: [
              ['items[0].title', 'Travel policy'],
              ['items[1].title', 'Minutes'],
            ],
            links: [
              [
                'items[0].sourceItem.url',
                '/sites/intranet/Shared Documents/Policies/Travel and Expense Policy.pdf',
              ],
              ['items[1].sourceItem.url', '/sites/intranet/Shared Documents/Minutes'],
            ],
          },
        ],
        [
          {
            kind: 'text',
            html: '<p>Questions: <a href="mailto:adele.wilkins@contoso.example">Adele Wilkins</a></p>',
          },
        ],
      ],
    ],
  },
  {
    site: 'intranet',
    name: 'Travel-freeze.aspx',
    title: 'Travel is frozen until the end of March',
    description: 'What that means for you',
    author: 'Patti Fernandez',
    daysAgo: 7,
    promotionKind: 'newsPost',
    sections: [
      [
        [
          {
            kind: 'text',
            html: '<p>The board has frozen all travel until <strong>31 March 2027</strong>. Trips that are booked and paid may be made.</p><ul><li>Customers visit us</li><li>Trade fairs are cancelled</li></ul><table><tr><th>Exception</th><th>Who decides</th></tr><tr><td>Safety</td><td>Your manager</td></tr><tr><td>Halo launch</td><td>Patti Fernandez</td></tr></table>',
          },
        ],
      ],
    ],
    vertical: [
      {
        kind: 'standard',
        type: 'd1d91016-032f-456d-98a4-721247c305e8',
        title: 'Image',
        texts: [['captionText', 'An empty train']],
        images: [['imageSource', '/sites/intranet/SiteAssets/train.jpg']],
      },
    ],
  },
  {
    site: 'finance',
    name: 'Closing-calendar.aspx',
    title: 'Closing calendar',
    description: 'Dates of the monthly closing',
    author: 'Pradeep Gupta',
    daysAgo: 33,
    promotionKind: 'page',
    sections: [
      [[{ kind: 'text', html: '<p>The books of November close on the fourth working day of December.</p>' }]],
    ],
  },
  {
    site: 'legal',
    name: 'Hold.aspx',
    title: 'Legal hold',
    description: 'How a hold works',
    author: 'Miriam Graham',
    daysAgo: 50,
    promotionKind: 'page',
    sections: [[[{ kind: 'text', html: '<p>While a hold is in force, nothing is deleted.</p>' }]]],
  },
  {
    site: 'legal',
    name: 'Register.aspx',
    title: 'The register of notices',
    description: 'Everything that was posted',
    author: 'Miriam Graham',
    daysAgo: 52,
    promotionKind: 'page',
    sections: [
      [
        [
          {
            kind: 'text',
            html: numberedLines('Notice', 2000)
              .map((line) => `<p>${line}</p>`)
              .join(''),
          },
        ],
      ],
    ],
  },
  {
    site: 'legal',
    name: 'Received.aspx',
    title: `From outside ${hostileTexts[1] ?? ''}`,
    description: hostileTexts[4] ?? '',
    author: 'Miriam Graham',
    daysAgo: 53,
    promotionKind: 'page',
    sections: [
      [
        [
          { kind: 'text', html: hostileTexts.map((text) => `<p>${text}</p>`).join('') },
          {
            kind: 'standard',
            type: 'c70391ea-0b10-4ee9-b2b4-006d3fcad0cd',
            title: hostileTexts[2] ?? '',
            texts: hostileTexts.map((text, index) => [`items[${index}].title`, text] as const),
            links: [['items[0].sourceItem.url', 'javascript:steal()']],
          },
        ],
      ],
    ],
  },
];

/** A part of a page: text, or a web part of another kind with the words and links that the server has taken out of it. */
export type WebPartSeed =
  | { readonly kind: 'text'; readonly html: string }
  | {
      readonly kind: 'standard';
      readonly type: string;
      readonly title: string;
      readonly texts?: readonly (readonly [key: string, value: string])[];
      readonly links?: readonly (readonly [key: string, value: string])[];
      readonly images?: readonly (readonly [key: string, value: string])[];
    };

/** A modern page of a site. */
export interface PageSeed {
  /** Key of the site. */
  readonly site: string;
  /** Ends in `.aspx`. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly author: string;
  readonly daysAgo: number;
  readonly promotionKind: 'page' | 'newsPost';
  /** Rows of columns of parts. */
  readonly sections: readonly (readonly (readonly WebPartSeed[])[])[];
  readonly vertical?: readonly WebPartSeed[];
}
