import { describe, expect, it } from 'vitest';
import { describeMessageKind } from '../../../../src/m365/mail/kind.ts';

const file = (name: string, contentType = '') => ({ attachments: [{ name, contentType }] });

describe('describeMessageKind', () => {
  it.each([
    [{ subject: 'Budget' }, undefined],
    [{ subject: 'Budget', ...file('smime.p7m') }, 'encrypted or signed with S/MIME'],
    [
      { ...file('x', 'application/x-pkcs7-mime; smime-type=enveloped-data') },
      'encrypted or signed with S/MIME',
    ],
    [{ ...file('smime.p7s', 'application/pkcs7-signature') }, 'signed with S/MIME'],
    [{ ...file('message_v4.rpmsg') }, 'protected by Microsoft Purview (rpmsg)'],
    [{ '@odata.type': '#microsoft.graph.eventMessageRequest' }, 'message about a meeting'],
    [{ meetingMessageType: 'meetingRequest' }, 'meeting request'],
    [{ meetingMessageType: 'meetingTenativelyAccepted' }, 'tentative acceptance of a meeting'],
    [{ meetingMessageType: 'meetingDeclined' }, 'refusal of a meeting'],
    [{ meetingMessageType: 'meetingCancelled' }, 'meeting cancellation'],
    [{ subject: 'Undeliverable: Budget' }, 'delivery or read report'],
    [{ subject: 'Budget', ...file('x', 'message/delivery-status') }, 'delivery or read report'],
    [{ subject: 'Voicemail from +47 123', ...file('audio.mp3', 'audio/mp3') }, 'voicemail'],
    [{ subject: 'A song', ...file('audio.mp3', 'audio/mp3') }, undefined],
    [{ subject: 'IM' }, 'copy of a Teams chat message'],
    [{ subject: 'IMPORTANT' }, undefined],
  ])('returns for %j: %s', (message, expected) => {
    expect(describeMessageKind(message)).toBe(expected);
  });
});
