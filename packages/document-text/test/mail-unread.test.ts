import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { buildCompoundFile, wide } from './support/compound-builder.ts';
import { readText } from './support/read-whole.ts';

const readMail = (source: string) => readText(strToU8(source.replaceAll('\n', '\r\n')), { name: 'a.eml' });

describe('readDocument of a mail whose text is in a part that is not read', () => {
  it.each([
    ['application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m', 'S/MIME'],
    ['application/x-pkcs7-mime', 'S/MIME'],
    ['application/octet-stream; name=smime.p7m', 'S/MIME'],
    [
      'multipart/encrypted; boundary=B\n\n--B\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--B--',
      'PGP',
    ],
    ['application/ms-tnef; name=winmail.dat', 'winmail.dat'],
    ['application/x-microsoft-rpmsg-message; name=message.rpmsg', 'sensitivity label'],
  ])('adds a note: %s', async (type, text) => {
    const document = await readMail(`From: a@b.c\nSubject: s\nContent-Type: ${type}\n\nMIAG\n`);
    expect(document.notes).toHaveLength(1);
    expect(document.notes[0]).toContain(text);
    expect(document.sections[0]).toContain('From: a@b.c');
  });

  it('adds no note to a mail with a detached signature', async () => {
    const document = await readMail(
      'Subject: s\nContent-Type: multipart/signed; boundary=B\n\n--B\n\nsigned text\n--B\nContent-Type: application/pkcs7-signature; name=smime.p7s\n\nMIAG\n--B--\n',
    );
    expect(document.sections[0]).toContain('signed text');
    expect(document.notes).toEqual([]);
  });

  it('adds a note to an Outlook message', async () => {
    const message = {
      '__properties_version1.0': new Uint8Array(32),
      '__attach_version1.0_#00000000': { '__substg1.0_3707001F': wide('smime.p7m') },
    };
    expect((await readText(buildCompoundFile(message))).notes[0]).toContain('S/MIME');
  });
});

describe('readDocument of a mail without a text of its own', () => {
  it('returns the invitation, with its lines unfolded', async () => {
    const document = await readMail(
      'Subject: s\nContent-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nSUMMARY:Stand\n up of the team\nEND:VCALENDAR\n',
    );
    expect(document.sections[0]).toContain('SUMMARY:Standup of the team\n');
  });

  it('returns nothing of a part that is no text', async () => {
    const document = await readMail('Subject: s\nContent-Type: text/enriched\n\n\n');
    expect(document.sections[0]).toContain('Subject: s');
    const binary =
      'Subject: s\nContent-Type: text/x-data\nContent-Transfer-Encoding: base64\n\nAAECAwQFBgc=\n';
    expect((await readMail(binary)).sections[0]).toContain('(text/x-data, 8 bytes)');
  });

  it('does not return a text file that is attached', async () => {
    const document = await readMail(
      'Subject: s\nContent-Type: text/csv; name=a.csv\nContent-Disposition: attachment; filename=a.csv\n\n1,2\n',
    );
    expect(document.sections[0]).not.toContain('1,2');
  });
});

describe('readDocument of a truncated mail', () => {
  const mail =
    'Subject: s\nContent-Type: multipart/mixed; boundary="a b"\n\n--a b\n\nfirst\n--a b\n\nsecond words\n--a b--\n';

  it.each([mail, mail.trimEnd()])('adds no note to an intact one', async (intact) => {
    expect((await readMail(intact)).notes).toEqual([]);
  });

  it.each([3, 10, 20])('adds a note if the last %s characters are missing', async (count) => {
    const document = await readMail(mail.slice(0, -count));
    expect(document.notes).toEqual([expect.stringContaining('can be truncated')]);
  });
});

describe('readDocument of an Outlook message', () => {
  it('names an attached message', async () => {
    const message = {
      '__properties_version1.0': new Uint8Array(32),
      '__attach_version1.0_#00000000': {
        '__substg1.0_3001001F': wide('The inner mail'),
        '__substg1.0_3701000D': { '__properties_version1.0': new Uint8Array(24) },
      },
    };
    expect((await readText(buildCompoundFile(message))).sections[0]).toContain(
      '- The inner mail (Outlook item)',
    );
  });

  it.each([
    ['the code page of the HTML body', 1251, '<p>'],
    ['the charset that the HTML declares', 0, '<meta charset=windows-1251><p>'],
  ])('is decoded by %s', async (_, codePage, start) => {
    const properties = new Uint8Array(48);
    new DataView(properties.buffer).setUint32(32, 0x3fde0003, true);
    new DataView(properties.buffer).setUint32(40, codePage, true);
    const html = Uint8Array.of(...strToU8(start), 0xcf, 0xf0, 0xe8);
    const message = { '__properties_version1.0': properties, '__substg1.0_10130102': html };
    expect((await readText(buildCompoundFile(message))).sections[0]).toBe('При');
  });
});
