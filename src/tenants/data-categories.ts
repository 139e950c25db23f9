import type { GraphPermission } from './permissions.ts';

/** A part of Microsoft 365, as a person thinks of it. */
export interface DataCategory {
  readonly name: string;
  /** What can be read there, said to the person whose it is. */
  readonly text: string;
  readonly permissions: readonly GraphPermission[];
}

/** Everything that the connector can read, if it is granted. */
export const dataCategories: readonly DataCategory[] = [
  {
    name: 'Mail',
    text: 'your messages and attachments, and mailboxes shared with you',
    permissions: ['Mail.Read', 'Mail.ReadBasic', 'Mail.Read.Shared'],
  },
  {
    name: 'Calendar',
    text: 'your events and free times, and calendars shared with you',
    permissions: ['Calendars.Read', 'Calendars.Read.Shared', 'MailboxSettings.Read'],
  },
  {
    name: 'Files and sites',
    text: 'what you can open in OneDrive and SharePoint',
    permissions: ['Files.Read', 'Files.Read.All', 'Sites.Read.All'],
  },
  {
    name: 'Teams',
    text: 'your chats, and messages in your channels',
    permissions: [
      'Chat.Read',
      'Chat.ReadBasic',
      'ChatMember.Read',
      'ChatMessage.Read',
      'Team.ReadBasic.All',
      'Channel.ReadBasic.All',
      'ChannelMessage.Read.All',
    ],
  },
  {
    name: 'Meetings',
    text: 'transcripts, notes and attendance of meetings you were in',
    permissions: [
      'OnlineMeetings.Read',
      'OnlineMeetingTranscript.Read.All',
      'OnlineMeetingAiInsight.Read.All',
      'OnlineMeetingArtifact.Read.All',
      'OnlineMeetingRecording.Read.All',
    ],
  },
  {
    name: 'People',
    text: 'your profile, and the names of colleagues',
    permissions: ['User.Read', 'User.ReadBasic.All'],
  },
];
