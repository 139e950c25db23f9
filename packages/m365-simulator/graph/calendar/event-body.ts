import type { SeedEvent } from '../../seed-data/calendar/event-seed.ts';
import { htmlText } from '../../seed-data/mail/outlook-html.ts';

/** The body of an event: what was written, and below it the block that Teams adds. */
export function eventBody(seed: SeedEvent, joinUrl: string | undefined): string {
  const text = (seed.text ?? []).map((line) => `<p>${htmlText(line)}</p>\r\n`).join('');
  const meeting =
    joinUrl === undefined
      ? ''
      : `<div style="width:100%"><span style="white-space:nowrap;color:#5F5F5F;opacity:.36">________________________________________________________________________________</span></div>\r\n<div class="me-email-text" lang="en-US"><div style="font-size:24px">Microsoft Teams meeting</div><div><a class="me-email-headline" href="${htmlText(joinUrl)}" target="_blank">Join the meeting now</a></div></div>\r\n`;
  if (text === '' && meeting === '') return '';
  return `<html>\r\n<head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8">\r\n</head>\r\n<body>\r\n${text}${meeting}</body>\r\n</html>\r\n`;
}
