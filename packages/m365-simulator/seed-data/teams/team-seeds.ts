import { addresses } from '../mail/addresses.ts';
import { longChannelPosts } from './long-conversations.ts';
import { contoso, fabrikam } from '../tenants.ts';
import type { ChatMessageSeed, TeamSeed } from './chat-seed.ts';

const { megan, patti, adele, lidia, alex, isaiah, joni, miriam, diego } = addresses;

/** Posts of half a year, so that a channel has more than a page. */
const weeklyPosts: readonly ChatMessageSeed[] = Array.from({ length: 26 }, (_, index) => ({
  from: index % 2 === 0 ? adele : isaiah,
  daysAgo: 190 - index * 7,
  minute: 700,
  html: `<div>Sell-out of week ${index + 1}: ${900 + index * 17} lamps.</div>`,
  replies: index % 5 === 0 ? [{ from: megan, daysAgo: 189 - index * 7, minute: 710, text: 'Thanks!' }] : [],
}));

/** Teams of both tenants with their channels. */
export const teamSeeds: readonly TeamSeed[] = [
  {
    key: 'halo',
    tenantId: contoso,
    displayName: 'Halo launch',
    description: 'Everybody who works on Halo',
    site: 'marketing',
    members: [megan, adele, lidia, alex, patti],
    channels: [
      {
        key: 'general',
        displayName: 'General',
        description: 'All about the launch',
        posts: [
          {
            from: lidia,
            daysAgo: 20,
            minute: 1020,
            subject: 'Second source for the LED driver',
            html: '<div>Contoso Components can deliver 10,000 drivers in February. <at id="0">Megan</at>, is EUR 2.10 a piece within the budget?</div>',
            mentions: [megan],
            replies: [
              { from: megan, daysAgo: 19, minute: 500, text: 'Yes, up to EUR 2.30.' },
              {
                from: lidia,
                daysAgo: 19,
                minute: 1000,
                text: 'Then I sign on Monday.',
                reactions: [{ type: 'like', by: megan }],
              },
              {
                from: adele,
                daysAgo: 18,
                minute: 1050,
                html: '<p>Please tell the retailers about the <strong>delay</strong>.</p>',
              },
            ],
          },
          {
            from: patti,
            daysAgo: 9,
            minute: 1000,
            text: 'Well done, all of you. The launch stands for 17 March.',
            isImportant: true,
          },
        ],
      },
      { key: 'sellout', displayName: 'Sell-out', description: 'Numbers every week', posts: weeklyPosts },
    ],
  },
  {
    key: 'board',
    tenantId: contoso,
    displayName: 'Board',
    description: 'The board',
    site: 'finance',
    members: [patti],
    channels: [
      {
        key: 'general',
        displayName: 'General',
        description: '',
        posts: [
          { from: patti, daysAgo: 10, minute: 1000, text: 'The budget is for the board alone until Friday.' },
        ],
      },
    ],
  },
  {
    key: 'legal',
    tenantId: fabrikam,
    displayName: 'Legal',
    description: 'Legal of Fabrikam',
    site: 'legal',
    members: [joni, miriam, diego],
    channels: [
      {
        key: 'general',
        displayName: 'General',
        description: '',
        posts: [{ from: miriam, daysAgo: 4, minute: 900, text: 'The hold on Nightingale is in force.' }],
      },
      {
        key: 'registers',
        displayName: 'Registers',
        description: 'What was entered',
        posts: longChannelPosts,
      },
    ],
  },
];
