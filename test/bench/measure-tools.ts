import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { users } from 'm365-simulator';
import { connectClient, textOf, type ToolResult } from '../../scripts/lib/mcp-clients.ts';
import { startSimulation } from '../../scripts/lib/simulation.ts';
import { askQuestions, questionPermissions } from '../questions/ask-questions.ts';
import { catalogTokens, resultTokens } from './count-tokens.ts';
import type { Figure } from './figure.ts';
import type { Performance } from './performance.ts';
import { sampleCalls } from './sample-calls.ts';

/** Cost of one tool: upstream requests and model tokens. */
export interface ToolCost {
  readonly tool: string;
  /** Description of the call. */
  readonly question: string;
  /** Items in the result. */
  readonly items: number;
  readonly tokens: number;
  /** Requests of the first call of a user and of the repeated call. */
  readonly first: UpstreamRequests;
  readonly warm: UpstreamRequests;
}

/** Upstream requests of a call. */
interface UpstreamRequests {
  readonly graph: number;
  readonly entra: number;
}

/** Calls every tool on the simulated tenant and counts upstream requests and tokens of the results. */
export async function measureTools(bundle: string): Promise<{
  figures: Figure[];
  tools: ToolCost[];
  questions: Performance['questions'];
}> {
  const simulation = await startSimulation({ bundle });
  const { control } = simulation.tenant;
  const connect = async () =>
    connectClient(
      '2026-07-28',
      simulation.mcpUrl,
      await control.mint({ user: users.megan.userPrincipalName }),
    );
  try {
    const client = await connect();
    const { tools } = await client.listTools();
    const costs: ToolCost[] = [];
    for (const { name, args, question } of await sampleCalls(
      client,
      tools.map((tool) => tool.name),
    )) {
      // A new access token has no cached Graph token, so this is the first call of a user.
      control.clearRequests();
      const newcomer = await connect();
      const asked = async (): Promise<{ answer: ToolResult; requests: UpstreamRequests }> => {
        const answer = await newcomer.callTool({ name, arguments: args });
        const { graph = 0, download = 0, 'token:on_behalf_of': entra = 0 } = control.counts();
        control.clearRequests();
        return { answer, requests: { graph: graph + download, entra } };
      };
      const first = await asked();
      const warm = await asked();
      await newcomer.close();
      const items = warm.answer.structuredContent?.['items'];
      if (warm.answer.isError) throw new Error(`${name}: ${textOf(warm.answer)}`);
      costs.push({
        tool: name,
        question,
        items: Array.isArray(items) ? items.length : 1,
        tokens: resultTokens(warm.answer),
        first: first.requests,
        warm: warm.requests,
      });
    }
    await client.close();
    control.setUserGrants('megan', questionPermissions);
    const reader = await connect();
    const questions = await askQuestions(reader);
    await reader.close();
    const average = (of: 'calls' | 'tokens') =>
      questions.reduce((sum, question) => sum + question[of], 0) / questions.length;
    return {
      tools: costs,
      questions: questions.map(({ question, calls, tokens }) => ({ question, calls, tokens })),
      figures: [
        {
          id: 'question-calls',
          title: `calls for each of ${questions.length} questions of a user`,
          unit: 'calls',
          value: Math.round(average('calls') * 100) / 100,
          goal: { atMost: 1.5 },
        },
        {
          id: 'question-tokens',
          title: 'results for each question',
          unit: 'tokens',
          value: Math.round(average('tokens')),
          goal: { atMost: 900 },
        },
        {
          id: 'list-tokens',
          title: 'tools/list without output schemas',
          unit: 'tokens',
          value: catalogTokens(tools),
          goal: { atMost: 3000 },
        },
        {
          id: 'list-tokens-all',
          title: 'tools/list with output schemas',
          unit: 'tokens',
          value: encode(JSON.stringify(tools)).length,
        },
        ...costs
          .filter(({ items }) => items >= 25)
          .map(({ question, items, tokens }): Figure => ({
            id: `tokens-${question}`,
            title: `${question}, ${items} of them`,
            unit: 'tokens',
            value: Math.round((tokens * 25) / items),
            goal: { atMost: 3000 },
          })),
      ],
    };
  } finally {
    await simulation.stop();
  }
}
