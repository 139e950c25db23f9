import type { Progress, ProbeResult } from './run-checks.ts';

interface ReportHeader {
  readonly version: string;
  readonly cloud: string;
  readonly atMs: number;
}

/** The report as JSON: request shapes, statuses, error codes, request ids and outcomes. */
export function reportJson({ version, cloud, atMs }: ReportHeader, { results, declined }: Progress): string {
  const report = {
    version,
    cloud,
    date: new Date(atMs).toISOString().slice(0, 10),
    declined,
    results: Object.values(results),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** The report as a Markdown table, for people and issues. */
export function reportMarkdown(
  { version, cloud, atMs }: ReportHeader,
  { results, declined }: Progress,
): string {
  const all = Object.values(results);
  const count = (outcome: ProbeResult['outcome']) =>
    all.filter((result) => result.outcome === outcome).length;
  return [
    '# Live check',
    '',
    `Version ${version}, cloud ${cloud}, ${new Date(atMs).toISOString().slice(0, 10)}: ${count('holds')} hold, ${count('fails')} fail, ${count('unknown')} unknown.`,
    ...(declined.length > 0 ? ['', `Not run: ${declined.join(', ')}.`] : []),
    '',
    '| Line | Probe | Outcome | Details | Requests |',
    '|---|---|---|---|---|',
    ...all.map(
      ({ line, probe, outcome, details, requests }) =>
        `| ${line} | ${probe} | ${outcome} | ${cell(details)} | ${requests
          .map(({ shape, status, code, requestId }) =>
            cell([`\`${shape}\``, status, code, requestId].filter(Boolean).join(' ')),
          )
          .join('<br>')} |`,
    ),
    '',
  ].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
}
