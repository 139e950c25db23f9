import { type Call, hasAnyScope } from '../core/call.ts';
import { GraphError, badRequest } from '../core/graph-error.ts';
import { requireSignedInUser } from '../directory/directory-routes.ts';
import { type QueryOptions, readQueryOptions } from '../odata/query-options.ts';
import type { Channel, Chat, ChatMessage, Team } from './chat-store.ts';

/** @throws GraphError 403 in the format of Teams, when the token has none of these permissions */
export function requireTeamsScope(call: Call, ...scopes: readonly string[]): void {
  if (call.settings.cloud === 'china') throw new GraphError(404, 'UnknownError', 'No service is available.');
  if (hasAnyScope(call, ...scopes)) return;
  throw new GraphError(
    403,
    'Forbidden',
    `Missing scope permissions on the request. API requires one of '${scopes.join(', ')}'. Scopes on the request '${[...call.session.scopes].join(', ')}'`,
  );
}

/** @throws GraphError 400 for what is no id of a chat, 403 for a chat of others, 404 for none. */
export function openChat(call: Call): Chat {
  const id = call.param('chat');
  if (
    id !== '48:notes' &&
    !/^19:[\w-]+@(thread\.v2|unq\.gbl\.spaces|thread\.tacv2|thread\.skype)$/.test(id)
  ) {
    throw badRequest(`Id in the path is not a valid thread id: ${id}`);
  }
  const chat = call.tenant.teams.chats.find(
    (candidate) => candidate.id === id && (id !== '48:notes' || isMember(call, candidate.seed.members)),
  );
  if (!chat) throw new GraphError(404, 'NotFound', `Chat with id ${id} could not be found.`);
  if (!isMember(call, chat.seed.members)) {
    throw new GraphError(
      403,
      'Forbidden',
      '{"errorCode":"209","message":"{\\n  \\"subCode\\": \\"AclCheckFailed\\",\\n  \\"details\\": \\"The initiator is not a member of the thread.\\"\\n}"}',
    );
  }
  return chat;
}

/** @throws GraphError 403 for a team of others, 404 for none. */
export function openTeam(call: Call): Team {
  const id = call.param('team');
  const team = call.tenant.teams.teams.find((candidate) => candidate.id === id.toLowerCase());
  if (!team) throw new GraphError(404, 'NotFound', `No team found with Group Id ${id}`);
  if (!isMember(call, team.seed.members)) {
    throw new GraphError(403, 'Forbidden', 'The user is not a member of the team.');
  }
  return team;
}

/** @throws GraphError 404 for none. */
export function openChannel(call: Call, team: Team): Channel {
  const id = call.param('channel');
  const channel = team.channels.find((candidate) => candidate.id === id);
  if (!channel) throw new GraphError(404, 'NotFound', `Channel with id ${id} could not be found.`);
  return channel;
}

/** @throws GraphError 404 for none. */
export function findMessage(messages: readonly ChatMessage[], id: string): ChatMessage {
  const message = messages.find((candidate) => candidate.id === id);
  if (!message) throw new GraphError(404, 'NotFound', `Message with id ${id} could not be found.`);
  return message;
}

export function isMember(call: Call, members: readonly { readonly address: string }[]): boolean {
  const me = requireSignedInUser(call);
  return members.some((member) => member.address === me.userPrincipalName);
}

/**
 * Query options of a list of Teams.
 * @throws GraphError 400 for an option that the list does not take, and for more than fifty.
 */
export function teamsOptions(call: Call, ...allowed: readonly string[]): QueryOptions {
  for (const name of call.query.keys()) {
    if (!name.startsWith('$') || name.toLowerCase() === '$skiptoken') continue;
    if (!allowed.includes(name.slice(1))) {
      const option = name.slice(1, 2).toUpperCase() + name.slice(2);
      throw badRequest(
        `Query option '${option}' is not allowed. To allow it, set the 'AllowedQueryOptions' property on EnableQueryAttribute or QueryValidationSettings.`,
      );
    }
  }
  return readQueryOptions(call, 50);
}
