import { AppError } from '../../lib/app-error.ts';
import { type IsExternal, type MailAddress, formatAddress, isDomain, matchesAddress } from '../addresses.ts';
import type { M365Context } from '../resource.ts';
import type { Person } from './item.ts';
import { formatCandidate, guessNote, isPlainName, needsDirectory, resolvePeople } from './resolve.ts';

type Context = Pick<M365Context, 'graph' | 'granted' | 'caller' | 'isExternal'>;

/** The people that a search filters by, by argument: names, addresses, `my manager` or URIs of people. */
type NameFilters = Readonly<Record<string, string | undefined>>;

const maxListed = 5;

/** The property of a person that a search compares: SharePoint knows authors by name. */
type Property = 'address' | 'name';

/**
 * Filters whose `my manager` and URIs of people are replaced by addresses. Names stay: searches find them by themselves.
 * @throws AppError `permission_missing`; `invalid_argument` for nobody or several people
 */
export async function resolveNameFilters<Filters extends NameFilters>(
  filters: Filters,
  context: Context,
  property: Property = 'address',
): Promise<Filters> {
  const entries = Object.entries(filters).flatMap(([argument, text]) =>
    text !== undefined && needsDirectory(text) ? [{ argument, text }] : [],
  );
  if (entries.length === 0) return filters;
  const resolved = await resolvePeople(
    entries.map(({ text }) => text),
    context,
  );
  const addresses = resolved.map((found, index) => {
    const { argument = '', text = '' } = entries[index] ?? {};
    const people = found.ok ? found.people : [];
    const [person, second] = people;
    if (person && !second) return [argument, person[property] || person.address];
    const reason = second
      ? `${text} are ${people.slice(0, maxListed).map(formatAddress).join('; ')}. Give one address`
      : `the directory names nobody for ${text}`;
    throw new AppError('invalid_argument', `\`${argument}\`: ${reason}.`, { argument });
  });
  return { ...filters, ...Object.fromEntries(addresses) };
}

/** The directory's view of the names in a search without results. */
interface NameExplanation {
  /** The filters with the addresses of people whose names were misspelled; undefined for none. */
  readonly corrected?: NameFilters | undefined;
  readonly note?: string | undefined;
}

/** Looks up the names of a search without results. Nothing where the directory cannot be searched. */
export async function explainNameFilters(
  filters: NameFilters,
  context: Context,
  property: Property = 'address',
): Promise<NameExplanation> {
  const entries = Object.entries(filters).flatMap(([argument, text]) =>
    isPlainName(text) && !isDomain(text) ? [{ argument, text }] : [],
  );
  if (entries.length === 0 || !context.granted.level('people')) return {};
  const texts = entries.map(({ text }) => text);
  const resolved = await resolvePeople(texts, context).catch((error: unknown) => {
    if (error instanceof AppError) return undefined;
    throw error;
  });
  const corrections: (readonly [string, string])[] = [];
  const notes = (resolved ?? []).map((found, index) => {
    const argument = entries[index]?.argument ?? '';
    if (!found.ok) {
      const candidates = found.candidates.slice(0, maxListed).map(formatCandidate);
      return candidates.length === 0
        ? `Nobody in the directory has the name in \`${argument}\`.`
        : `\`${argument}\` may be ${candidates.join('; ')}.`;
    }
    const [person] = found.people;
    if (person && !isNamed(person, found.text)) {
      corrections.push([argument, person[property] || person.address]);
    }
    return guessNote(found) ?? (person && `\`${argument}\` is ${formatAddress(person)} in the directory.`);
  });
  return {
    corrected: corrections.length === 0 ? undefined : { ...filters, ...Object.fromEntries(corrections) },
    note: notes.filter(Boolean).join(' ') || undefined,
  };
}

/** Whether a search by this name finds the person, so that a search by the address finds no more. */
function isNamed({ name }: Pick<Person, 'name'>, text: string): boolean {
  return name.toLowerCase() === text.trim().toLowerCase();
}

/** For a filter by name that several people of the results fit. */
export function severalPeopleNote(
  argument: string,
  name: string | undefined,
  people: readonly MailAddress[],
  isExternal: IsExternal,
): string | undefined {
  if (!isPlainName(name) || isDomain(name)) return undefined;
  const matching = new Map(
    people
      .filter((person) => person.address !== '' && matchesAddress(person, name))
      .map((person) => [person.address.toLowerCase(), person]),
  );
  if (matching.size < 2) return undefined;
  const listed = [...matching.values()]
    .slice(0, maxListed)
    .map((person) => `${formatAddress(person)}${isExternal(person.address) ? ' (external)' : ''}`);
  return `\`${argument}\` fits several people: ${listed.join('; ')}. Give an address for one of them.`;
}
