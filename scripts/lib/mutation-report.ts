/** The members of Stryker's report that are used. */
export interface MutationReport {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>;
}

/** The mutants of each file, without those that no test can reach or that are marked as equivalent. */
export type MutationFigures = Readonly<
  Record<string, { readonly noticed: number; readonly total: number; readonly date: string }>
>;

const noticed = new Set(['Killed', 'Timeout']);
const counted = new Set([...noticed, 'Survived', 'NoCoverage']);

/**
 * Counts the mutants of a report as Stryker's mutation score does.
 * @see https://stryker-mutator.io/docs/mutation-testing-elements/mutant-states-and-metrics/
 */
export function countMutants({ files }: MutationReport, date: string): MutationFigures {
  const entries = Object.entries(files).map(([file, { mutants }]) => {
    const statuses = mutants.map(({ status }) => status).filter((status) => counted.has(status));
    const total = statuses.length;
    return [file, { noticed: statuses.filter((status) => noticed.has(status)).length, total, date }] as const;
  });
  return Object.fromEntries(entries.filter(([, { total }]) => total > 0));
}

/** Rows of the table of docs/mutation.md. */
export function mutationRows(figures: MutationFigures): string[][] {
  return Object.entries(figures).map(([file, measured]) => [
    `[${file}](../${file})`,
    String(measured.noticed),
    String(measured.total),
    `${((100 * measured.noticed) / measured.total).toFixed(1)} %`,
    measured.date,
  ]);
}
