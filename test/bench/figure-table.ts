import { type Figure, meetsGoal } from './figure.ts';

/** Figures with their goals and, where an earlier run is given, what has changed since. */
export function figureTable(
  figures: readonly Figure[],
  earlier: readonly Figure[],
): readonly (readonly string[])[] {
  const before = new Map(earlier.map((figure) => [figure.id, figure.value]));
  const rows = figures.map((figure) => {
    const { id, title, unit, value, goal } = figure;
    const was = before.get(id);
    return [
      title,
      `${formatNumber(value)} ${unit}`,
      goal === undefined ? '' : 'atMost' in goal ? `≤ ${goal.atMost}` : `≥ ${goal.atLeast}`,
      meetsGoal(figure) ? '' : 'missed',
      was === undefined ? 'new' : was === 0 ? '' : change((value - was) / was),
    ];
  });
  return [['Figure', 'Value', 'Goal', '', 'Since the last'], ...rows];
}

/** Formats a number with a sensible number of digits. */
export function formatNumber(value: number): string {
  if (value >= 100 || Number.isInteger(value)) return Math.round(value).toLocaleString('en-US');
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

function change(share: number): string {
  const percent = Math.round(share * 100);
  return percent === 0 ? '' : `${percent > 0 ? '+' : ''}${percent} %`;
}
