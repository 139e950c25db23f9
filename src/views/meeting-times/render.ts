import {
  formatDate,
  formatDateWithYear,
  formatLength,
  formatSpan,
  formatStart,
  formatTime,
  formatWeekday,
} from './dates.ts';
import type { MeetingTime, MeetingTimes, Person } from './result.ts';
import { type Cell, type Suitability, type Week, createWeekGrid } from './week-grid.ts';

const suitabilities = ['everybody', 'some'] as const;
const suitabilityTexts: Readonly<Record<Suitability, string>> = {
  everybody: 'Suits everybody',
  some: 'Does not suit everybody',
};

/** Creates an element. Strings become text nodes: nothing of a result is ever parsed as markup. */
function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly (Node | string)[]
): HTMLElement {
  const created = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) created.setAttribute(attribute, value);
  created.append(...children);
  return created;
}

/** A name or text of others. Isolated, so that its direction does not change the text around it. */
function foreign(text: string): HTMLElement {
  return element('bdi', {}, text);
}

/** A message in place of times. */
export function renderMessage(text: string, className = 'message'): readonly Node[] {
  return [element('p', { role: 'status', class: className }, foreign(text))];
}

/** The times as a grid for each week, and as a list with who can attend. */
export function renderMeetingTimes(result: MeetingTimes): readonly Node[] {
  const { times, people, unclear, note, hasMore } = result;
  const summary =
    unclear.length > 0
      ? 'Some names are not clear.'
      : times.length === 0
        ? 'No time was found.'
        : `${count(times.length, 'time')}${hasMore ? ', and there are more' : ''}.`;
  return [
    element('h1', {}, 'Times to meet'),
    element('p', { role: 'status' }, summary, ...zoneText(result)),
    ...(note === undefined ? [] : [element('p', { class: 'note' }, foreign(note))]),
    ...(unclear.length === 0 ? [] : [renderUnclear(unclear)]),
    ...(times.length === 0 ? [] : [renderLegend(times), ...renderWeeks(result), renderList(times)]),
    ...(people.length === 0 ? [] : [renderPeople(people)]),
  ];
}

/** The time zone, if it is known and more than an offset, with the offsets of the times. */
function zoneText({ zone, times }: MeetingTimes): readonly (Node | string)[] {
  const offsets = [...new Set(times.map(({ offset }) => `UTC${offset}`))].join(', ');
  if (offsets === '') return [];
  if (zone === undefined || zone === offsets) return [` Times are in ${offsets}.`];
  return [' Times are in ', foreign(zone), ` (${offsets}).`];
}

function renderUnclear(unclear: MeetingTimes['unclear']): HTMLElement {
  const entries = unclear.map(({ name, candidates }) =>
    element(
      'li',
      {},
      foreign(name),
      candidates.length === 0 ? ': nobody was found' : ': ',
      ...joined(candidates),
    ),
  );
  return element('section', {}, element('h2', {}, 'Who is meant?'), element('ul', {}, ...entries));
}

function renderLegend(times: readonly MeetingTime[]): HTMLElement {
  const shown = suitabilities.filter((suitability) =>
    times.some(({ suitsEverybody }) => suitsEverybody === (suitability === 'everybody')),
  );
  const entries = shown.map((suitability) =>
    element(
      'li',
      {},
      element('span', { class: `swatch ${suitability}`, 'aria-hidden': 'true' }),
      suitabilityTexts[suitability],
    ),
  );
  return element('ul', { class: 'legend' }, ...entries);
}

function renderWeeks(result: MeetingTimes): readonly HTMLElement[] {
  const { firstHour, weeks } = createWeekGrid(result);
  return weeks.map((week, index) => renderWeek(week, index, firstHour, result.times));
}

function renderWeek(
  week: Week,
  index: number,
  firstHour: number,
  times: readonly MeetingTime[],
): HTMLElement {
  const captionId = `week-${index}`;
  const heads = week.days.map((day) =>
    element('th', { scope: 'col' }, formatWeekday(day), ' ', element('span', {}, formatDate(day))),
  );
  const rows = week.hours.map((cells, row) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, `${String(firstHour + row).padStart(2, '0')}:00`),
      ...cells.map((cell) => renderCell(cell, times)),
    ),
  );
  const [first = 0] = week.days;
  const table = element(
    'table',
    {},
    element('caption', { id: captionId }, `Week of ${formatDateWithYear(first)}`),
    element('thead', {}, element('tr', {}, element('th', { scope: 'col' }, 'Time'), ...heads)),
    element('tbody', {}, ...rows),
  );
  // The days share the width beside the 3.6rem of the hours. In a narrow host the table scrolls, by keyboard too.
  table.style.minWidth = `${3.6 + 6.5 * week.days.length}rem`;
  return element(
    'div',
    { class: 'scroll', role: 'region', tabindex: '0', 'aria-labelledby': captionId },
    table,
  );
}

function renderCell({ quarters, starts, isSearched }: Cell, times: readonly MeetingTime[]): HTMLElement {
  const bars = quarters.map((suitability) => element('span', { class: suitability ?? '' }));
  const buttons = starts.flatMap((index) => {
    const time = times[index];
    return time ? [renderTimeButton(time, index)] : [];
  });
  const [shown] = suitabilities.filter((suitability) => quarters.includes(suitability));
  const text = shown ? suitabilityTexts[shown] : isSearched ? '' : 'Not searched';
  return element(
    'td',
    isSearched ? {} : { class: 'unsearched' },
    ...(shown ? [element('span', { class: 'bars', 'aria-hidden': 'true' }, ...bars)] : []),
    ...(buttons.length > 0 ? buttons : text === '' ? [] : [element('span', { class: 'hidden' }, text)]),
  );
}

/** Opens the entry of the time in the list. */
function renderTimeButton(time: MeetingTime, index: number): HTMLElement {
  const { startMs, endMs, suitsEverybody, limits } = time;
  const suitability = suitsEverybody ? 'everybody' : 'some';
  const button = element(
    'button',
    { type: 'button', class: suitability },
    formatSpan(startMs, endMs),
    ...(limits.length === 0
      ? [element('span', { class: 'hidden' }, `, ${suitabilityTexts[suitability]}`)]
      : limits.slice(0, 1).map(({ label, names: [name = '', ...others] }) => {
          const more = others.length === 0 ? '' : ` and ${others.length} more`;
          return element('span', { class: 'limit' }, foreign(name), `${more} ${label}`);
        })),
  );
  button.addEventListener('click', () => document.getElementById(entryId(index))?.focus());
  return button;
}

function renderList(times: readonly MeetingTime[]): HTMLElement {
  const entries = times.map((time, index) =>
    element('li', { id: entryId(index), tabindex: '-1' }, ...renderEntry(time)),
  );
  return element('section', {}, element('h2', {}, 'Details'), element('ol', { class: 'times' }, ...entries));
}

function renderEntry(time: MeetingTime): readonly HTMLElement[] {
  const { startMs, endMs, lengthMs, suitsEverybody, limits, elsewhere, local } = time;
  const latestStartMs = endMs - lengthMs;
  const length = formatLength(lengthMs);
  const lines = [
    element('strong', {}, `${formatWeekday(startMs)} ${formatDate(startMs)}, ${formatSpan(startMs, endMs)}`),
    ...(latestStartMs > startMs
      ? [element('p', {}, `${length}, starting until ${formatStart(latestStartMs, startMs)}`)]
      : [element('p', {}, length)]),
    ...(limits.length === 0
      ? [element('p', {}, suitabilityTexts[suitsEverybody ? 'everybody' : 'some'])]
      : []),
    ...limits.map(({ label, names }) => element('p', {}, `${capitalized(label)}: `, ...joined(names))),
  ];
  if (elsewhere.length > 0) lines.push(element('p', {}, 'Working elsewhere: ', ...joined(elsewhere)));
  const clocks = local.map(({ zone, startMs: localMs }) =>
    element('span', {}, `${formatWeekday(localMs)} ${formatTime(localMs)} `, foreign(zone)),
  );
  return clocks.length === 0 ? lines : [...lines, element('p', {}, 'Starts: ', ...separated(clocks))];
}

function renderPeople(people: readonly Person[]): HTMLElement {
  const entries = people.map(({ who, isOptional, isUnknown, zone, hours, away }) =>
    element(
      'li',
      {},
      foreign(who),
      ...(isOptional ? [' (optional)'] : []),
      ...(isUnknown ? [': the calendar cannot be read'] : []),
      ...(hours === undefined ? [] : [': works ', foreign(hours), ' ', foreign(zone ?? '')]),
      ...(away.length === 0 ? [] : ['; out of office ', ...joined(away)]),
    ),
  );
  return element(
    'details',
    {},
    element('summary', {}, count(people.length, 'calendar')),
    element('ul', {}, ...entries),
  );
}

function joined(names: readonly string[]): (Node | string)[] {
  return separated(names.map(foreign));
}

function separated(nodes: readonly Node[]): (Node | string)[] {
  return nodes.flatMap((node, index) => (index === 0 ? [node] : [', ', node]));
}

function count(value: number, noun: string): string {
  return `${value} ${noun}${value === 1 ? '' : 's'}`;
}

function capitalized(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

function entryId(index: number): string {
  return `time-${index}`;
}
