import { AppError } from '../lib/app-error.ts';
import {
  type Resource,
  resourceAliases,
  type ResourceKind,
  resourceTemplates,
} from './resource-templates.ts';
import { isSharePointUrl } from './files/sharepoint-url.ts';
import { type UriValues, uriVariables } from './uri-variables.ts';

const ownUri = /^([a-z-]{2,20}:\/\/\/)([^?#]{0,1000})(?:\?owner=([^?#&]{1,300}))?$/;
/** Encodings of the dot, the slashes and control characters have no honest use in a segment. */
const smuggling = /%(?:2e|2f|5c|[01][0-9a-f]|7f)/i;
/** What needs no escape. */
const plainSegment = /^[\w.~!*'()@,=$&+;:-]*$/;
/** Each template as the texts and variables that it is made of. */
const templateParts = new Map(
  Object.entries(resourceTemplates).map(([kind, template]) => [
    kind,
    template.split(/(?=\{)|(?<=\})/).map((part) => {
      const [, operator, name] = /^\{([+?]?)(\w+)\}$/.exec(part) ?? [];
      return { text: part, operator, name };
    }),
  ]),
);
const forms = [...Object.entries(resourceTemplates), ...resourceAliases] as readonly [ResourceKind, string][];

/**
 * Reads a URI of the connector, or a SharePoint or OneDrive link. Each segment is percent-decoded exactly once and then
 * has to be what its place asks for.
 * @throws AppError `invalid_argument` that names `uri`.
 */
export function parseResourceUri(text: string): Resource {
  const resource = isSharePointUrl(text)
    ? ({ kind: 'link', url: new URL(text).href } as const)
    : parseOwn(text);
  if (resource) return resource;
  throw new AppError(
    'invalid_argument',
    'This is no address that can be opened. Take one from a search result or from another resource, or paste a SharePoint or OneDrive link.',
    { argument: 'uri' },
  );
}

/** The shortest URI that {@link parseResourceUri} reads as this resource. */
export function formatResourceUri(resource: Resource): string {
  if (resource.kind === 'link') return resource.url;
  const { kind, ...values } = resource;
  const given: UriValues = values;
  let uri = '';
  for (const { text, operator, name } of templateParts.get(kind) ?? []) {
    uri += name === undefined ? text : expand(name, operator, given);
  }
  return uri;
}

/** What an RFC 6570 expression becomes. */
function expand(name: string, operator: string | undefined, given: UriValues): string {
  const value = given[name];
  if (value === undefined) return '';
  const text = uriVariables[name]?.write(value, given) ?? value;
  if (operator === '?') return `?${name}=${encodeSegment(text)}`;
  return operator === '+' ? text.split('/').map(encodeSegment).join('/') : encodeSegment(text);
}

function parseOwn(text: string): Resource | undefined {
  const parts = ownUri.exec(text);
  const segments = parts?.[2]?.replace(/\/$/, '').split('/').map(decodeSegment) ?? [];
  const owner = parts?.[3] === undefined ? undefined : decodeSegment(parts[3]);
  if (!parts || segments.includes(undefined)) return undefined;
  if (parts[3] !== undefined && owner === undefined) return undefined;
  for (const [kind, template] of forms) {
    if (!template.startsWith(parts[1] ?? '')) continue;
    const values = fit(template, segments as string[], owner);
    if (values) return { kind, ...values } as Resource;
  }
  return undefined;
}

/** The values with which a template becomes these segments, or undefined. */
function fit(
  template: string,
  segments: readonly string[],
  owner: string | undefined,
): UriValues | undefined {
  const withOwner = template.endsWith('{?owner}');
  const steps = template
    .replace('{?owner}', '')
    .replace(/^[a-z-]+:\/\/\//, '')
    .replace(/\/$/, '')
    .split('/');
  const values: Record<string, string> = {};
  const take = (name: string, text: string): boolean => {
    const value = uriVariables[name]?.read(text, values);
    if (value !== undefined) values[name] = value;
    return value !== undefined;
  };
  const rest = steps.at(-1)?.startsWith('{+') ?? false;
  if (rest ? segments.length < steps.length : segments.length !== steps.length) return undefined;
  for (const [index, step] of steps.entries()) {
    const segment = segments[index] ?? '';
    const [, operator, name] = /^\{(\+?)(\w+)\}$/.exec(step) ?? [];
    const fits =
      name === undefined
        ? step === segment
        : take(name, operator === '+' ? segments.slice(index).join('/') : segment);
    if (!fits) return undefined;
  }
  if (owner !== undefined && !(withOwner && take('owner', owner))) return undefined;
  return values;
}

function decodeSegment(text: string): string | undefined {
  if (smuggling.test(text)) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Percent-encodes what a segment may not hold (RFC 3986 section 3.3), and no more: each escape costs tokens. */
function encodeSegment(text: string): string {
  if (plainSegment.test(text)) return text;
  return encodeURIComponent(text.toWellFormed()).replaceAll(
    /%(?:3A|40|2C|3D|24|26|2B|3B)/g,
    decodeURIComponent,
  );
}
