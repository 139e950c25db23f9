import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { message, run } from './mail-search.ts';

describe('outlook_email_search token budget', () => {
  it.each([
    [
      'immutable',
      (index: number) =>
        `AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A${btoa(crypto.randomUUID()).slice(0, 22)}AAIIttI${index}AA`,
    ],
    ['regular', regularId, 20],
  ])('returns a full page with %s ids in at most 3,000 tokens', async (kind, idOf, count = 25) => {
    const subjects = [
      'RE: Q4 budget review – final numbers',
      'Invitation: Northwind contract kick-off @ Thu 26 Nov 2026',
      'Your order 4711-0815 has been shipped',
      'Fwd: Minutes of the steering committee, action items inside',
      'Reminder: timesheets are due today',
    ];
    const names = ['Patti Fernandez', 'Adele Vance', 'Microsoft Azure', 'Lidia Holloway', 'Grady Archie'];
    const preview =
      'Hi Megan, thank you for sending the numbers over. I have gone through the sheet with Adele and we have three questions about the travel line, the contractor budget and the new licences that start in January; could you have a look before our call on Thursday at 14:00? Best regards, Patti';
    const answer = () => ({
      value: Array.from({ length: count }, (_, index) => {
        const name = names[index % 5] ?? '';
        const domain = index % 3 ? 'contoso' : 'northwindtraders';
        return message(index, {
          id: idOf(index),
          subject: subjects[index % 5],
          from: {
            emailAddress: { name, address: `${name.toLowerCase().replace(' ', '.')}@${domain}.example` },
          },
          bodyPreview: preview.slice(index, index + 255),
          isRead: index % 2 === 0,
          hasAttachments: index % 4 === 0,
        });
      }),
      '@odata.count': 1234,
    });
    const { items, page } = await run({ limit: 25 }, answer).result;
    const state = { total: page?.total, note: page?.note };
    const text = JSON.stringify({
      items,
      page: { shown: 25, more: true, cursor: 'x'.repeat(150), ...state },
    });
    const tokens = encode(text).length;

    console.log(`${count} mails with ${kind} ids: ${tokens} tokens`);
    expect(tokens).toBeLessThanOrEqual(3000);
    expect(items?.every((item) => String((item as { preview?: string }).preview).length > 20)).toBe(true);
  });
});

/** A regular id of a mailbox, as Exchange makes them. */
function regularId(): string {
  const random = crypto.getRandomValues(new Uint8Array(5));
  const replica = Array.from({ length: 16 }, (_, at) => (at * 37 + 11) % 256);
  const provider = Array.from({ length: 16 }, (_, at) => (at * 91 + 5) % 256);
  const parts = [
    [0, 3, 36, 0],
    new TextEncoder().encode('b53a76ec-1e31-4eca-8c25-72af7c8462cb'),
    [0, 70, 0, 0, 0, 0, 0],
    provider,
    [7, 0],
    replica,
    [0, 0, 0, 0, 1, 12, 0, 0],
    replica,
    [0, ...random],
    [0, 0],
  ];
  return btoa(String.fromCharCode(...parts.flatMap((part) => [...part])))
    .replaceAll('/', '-')
    .replaceAll('+', '_');
}
