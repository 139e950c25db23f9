import type { PolicyChange, PolicyChangeKind } from '../tenants/policy.ts';
import type { ConsolePageName } from './pages/console.tsx';

/** A change of the console: one of the policy, or of all permissions of an area. */
export interface ConsoleChange {
  readonly kind: PolicyChangeKind | 'area_off' | 'area_on';
  readonly subject?: string | undefined;
}

/** The page of a change, and the id of the part that shows its result. */
interface ChangePlace {
  readonly page: ConsolePageName;
  readonly at: string | ((subject: string) => string);
}

const rule = (subject: string): string => `rule-${subject}`;

const places: Readonly<Record<ConsoleChange['kind'], ChangePlace>> = {
  disable: { page: 'access', at: 'connector' },
  enable: { page: 'access', at: 'connector' },
  tool_off: { page: 'tools', at: (name) => `tool-${name}` },
  tool_on: { page: 'tools', at: (name) => `tool-${name}` },
  permission_off: { page: 'permissions', at: (name) => `permission-${name}` },
  permission_on: { page: 'permissions', at: (name) => `permission-${name}` },
  area_off: { page: 'permissions', at: (name) => `area-${name}` },
  area_on: { page: 'permissions', at: (name) => `area-${name}` },
  allow_group: { page: 'people', at: 'people' },
  disallow_group: { page: 'people', at: 'people' },
  allow_user: { page: 'people', at: 'people' },
  disallow_user: { page: 'people', at: 'people' },
  revoke_user: { page: 'people', at: 'revoke' },
  allow_network: { page: 'access', at: 'networks' },
  disallow_network: { page: 'access', at: 'networks' },
  rule_off: { page: 'access', at: rule },
  rule_report: { page: 'access', at: rule },
  rule_on: { page: 'access', at: rule },
  withhold_label: { page: 'access', at: 'labels' },
  show_label: { page: 'access', at: 'labels' },
  unlist_label: { page: 'access', at: 'labels' },
  withhold_other_labels: { page: 'access', at: 'labels' },
  show_other_labels: { page: 'access', at: 'labels' },
  bind_client: { page: 'clients', at: 'clients' },
  unbind_client: { page: 'clients', at: 'clients' },
  revoke_everybody: { page: 'access', at: 'revoke' },
  reread_permissions: { page: 'permissions', at: 'reread' },
};

/** Returns where the result of a change is shown. */
export function getChangePlace({ kind, subject = '' }: ConsoleChange): {
  readonly page: ConsolePageName;
  readonly at: string;
} {
  const { page, at } = places[kind];
  const isClientRule = at === rule && subject === 'bound_client';
  return { page: isClientRule ? 'clients' : page, at: typeof at === 'string' ? at : at(subject) };
}

/** Parses `kind:subject` of a button, or `kind` with a typed subject. Undefined for an unknown kind. */
export function readConsoleChange(text: string, typedSubject?: string | null): ConsoleChange | undefined {
  const colon = text.indexOf(':');
  const kind = colon === -1 ? text : text.slice(0, colon);
  if (!Object.hasOwn(places, kind)) return undefined;
  const subject = colon === -1 ? typedSubject?.trim().toLowerCase() : text.slice(colon + 1);
  return { kind: kind as ConsoleChange['kind'], ...(subject === undefined ? {} : { subject }) };
}

/** Whether a change is one of the policy alone. */
export function isPolicyChange(change: ConsoleChange): change is PolicyChange {
  return change.kind !== 'area_off' && change.kind !== 'area_on';
}
