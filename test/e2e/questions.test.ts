import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnyClient, connectClient } from '../../scripts/lib/mcp-clients.ts';
import { askQuestion, questionPermissions, questions } from '../questions/ask-questions.ts';
import { chatGptQuestions } from '../questions/optional-questions.ts';
import { useConnector } from './connector.ts';

const connector = useConnector();
let megan: AnyClient;
let chatGpt: AnyClient;

beforeAll(async () => {
  // The manager is an optional permission.
  connector.simulation.tenant.control.setUserGrants('megan', questionPermissions);
  megan = await connector.client('2026-07-28', 'megan');
  const url = new URL('?tools=search,fetch', connector.simulation.mcpUrl);
  chatGpt = await connectClient('2026-07-28', url, await connector.token('megan'));
});
afterAll(() => Promise.all([megan.close(), chatGpt.close()]));

describe('questions of a user', () => {
  it.each(questions)('answers: $question', async (question) => {
    const { isAnswered, text } = await askQuestion(question, megan);
    expect(isAnswered, text.slice(0, 1500)).toBe(true);
  });

  it.each(chatGptQuestions)('answers with search and fetch: $question', async (question) => {
    const { isAnswered, text } = await askQuestion(question, chatGpt);
    expect(isAnswered, text.slice(0, 1500)).toBe(true);
  });
});
