import { hostileTexts } from '../hostile-texts.ts';
import { addresses } from '../mail/addresses.ts';
import type { ChatMessageSeed } from './chat-seed.ts';
import { numberedLines } from '../numbered-lines.ts';

const { joni, miriam, diego, mallory } = addresses;
const long = numberedLines('Entry', 350).join('\n');

const hostile: readonly ChatMessageSeed[] = hostileTexts.flatMap((text, index) => [
  { from: mallory, daysAgo: 12, minute: 600 + index, text },
  { from: mallory, daysAgo: 12, minute: 630 + index, html: `<div><p>${text}</p></div>`, subject: text },
]);

/** A chat of three pages with a message that is longer than a page, oldest first. */
export const longChatMessages: readonly ChatMessageSeed[] = [
  ...numberedLines('Note', 40).map((text, index) => ({
    from: index % 2 === 0 ? joni : diego,
    daysAgo: 60 - index,
    minute: 480,
    text,
  })),
  { from: diego, daysAgo: 15, minute: 500, text: long },
  ...hostile,
];

/** A long post with more replies than one page, one of them long. */
export const longChannelPosts: readonly ChatMessageSeed[] = [
  {
    from: miriam,
    daysAgo: 40,
    minute: 480,
    subject: 'The register of answers',
    html: numberedLines('Question', 300)
      .map((line) => `<p>${line}</p>`)
      .join(''),
    replies: [
      ...numberedLines('Answer', 120).map((text, index) => ({
        from: index % 2 === 0 ? joni : diego,
        daysAgo: 39 - Math.floor(index / 10),
        minute: 500 + (index % 10),
        text,
      })),
      { from: diego, daysAgo: 10, minute: 700, text: long },
      ...hostile.map((reply) => ({ ...reply, daysAgo: 9 })),
    ],
  },
];
