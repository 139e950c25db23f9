import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnyClient } from '../../scripts/lib/mcp-clients.ts';
import { askQuestion, questionPermissions, questions } from '../questions/ask-questions.ts';
import { useConnector } from './connector.ts';

const connector = useConnector();
let megan: AnyClient;

beforeAll(async () => {
  // The manager is an optional permission.
  connector.simulation.tenant.control.setUserGrants('megan', questionPermissions);
  megan = await connector.client('2026-07-28', 'megan');
});
afterAll(() => megan.close());

describe('questions of a user', () => {
  it.each(questions)('answers: $question', async (question) => {
    const { isAnswered, text } = await askQuestion(question, megan);
    expect(isAnswered, text.slice(0, 1500)).toBe(true);
  });
});
