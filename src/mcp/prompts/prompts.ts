import {
  type GetPromptRequest,
  type GetPromptResult,
  type Prompt,
  ProtocolError,
  ProtocolErrorCode,
} from '@modelcontextprotocol/server';
import { oneLine } from 'document-text';
import { isOpen } from '../../tenants/granted-permissions.ts';
import { printableExcerpt } from '../results.ts';
import type { McpSession } from '../session.ts';
import { type PromptDefinition, prompts } from './definitions.ts';

/** Whether the user can call a tool. */
export type HasTool = (name: string) => boolean;

const maxCharacters = 1024;

/** The entries of `prompts/list`: prompts whose tools and areas are open to the user. */
export function listPrompts(session: Pick<McpSession, 'granted'>, hasTool: HasTool): Prompt[] {
  return Object.entries(prompts)
    .filter(([, prompt]) => isUsable(prompt, session, hasTool))
    .map(([name, { title, description, arguments: args }]) => ({
      name,
      title,
      description,
      arguments: Object.entries(args).map(([argument, { description: text, isRequired }]) => ({
        name: argument,
        description: text,
        required: isRequired === true,
      })),
    }));
}

/**
 * Answers `prompts/get` with one message of the user. It reads nothing of Microsoft 365: the model does, with the tools.
 * @throws ProtocolError `-32602` for an unknown or closed prompt, and for invalid arguments
 * @see https://modelcontextprotocol.io/specification/2026-07-28/server/prompts#error-handling
 */
export function getPrompt(
  { name, arguments: given = {} }: GetPromptRequest['params'],
  session: Pick<McpSession, 'granted'>,
  hasTool: HasTool,
): GetPromptResult {
  const prompt = findPrompt(name);
  if (!prompt || !isUsable(prompt, session, hasTool)) {
    throw invalidParams(`There is no prompt ${printableExcerpt(name)} for this user. See prompts/list.`);
  }
  const unknown = Object.keys(given).find((argument) => !Object.hasOwn(prompt.arguments, argument));
  if (unknown !== undefined) throw invalidParams(`Unknown argument ${printableExcerpt(unknown)}.`);
  const args: Record<string, string> = {};
  for (const [argument, { isRequired }] of Object.entries(prompt.arguments)) {
    const value = given[argument] ?? '';
    if (value.length > maxCharacters) {
      throw invalidParams(`The argument ${argument} is longer than ${maxCharacters} characters.`);
    }
    const text = oneLine(value, maxCharacters);
    if (text !== '') args[argument] = JSON.stringify(text);
    else if (isRequired) throw invalidParams(`The argument ${argument} is required.`);
  }
  return {
    description: prompt.description,
    messages: [{ role: 'user', content: { type: 'text', text: prompt.text(args, hasTool) } }],
  };
}

/** A prompt by its name; undefined for an unknown one. */
export function findPrompt(name: string): PromptDefinition | undefined {
  return Object.hasOwn(prompts, name) ? prompts[name] : undefined;
}

function isUsable(
  { tools, areas = [] }: PromptDefinition,
  { granted }: Pick<McpSession, 'granted'>,
  hasTool: HasTool,
): boolean {
  return tools.every(hasTool) && isOpen(areas, granted);
}

function invalidParams(message: string): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, message);
}
