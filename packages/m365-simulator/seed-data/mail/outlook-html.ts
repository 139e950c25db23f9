import type { EmailAddress } from './mail-seed.ts';

/** A mail that is quoted by its reply. */
export interface Quoted {
  readonly from: EmailAddress;
  readonly to: readonly EmailAddress[];
  readonly subject: string;
  readonly sent: string;
  /** Inner HTML with its quotation. */
  readonly html: string;
}

/** Text for HTML. */
export function htmlText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A paragraph as Word writes it. The text is HTML. */
export function paragraph(html: string): string {
  return `<p class="MsoNormal">${html === '' ? '&nbsp;' : html}<o:p></o:p></p>\r\n`;
}

/** A table as Word pastes it from Excel. */
export function table(rows: readonly (readonly string[])[]): string {
  const body = rows.map((cells) => {
    const row = cells.map(
      (cell) =>
        `<td width="160" valign="top" style="width:120.0pt;border:solid windowtext 1.0pt;padding:0cm 5.4pt 0cm 5.4pt">${paragraph(htmlText(cell))}</td>`,
    );
    return `<tr style="height:15.0pt">${row.join('')}</tr>`;
  });
  return `<table class="MsoNormalTable" border="1" cellspacing="0" cellpadding="0" style="border-collapse:collapse;border:none">\r\n<tbody>${body.join('\r\n')}</tbody></table>\r\n`;
}

/** The signature block of Contoso: a table with a picture, a separator and links that Defender has rewritten. */
export function signature(user: EmailAddress, title: string): string {
  return `<div><table border="0" cellspacing="0" cellpadding="0"><tbody><tr><td style="padding:0cm 8.0pt 0cm 0cm"><img width="64" height="64" src="cid:image001.png@01DA7F00.12345670" alt="Contoso"></td><td style="border-left:solid #0078D4 1.5pt;padding:0cm 0cm 0cm 8.0pt">${paragraph(`<b><span style="font-size:10.0pt;color:#1F3864">${htmlText(user.name)}</span></b>`)}${paragraph(`<span style="font-size:9.0pt">${htmlText(title)} | Contoso | <a href="${safeLink('https://www.contoso.example/')}" originalsrc="https://www.contoso.example/">www.contoso.example</a></span>`)}</td></tr></tbody></table></div>\r\n`;
}

/** A link as Defender for Office 365 rewrites it. */
export function safeLink(url: string): string {
  return `https://eur01.safelinks.protection.outlook.com/?url=${encodeURIComponent(url)}&amp;data=05%7C02%7C%7C0b1f&amp;sdata=8Q2u%3D&amp;reserved=0`;
}

/** The line above a quotation, with the border that Outlook draws. */
export function quotation(quoted: Quoted): string {
  const recipients = quoted.to.map((user) => `${htmlText(user.name)} &lt;${user.address}&gt;`).join('; ');
  return `<div>\r\n<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">\r\n<p class="MsoNormal"><b><span lang="EN-US">From:</span></b><span lang="EN-US"> ${htmlText(quoted.from.name)} &lt;${quoted.from.address}&gt; <br>\r\n<b>Sent:</b> ${quoted.sent}<br>\r\n<b>To:</b> ${recipients}<br>\r\n<b>Subject:</b> ${htmlText(quoted.subject)}<o:p></o:p></span></p>\r\n</div>\r\n</div>\r\n<p class="MsoNormal"><o:p>&nbsp;</o:p></p>\r\n${quoted.html}`;
}

/** HTML document of Word 15 around the inner HTML of a mail. */
export function wordDocument(inner: string): string {
  return `<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word" xmlns:m="http://schemas.microsoft.com/office/2004/12/omml" xmlns="http://www.w3.org/TR/REC-html40"><head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8"><meta name="Generator" content="Microsoft Word 15 (filtered medium)"><!--[if !mso]><style>v\\:* {behavior:url(#default#VML);}\r\no\\:* {behavior:url(#default#VML);}\r\n.shape {behavior:url(#default#VML);}\r\n</style><![endif]--><style>\r\n<!--\r\n@font-face\r\n\t{font-family:Calibri;\r\n\tpanose-1:2 15 5 2 2 2 4 3 2 4}\r\np.MsoNormal, li.MsoNormal, div.MsoNormal\r\n\t{margin:0cm;\r\n\tfont-size:11.0pt;\r\n\tfont-family:"Calibri",sans-serif}\r\na:link, span.MsoHyperlink\r\n\t{mso-style-priority:99;\r\n\tcolor:#0563C1;\r\n\ttext-decoration:underline}\r\n.MsoChpDefault\r\n\t{mso-style-type:export-only}\r\n@page WordSection1\r\n\t{size:612.0pt 792.0pt;\r\n\tmargin:70.85pt 70.85pt 2.0cm 70.85pt}\r\n-->\r\n</style><!--[if gte mso 9]><xml>\r\n<o:shapedefaults v:ext="edit" spidmax="1026" />\r\n</xml><![endif]--></head><body lang="EN-US" link="#0563C1" vlink="#954F72" style="word-wrap:break-word">\r\n<div class="WordSection1">\r\n${inner}</div>\r\n</body></html>\r\n`;
}
