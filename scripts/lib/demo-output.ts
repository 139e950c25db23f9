import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { type ToolResult, itemsOf, textOf } from './mcp-clients.ts';

const indent = '    ';
const maxWidth = 110;

/** Result of a step, and the text that is printed. */
export interface StepResult<T> {
  readonly value: T;
  readonly shown: string;
  /** Text that goes to the model: its tokens are counted. */
  readonly modelText?: string;
}

/** Prints the steps of the demo. */
export class DemoOutput {
  readonly #withResults: boolean;

  /** @param withResults whether the result of a step is printed below its title */
  constructor(withResults: boolean) {
    this.#withResults = withResults;
  }

  /** Runs one step and prints it with its time and its size in tokens (o200k). */
  async step<T>(title: string, run: () => Promise<StepResult<T>>): Promise<T> {
    const startedMs = performance.now();
    const { value, shown, modelText } = await run();
    const ms = Math.round(performance.now() - startedMs);
    const cost = modelText === undefined ? '' : `, ${encode(modelText).length} tokens`;
    const separator = this.#withResults ? '\n' : '';
    console.log(`${separator}▸ ${title}  (${ms} ms${cost})`);
    if (this.#withResults) {
      for (const line of shown.split('\n').filter((text) => text.trim() !== '')) console.log(wrap(line));
    }
    return value;
  }
}

/** A line in several, each indented like the first. */
function wrap(line: string): string {
  const start = `${indent}${/^ */.exec(line)?.[0] ?? ''}`;
  const lines: string[] = [];
  let current = '';
  for (const word of line.trimStart().split(' ')) {
    if (current !== '' && start.length + current.length + word.length >= maxWidth) {
      lines.push(start + current);
      current = '';
    }
    current += current === '' ? word : ` ${word}`;
  }
  return [...lines, start + current].join('\n');
}

/** Aligned columns. The last one is wrapped. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<readonly number[]>(
    (max, row) => row.map((cell, index) => Math.max(cell.length, max[index] ?? 0)),
    [],
  );
  return rows
    .flatMap((row) => {
      const head = row
        .slice(0, -1)
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ');
      const last = row.at(-1) ?? '';
      if (head === '') return [last];
      const room = maxWidth - indent.length - head.length - 2;
      return room >= last.length ? [`${head}  ${last}`] : [head, `  ${last}`];
    })
    .join('\n');
}

/** A table of the items of a search, with some of their members. */
export function formatItems(result: ToolResult, ...members: readonly string[]): string {
  return formatTable(
    itemsOf(result).map((item) =>
      members.map((member) => {
        const value = item[member] ?? '';
        return typeof value === 'string' ? value.replaceAll('\n', ' ') : JSON.stringify(value);
      }),
    ),
  );
}

/** The free times of `find_meeting_availability`, one a line. */
export function formatFreeTimes(result: ToolResult): string {
  const clock = (time: unknown) => String(time).slice(11, 16);
  const rows = itemsOf(result).map(({ weekday, start, end, free, local }) => [
    `${String(weekday)} ${String(start).slice(0, 10)}`,
    `${clock(start)}–${clock(end)}`,
    free === 'everybody' ? 'everybody' : (free as readonly string[]).join(', '),
    Object.entries((local ?? {}) as Readonly<Record<string, string>>)
      .map(([zone, time]) => `${time} in ${zone}`)
      .join(', '),
  ]);
  const { note } = (result.structuredContent?.['page'] ?? {}) as { readonly note?: string };
  return [formatTable([['Day', 'Time', 'Free', 'Elsewhere'], ...rows]), note ?? ''].join('\n');
}

/** The content of a resource without the line of metadata before it and the markers of untrusted content. */
export function formatContent(result: ToolResult): StepResult<undefined> {
  const text = textOf(result);
  const lines = text.split('\n').slice(1);
  return {
    value: undefined,
    shown: lines.filter((line) => !/^\[(?:untrusted content|pages \d)/.test(line)).join('\n'),
    modelText: text,
  };
}
