import type { VerifiedCaller } from '../entra/caller.ts';

/** Whom a name means: `me` is the person who asks, by name, since that is what searches find. Any other is itself. */
export function personMeant<Name extends string | undefined>(
  name: Name,
  { name: ownName, preferredUsername }: Pick<VerifiedCaller, 'name' | 'preferredUsername'>,
): Name | string {
  return name !== undefined && /^(?:me|myself)$/i.test(name) ? (ownName ?? preferredUsername ?? name) : name;
}
