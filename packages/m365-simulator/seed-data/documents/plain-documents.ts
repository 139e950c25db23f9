import { type Document, contentTypes, textDocument } from './document.ts';

export const campaignResults = textDocument(
  'Campaign results Q3.csv',
  contentTypes.csv,
  [
    'channel;spend_eur;clicks;orders;note',
    'paid search;95000;182344;4120;"steady, as planned"',
    'newsletter;4200;31877;1904;"best return; grew 12 %"',
    'trade fairs;88750;0;212;"orders on paper, ""estimated"""',
    'social;41000;220105;977;',
    '',
  ].join('\r\n'),
);

export const onboardingNotes = textDocument(
  'Onboarding notes.txt',
  contentTypes.txt,
  'Welcome to Contoso.\r\n\r\nYour laptop waits at the reception on floor 2.\r\nThe Wi-Fi is called contoso-staff; sign in with your work account.\r\nLunch is from 11:30 to 14:00.\r\n',
);

export const pressRelease = textDocument(
  'Halo press release.html',
  contentTypes.html,
  '<!DOCTYPE html><html><head><title>Contoso presents Halo</title><style>p{margin:0}</style></head><body><h1>Contoso presents Halo</h1><p>BERLIN &ndash; The lamp that follows you goes on sale on <b>17 March 2027</b>.</p><table><tr><th>Model</th><th>Price</th></tr><tr><td>Halo</td><td>&euro;189</td></tr><tr><td>Halo Mini</td><td>&euro;129</td></tr></table><p style="display:none">Embargo code: AURORA-7</p><script>document.title="x"</script></body></html>',
);

export const retailerLetter = textDocument(
  'Letter from Tailspin.eml',
  contentTypes.eml,
  [
    'From: "Wanda Howe" <wanda@tailspintoys.example>',
    'To: Adele Vance <adele@contoso.example>',
    'Subject: =?utf-8?Q?Regal=C3=A4nderung_f=C3=BCr_Halo?=',
    'Date: Mon, 02 Nov 2026 09:14:00 +0100',
    'Message-ID: <20261102.halo@tailspintoys.example>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/alternative; boundary="=_part"',
    '',
    '--=_part',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    'Dear Adele,',
    'we can give Halo 80 cm of shelf in 34 shops from March, at =E2=82=AC1,200 a shop.',
    'Best, Wanda',
    '--=_part',
    'Content-Type: text/html; charset=utf-8',
    '',
    '<p>Dear Adele,</p><p>we can give Halo <b>80 cm</b> of shelf in 34 shops from March, at &euro;1,200 a shop.</p><p>Best, Wanda</p>',
    '--=_part--',
    '',
  ].join('\r\n'),
);

const dealers =
  'Händlerliste Süd\r\nMüller & Söhne, Straße 5, 80331 München\r\nŁódzkie Światło, ul. Piękna 7, Łódź\r\n';

/** UTF-16, little-endian, with its mark: what Notepad calls Unicode. */
export const dealerList: Document = {
  name: 'Händlerliste.txt',
  contentType: contentTypes.txt,
  text: () => dealers,
  bytes: () =>
    Uint8Array.from(
      [0xfeff, ...dealers.split('').map((unit) => unit.charCodeAt(0))].flatMap((unit) => [
        unit & 0xff,
        unit >> 8,
      ]),
    ),
};

/** Windows-1252, without any mark. */
export const priceLabels: Document = {
  name: 'Price labels.txt',
  contentType: contentTypes.txt,
  text: () => 'Halo €189\r\nHalo Mini €129 – “new”\r\n',
  bytes: () =>
    Uint8Array.from('Halo \x80189\r\nHalo Mini \x80129 \x96 \x93new\x94\r\n', (character) =>
      character.charCodeAt(0),
    ),
};
