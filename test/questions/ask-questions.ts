import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import type { AnyClient, ToolResult } from '../../scripts/lib/mcp-clients.ts';
import { requestedPermissions } from '../../src/tenants/permissions.ts';
import { catalogQuestions } from './catalog-questions.ts';
import { mailQuestions } from './mail-questions.ts';
import { otherQuestions } from './other-questions.ts';
import { optionalQuestions } from './optional-questions.ts';
import type { Question, QuestionCall } from './question.ts';

export const questions: readonly Question[] = [
  ...mailQuestions,
  ...otherQuestions,
  ...optionalQuestions,
  ...catalogQuestions,
];

export const questionPermissions: readonly string[] = [
  ...requestedPermissions,
  'User.Read.All',
  'Notes.Read.All',
];

/** Cost of one question. */
export interface QuestionCost {
  readonly question: string;
  readonly calls: number;
  /** Tokens of all results (o200k). */
  readonly tokens: number;
  /** Whether the last result contains what is expected. */
  readonly isAnswered: boolean;
  /** Text of the last result. */
  readonly text: string;
}

/** Makes the calls of a question, one after the other. */
export async function askQuestion(
  { question, calls, expected }: Question,
  client: AnyClient,
): Promise<QuestionCost> {
  let last: ToolResult | undefined;
  let text = '';
  let tokens = 0;
  for (const call of calls) {
    last = await client.callTool({ name: call.tool, arguments: resolveArguments(call, last) });
    text = last.content.map((block) => block.text ?? '').join('\n');
    tokens += encode(text).length;
  }
  return {
    question,
    calls: calls.length,
    tokens,
    isAnswered: last?.isError !== true && expected.test(text),
    text,
  };
}

function resolveArguments(
  { args, pick, member = 'uri', suffix = '' }: QuestionCall,
  last: ToolResult | undefined,
): Readonly<Record<string, unknown>> {
  if (!pick) return args;
  const { items, entries, results, facts } = (last?.structuredContent ?? {}) as Record<
    'items' | 'entries' | 'results',
    readonly Record<string, unknown>[] | undefined
  > & { readonly facts?: { readonly attachments?: readonly Record<string, unknown>[] } };
  const choices = items ?? entries ?? results ?? facts?.attachments ?? [];
  const item = choices.find((candidate) => pick.test(JSON.stringify(candidate)));
  const value = item?.[member];
  const uri = typeof value === 'string' ? value + suffix : '';
  return { [member === 'id' ? 'id' : 'uri']: uri, ...args };
}

/** Asks all questions and returns their costs. @throws Error for one without the expected answer */
export async function askQuestions(client: AnyClient): Promise<readonly QuestionCost[]> {
  const costs: QuestionCost[] = [];
  for (const question of questions) {
    const cost = await askQuestion(question, client);
    if (!cost.isAnswered) throw new Error(`${question.question}: ${cost.text.slice(0, 500)}`);
    costs.push(cost);
  }
  return costs;
}
