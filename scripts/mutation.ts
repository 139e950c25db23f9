/**
 * `npm run mutation [-- area or file …]`: how many small changes of the code that decides are noticed by the tests. Prints
 * those that are not, and fails where an area stays below the goal. Takes some minutes.
 */
import { type Area, areas } from '../test/mutation/areas.ts';
import { mutationRun } from '../test/mutation/mutation-run.ts';

const goalPercent = 90;
const wanted = process.argv.slice(2);
const chosen = (Object.entries(areas) as [Area, readonly string[]][]).map(
  ([area, names]) =>
    [
      area,
      names.filter((name) => wanted.length === 0 || wanted.includes(area) || wanted.includes(name)),
    ] as const,
);
const killed = new Map<string, number>();
const all = new Map<string, number>();

await mutationRun(
  chosen.flatMap(([, names]) => names),
  ({ file, line, original, text }, fate) => {
    const name = file.slice('src/'.length, -'.ts'.length);
    all.set(name, (all.get(name) ?? 0) + 1);
    if (fate === 'killed') killed.set(name, (killed.get(name) ?? 0) + 1);
    else console.log(`${fate} ${file}:${line} ${short(original)} -> ${short(text)}`);
  },
);

for (const [area, names] of chosen.filter(([, { length }]) => length > 0)) {
  const sum = (counts: ReadonlyMap<string, number>) =>
    names.reduce((total, name) => total + (counts.get(name) ?? 0), 0);
  const percent = (100 * sum(killed)) / sum(all);
  if (percent < goalPercent) process.exitCode = 1;
  console.log(`${area}: ${sum(killed)} of ${sum(all)} killed, ${percent.toFixed(1)} %`);
}
process.exit();

function short(code: string): string {
  const line = code.replaceAll(/\s+/g, ' ');
  return line.length > 90 ? `${line.slice(0, 89)}…` : line;
}
