import { figureTable, formatNumber } from './figure-table.ts';
import { missedGoals } from './missed-goals.ts';
import { comparisonTable } from './peer/comparison.ts';
import type { Performance } from './performance.ts';

/** Steps that were measured alone: by load on `tools/list` or on a search of 25 mails. */
const steps: readonly (readonly string[])[] = [
  ['`tools/list` serialized once per set of tools', '0.52', '2 × 9 of 600 calls'],
  [
    'search of 25 mails: a verified access token is not verified again for a minute',
    '0.89',
    '34 of 200 calls',
  ],
  [
    'search of 25 mails: two statements of the vault instead of four, bytes copied natively, fewer checks of an item',
    '0.95 (two equal bundles: 0.99)',
    '4 × 240 of 25 calls',
  ],
  ['`tools/list`: a request body of a stated length is read natively', '0.92', '100 of 30 calls'],
  ['`tools/list`: its result is kept as bytes', '0.95', '100 of 30 calls'],
  ['search of 25 mails: no spans in a request that is not traced', '0.97', '120 of 25 calls'],
  [
    'search of 25 mails: these three, and a host that is compared before it is parsed',
    '0.93',
    '160 of 25 calls',
  ],
];

/** Generates docs/performance.md. */
export function performancePage(performance: Performance): string {
  const { measured, machine, figures, tools, questions = [], profile, comparison } = performance;
  const figureRows = figureTable(figures, figures).map(([title, value, goal, missed]) => [
    title ?? '',
    value ?? '',
    [goal, missed].filter(Boolean).join(', '),
  ]);
  const toolRows = tools.map(({ tool, question, items, tokens, first, warm }) => [
    `\`${tool}\``,
    question,
    String(items),
    tokens.toLocaleString('en-US'),
    `${warm.graph} + ${warm.entra}`,
    `${first.graph} + ${first.entra}`,
  ]);
  const profileRows = profile.map(({ part, percent }) => [part, formatNumber(percent)]);
  return `# Performance

Measured ${days(measured, figures)} (${machine}). \`npm run bench -- --write\` measures and generates this page.

![Each figure that has a goal, relative to the goal](performance.svg)

${markdownTable(figureRows)}

${missedSection(figures)}**Setup.** The production bundle runs on \`workerd\`, with Durable Objects on disk and every feature enabled: token validation, tenant policy, vault, sanitizing, audit. The upstream answers from memory without delay. Load generator and upstream run on the same machine, so rates are lower and latencies are higher than with separate machines; CPU time depends less on other load.

**Units.** CPU time is that of the \`workerd\` process with all its threads, per call. The load uses 8 connections where nothing else is stated. The fault test sends 100 calls a second while Graph answers 5 % of its requests with 429 or 503. Each document is read three times, each time in a new process, and the median is reported. Memory of a hostile document is the peak of the process above that before, with the document and the readers loaded; it is read four more times while V8 keeps 1 or 2 MB of young objects, and the least of these peaks is reported, because in production up to one half of the peak is garbage. Of large files, the first of each kind in an isolate loads its reader: the slowest search beside it is a figure of its own, and the p99 is that of searches beside the files after it.

**Round trips.** In this part every response of Entra, Graph and the download hosts takes 200 ms, and the figure is the longest chain of requests that were sent one after the other. A $batch is one round trip, and each request in it counts. In the first call of a user, the token exchange comes first; the time zone, the domains of the tenant and the search follow at once. A file needs its metadata and the download.

${profileRows.length === 0 ? '' : searchProfile(profileRows)}## Cost of a call

Requests are to Graph and to Entra ID. The first call of a user also exchanges the token, and requests the time zone and the domains of the tenant where they are needed. Tokens are those of the result (o200k), with the simulated tenant. Each call sends one request to one Durable Object, the vault of the user.

${markdownTable([['Tool', 'Query', 'Items', 'Tokens', 'Requests: Graph + Entra', 'First call'], ...toolRows])}

## Cost of a question

Questions of users, and the fewest calls that answer them (\`test/questions\`), with the simulated tenant. Tokens are those of all results.

${markdownTable([['Question', 'Calls', 'Tokens'], ...questions.map(({ question, calls, tokens }) => [question, String(calls), tokens.toLocaleString('en-US')])])}

## Steps measured alone

Two bundles that differ by one step receive the same load in alternating blocks, so that other load of the machine affects both. The ratio is the median of the ratios of neighboring blocks.

${markdownTable([['Step', 'CPU time, without it = 1', 'Blocks'], ...steps])}

${sideBySide(comparison)}## Other servers

\`npm run bench -- --url https://… --tool NAME --args '{…}' --header 'Authorization: Bearer …'\` puts the same load on any MCP server and prints rate and latencies. With \`--pid\`, it also prints the CPU time of a server on this machine. Unless the Graph URL of the server leads to the upstream of this benchmark, the figures include Microsoft's response times.
`;
}

/** The missed goals, each with its reason. */
function missedSection(figures: Performance['figures']): string {
  const lines = missedGoals(figures);
  return lines.length === 0 ? '' : `Missed goals:\n\n${lines.map((line) => `- ${line}`).join('\n')}\n\n`;
}

/** Shares of the parts of a search. */
function searchProfile(rows: readonly (readonly string[])[]): string {
  return `## CPU time of a search by part

A V8 profile of warm searches, grouped by the source file of each function. Time in the runtime counts for the function that called it. The attached profiler makes \`console.log\`, and so the audit, slower than it is.

The *bare Worker* in the table above is the lower bound: it verifies the signature, calls one Durable Object, sends one request to Graph and returns the result. Through the MCP SDK and \`agents\` it shows what the protocol costs.

With many users in turn, more than half of the additional CPU time is also needed by the bare Worker: \`workerd\` evicts a Durable Object after ten seconds without a request, and opening its database again costs more than a bare search. The rest is reading the tenant policy and checking the tables of the object.

${markdownTable([['Part', '%'], ...rows])}

`;
}

/** Figures of the connector and of the peer, and the differences that matter for them. */
function sideBySide(comparison: Performance['comparison']): string {
  if (!comparison) return '';
  const { peer, measured, tools, rows } = comparison;
  return `## Side by side

The same calls to the connector and to \`${peer}\` on the same upstream, measured in one run on ${measured} by the part \`peer\` of \`npm run bench -- --peer FOLDER\`. FOLDER is where the package is installed (\`npm install --prefix FOLDER @softeria/ms-365-mcp-server\`); it is no dependency of this project.

![Each figure of the connector, relative to the peer](performance-peer.svg)

${markdownTable(comparisonTable(rows))}

A ratio is the figure of the connector divided by that of the peer. CPU time and rate are medians of five blocks of four seconds at 8 connections, in which the servers take turns; their ratio is the median of the ratios of neighboring blocks. Tokens (o200k) are those of the text of a result. In the chart, a bar that ends before the line means that the connector needs less, or serves more calls; long bars are cut off.

The peer runs read-only, with two tool sets: the ${tools.peer} tools that the default permissions of the connector allow, and only the ${tools.peerMail} that are called, the smallest set for these calls. The connector has ${tools.connector} tools. The tools of the peer correspond to single operations of Microsoft Graph and include operations that the connector does not have. For each HTTP request, the peer registers all of its tools, so their number affects every call.

The servers do not do the same work:

| | Connector | Peer |
| --- | --- | --- |
| Runtime | \`workerd\`, Durable Objects on disk | Node.js, Express |
| Access token | for the connector: signature and claims are validated, and not again for a minute; exchanged for a Graph token, which stays encrypted in the vault of the user, where the measured calls read it | for Microsoft Graph: passed on, only the expiry is checked. Its option for On-Behalf-Of, \`--obo\`, is not used |
| Tenant policy, revocation | checked in each call | left to Microsoft Graph |
| Rate limit | a binding of Cloudflare, absent on \`workerd\` alone | 120 requests a minute for each IP address, disabled here |
| Result | sanitized text and structured content, dates in the time zone of the user | JSON as Graph returns it |
| Search | 25 mails with preview and the properties that its results contain | 25 mails with the eight properties that the description of its tool recommends |
| One mail | as text | all properties, the body as Graph returns it |
| Audit | one record for each call | one record for each call, and a log file at its default level |
| Protocol | MCP 2026-07-28 | MCP 2025-11-25, without session |

The experimental options \`--toon\` and \`--discovery\` of the peer, which are meant to reduce tokens, are not used. A preload redirects its requests to Graph to the upstream and blocks all other connections; its code is unchanged.

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
