import { type Figure, meetsGoal } from './figure.ts';
import { formatNumber } from './figure-table.ts';

/** A bar of a chart of ratios. */
export interface RatioBar {
  readonly title: string;
  /** Length, relative to the line. */
  readonly share: number;
  readonly isGood: boolean;
  /** Text beside the bar. */
  readonly text: string;
}

const width = 880;
const rowHeight = 30;
const labelWidth = 400;
const barWidth = 300;
/** Maximum length of a bar, relative to the line. */
const longest = 1.25;

/**
 * Figures that have a goal, as bars: a bar that reaches the line has used up what it may. Of figures that have to be
 * large, the inverse is drawn.
 */
export function goalChart(figures: readonly Figure[], caption: string): string {
  const bars = figures.flatMap((figure) => {
    const { goal, title, value, unit } = figure;
    if (!goal) return [];
    return [
      {
        title,
        share: 'atMost' in goal ? value / Math.max(goal.atMost, Number.EPSILON) : goal.atLeast / value,
        isGood: meetsGoal(figure),
        text: `${formatNumber(value)} ${unit}, ${goalText(figure)}`,
      },
    ];
  });
  return ratioChart(bars, 'goal', caption);
}

/** Draws bars with a line at the ratio 1. Longer bars than 1.25 are cut off. */
export function ratioChart(rows: readonly RatioBar[], lineLabel: string, caption: string): string {
  const height = rows.length * rowHeight + 56;
  const lineX = labelWidth + barWidth / longest;
  const bars = rows.map(({ title, share, isGood, text }, index) => {
    const y = 36 + index * rowHeight;
    const length = Math.max(2, (Math.min(share, longest) * barWidth) / longest);
    return [
      `<text x="${labelWidth - 10}" y="${y + 15}" text-anchor="end">${escape(title)}</text>`,
      `<rect x="${labelWidth}" y="${y + 3}" width="${length.toFixed(1)}" height="16" rx="3" class="${isGood ? 'kept' : 'missed'}"/>`,
      `<text x="${labelWidth + barWidth + 12}" y="${y + 15}">${escape(text)}</text>`,
    ].join('');
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(caption)}">
<style>text{font:13px system-ui,sans-serif;fill:#1f2937}.kept{fill:#0f766e}.missed{fill:#b91c1c}.goal{stroke:#111827;stroke-dasharray:3 3}@media(prefers-color-scheme:dark){text{fill:#e5e7eb}.kept{fill:#2dd4bf}.missed{fill:#f87171}.goal{stroke:#e5e7eb}}</style>
<text x="${lineX}" y="18" text-anchor="middle">${escape(lineLabel)}</text>
<line x1="${lineX}" x2="${lineX}" y1="26" y2="${height - 20}" class="goal"/>
${bars.join('\n')}
</svg>
`;
}

function goalText({ goal }: Figure): string {
  if (!goal) return '';
  return 'atMost' in goal ? `≤ ${goal.atMost}` : `≥ ${goal.atLeast}`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
