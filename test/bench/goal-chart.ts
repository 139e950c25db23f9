import { type Figure, meetsGoal } from './figure.ts';
import { formatNumber } from './figure-table.ts';

const width = 880;
const rowHeight = 30;
const labelWidth = 400;
const barWidth = 300;
/** Maximum length of a bar, relative to the goal. */
const longest = 1.25;

/**
 * Figures that have a goal, as bars: a bar that reaches the line has used up what it may. Of figures that have to be
 * large, the inverse is drawn.
 */
export function goalChart(figures: readonly Figure[], caption: string): string {
  const rows = figures.flatMap((figure) => {
    const { goal, value } = figure;
    if (!goal) return [];
    return [
      {
        figure,
        share: 'atMost' in goal ? value / Math.max(goal.atMost, Number.EPSILON) : goal.atLeast / value,
      },
    ];
  });
  const height = rows.length * rowHeight + 56;
  const goalX = labelWidth + barWidth / longest;
  const bars = rows.map(({ figure, share }, index) => {
    const y = 36 + index * rowHeight;
    const length = Math.max(2, (Math.min(share, longest) * barWidth) / longest);
    return [
      `<text x="${labelWidth - 10}" y="${y + 15}" text-anchor="end">${escape(figure.title)}</text>`,
      `<rect x="${labelWidth}" y="${y + 3}" width="${length.toFixed(1)}" height="16" rx="3" class="${meetsGoal(figure) ? 'kept' : 'missed'}"/>`,
      `<text x="${labelWidth + barWidth + 12}" y="${y + 15}">${formatNumber(figure.value)} ${escape(figure.unit)}, ${goalText(figure)}</text>`,
    ].join('');
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(caption)}">
<style>text{font:13px system-ui,sans-serif;fill:#1f2937}.kept{fill:#0f766e}.missed{fill:#b91c1c}.goal{stroke:#111827;stroke-dasharray:3 3}@media(prefers-color-scheme:dark){text{fill:#e5e7eb}.kept{fill:#2dd4bf}.missed{fill:#f87171}.goal{stroke:#e5e7eb}}</style>
<text x="${goalX}" y="18" text-anchor="middle">goal</text>
<line x1="${goalX}" x2="${goalX}" y1="26" y2="${height - 20}" class="goal"/>
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
