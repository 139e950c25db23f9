import { spawnSync } from 'node:child_process';
import { root } from './bundle.ts';

/** First words of the steps that README shows. */
const steps = [
  'Megan enters the URL',
  '“What did my manager say about the budget?”',
  '“Did anybody write about the launch in Teams',
  'Alex, who granted only',
];

/**
 * The steps of `npm run demo` that README shows, as printed, and its last line.
 * @param shown what README shows now: it is returned if it differs only in times
 * @throws Error when the demo fails
 */
export function demoExcerpt(shown: string): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`${root}scripts/demo.ts`], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`npm run demo failed: ${stderr}`);
  const paragraphs = stdout.trim().split('\n\n');
  const excerpt = steps.map((start) => {
    const step = paragraphs.find((paragraph) => paragraph.startsWith(`▸ ${start}`));
    if (step === undefined) throw new Error(`npm run demo prints no step "${start}".`);
    return step;
  });
  const current = [...excerpt, paragraphs.at(-1) ?? ''].join('\n\n');
  return withoutTimes(current) === withoutTimes(shown) ? shown : current;
}

/** Dates, weekdays and durations change with each run, and with them the number of tokens and the width of columns. */
function withoutTimes(text: string): string {
  return text
    .replaceAll(/\(\d+ ms(?:, \d+ tokens)?\)/g, '(…)')
    .replaceAll(/\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b/g, 'Day')
    .replaceAll(/\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2})?)?/g, 'date')
    .replaceAll(/\b\d{2}:\d{2}\b/g, 'time')
    .replaceAll(/\s+/g, ' ');
}
