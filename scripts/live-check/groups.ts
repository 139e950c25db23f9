import { entraProbes } from './entra-probes.ts';
import { fileProbes } from './file-probes.ts';
import { listProbes, noteProbes } from './list-probes.ts';
import { mailProbes } from './mail-probes.ts';
import { meetingProbes } from './meeting-probes.ts';
import type { ProbeGroup } from './probe.ts';
import { channelProbes, chatProbes } from './teams-probes.ts';

/** All groups, the fewest permissions first: a token keeps the permissions of earlier sign-ins with the same client. */
export function probeGroups(loginUrl: URL): readonly ProbeGroup[] {
  return [
    {
      name: 'entra',
      does: 'reads the key document, and begins a device code sign-in in the name of M365 MCP Client, which should be refused',
      permissions: [],
      probes: entraProbes(loginUrl),
    },
    {
      name: 'chats',
      does: 'searches and lists your Teams chats',
      permissions: ['Chat.Read'],
      probes: chatProbes,
    },
    {
      name: 'mail',
      does: 'searches your mail, opens three mails, and reads your free/busy times and time zone',
      permissions: ['User.Read', 'Mail.Read', 'Calendars.Read', 'MailboxSettings.Read'],
      probes: mailProbes,
    },
    {
      name: 'notes',
      does: 'lists your notebooks, sections and pages of OneNote, without their text',
      permissions: ['Files.Read', 'Notes.Read'],
      probes: noteProbes,
    },
    {
      name: 'files',
      does: 'searches files, pages and lists, requests up to five files, and reads one column of up to five lists',
      permissions: ['Files.Read.All', 'Sites.Read.All'],
      probes: [...fileProbes, ...listProbes],
    },
    {
      name: 'meetings',
      does: 'looks up Teams meetings of your calendar and downloads a transcript of your own',
      permissions: ['Calendars.Read', 'OnlineMeetings.Read', 'OnlineMeetingTranscript.Read.All'],
      probes: meetingProbes,
    },
    {
      name: 'channels',
      does: 'searches Teams messages and reads the posts of one channel',
      permissions: ['Chat.Read', 'ChannelMessage.Read.All', 'Team.ReadBasic.All', 'Channel.ReadBasic.All'],
      probes: channelProbes,
    },
  ];
}
