import { figureTable, formatNumber } from './figure-table.ts';
import type { Performance } from './performance.ts';

/** Generates docs/performance.md. */
export function performancePage(performance: Performance): string {
  const { measured, machine, figures, tools, questions = [], profile } = performance;
  const figureRows = figureTable(figures, figures).map(([title, value, goal, missed]) => [
    title ?? '',
    value ?? '',
    [goal, missed].filter(Boolean).join(', '),
  ]);
  const toolRows = tools.map(({ tool, question, items, tokens, first, warm }) => [
    `\`${tool}\``,
    question,
    String(items),
    tokens.toLocaleString('en-GB'),
    `${warm.graph} + ${warm.entra}`,
    `${first.graph} + ${first.entra}`,
  ]);
  const profileRows = profile.map(({ part, percent }) => [part, formatNumber(percent)]);
  return `# Performance

Measured ${days(measured, figures)} (${machine}) by \`npm run bench -- --write\`, which made this page.

![Each figure that has a goal, and how much of it is used up](performance.svg)

${markdownTable(figureRows)}

The production bundle runs on raw \`workerd\`, Durable Objects on disk, before an upstream that answers from memory without delay. Everything is on: verification of the token, the organisation's policy, the vault, the cleaning of every text, the audit. Processor time is that of \`workerd\` with all its threads, per call. A document is read three times, each in a process of its own, and the middle counts. The load comes over eight connections, or at a steady 100 calls a second where Graph fails (429 or 503 for 5 % of its answers), from the same machine, as does the upstream, so rates and latencies are those of a machine that also plays the other two parts; on a machine that does other things they get worse, and processor time less so.

${profileRows.length === 0 ? '' : searchProfile(profileRows)}## What a call costs

A call reaches one object of the platform, the person's vault. Requests are to Graph and to Entra ID. The first call of a person also exchanges the token, and learns the time zone where it is needed. Tokens are those of the answer (o200k), against the simulated tenant.

${markdownTable([['Tool', 'Question', 'Items', 'Tokens', 'Requests: Graph + Entra', 'The first time'], ...toolRows])}

## What a question costs

Questions of a user and the fewest calls that answer them (\`test/questions\`), against the simulated tenant. Tokens are those of all results.

${markdownTable([['Question', 'Calls', 'Tokens'], ...questions.map(({ question, calls, tokens }) => [question, String(calls), tokens.toLocaleString('en-GB')])])}

## Other servers

\`npm run bench -- --url https://… --tool name --args '{…}' --header 'Authorization: Bearer …'\` puts the same load on any MCP server and prints rate and latencies; for one on this machine \`--pid\` adds its processor time.
`;
}

/** Shares of the parts of a search. */
function searchProfile(rows: readonly (readonly string[])[]): string {
  return `## Where the time of a search goes

A profile of V8 during warm searches, by the source of the function that took the time; what the runtime does for a function counts as that function's, and a profiler makes the lines of the audit dearer than they are. What cannot be left out is measured beside it, as a bare Worker: it checks the signature, asks one object and Graph, and writes the answer. Most of the goal of a millisecond goes there where the SDK speaks the protocol, which it has to; what is left would have to pay for every check, the seal, the cleaning, the dates and the audit. Where many people take turns, more than half of what is added is so for the bare Worker too: workerd closes an object that nobody has asked for ten seconds, and to open its database again costs more than all that a bare search does. The rest is the organisation's policy, which an object that was closed reads anew, and its tables, which it looks over.

${markdownTable([['Part', '%'], ...rows])}

`;
}

/** Day of the measurement, because parts can be measured alone. */
function days(latest: string, figures: Performance['figures']): string {
  const first = figures.map(({ measured }) => measured ?? latest).reduce((a, b) => (a < b ? a : b), latest);
  return first === latest ? `on ${latest}` : `from ${first} to ${latest}`;
}

function markdownTable([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
