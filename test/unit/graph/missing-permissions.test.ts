import { describe, expect, it } from 'vitest';
import { readDenial } from '../../../src/graph/missing-permissions.ts';

describe('readDenial', () => {
  it.each([
    [
      'Access to ChatMessage in Graph API requires the following permissions: Chat.Read or Chat.ReadWrite, ChannelMessage.Read.All. However, the application only has the following permissions granted: Mail.Read',
      'Chat.Read, ChannelMessage.Read.All',
    ],
    [
      "Missing scope permissions on the request. API requires one of 'ChannelMessage.Read.All, ChannelMessage.ReadWrite'. Scopes on the request 'Chat.Read, User.Read'",
      'ChannelMessage.Read.All',
    ],
    [
      "No permissions match the permissions in the token. API requires one of 'OnlineMeetingTranscript.Read.All'.",
      'OnlineMeetingTranscript.Read.All',
    ],
  ])('names the permissions that are required and not those that are granted: %s', (message, names) => {
    expect(readDenial(message)).toContain(`requires (${names})`);
  });

  it('names a license', () => {
    expect(
      readDenial(
        'Failed to get license information for the user. Ensure user has a valid Office365 license.',
      ),
    ).toContain('no license');
  });

  it.each(['', 'The initiator is not a member of the thread.', 'requires Evil.Read.All <b>x</b>'])(
    'repeats nothing else of the message: %s',
    (message) => expect(readDenial(message)).toBeUndefined(),
  );
});
