import type { VerifiedCaller } from '../entra/caller.ts';

/**
 * Whether an address is of another domain than the person's sign-in name, or a subdomain of it. Only a hint: tenants
 * have many domains, and senders are easily forged. Undefined where the sign-in name tells no domain of use: guests,
 * and people who sign in with the tenant's `onmicrosoft.com` name while their mail has another.
 */
export function isExternalSender(address: string, caller: VerifiedCaller): boolean | undefined {
  const home = domainOf(caller.preferredUsername ?? '');
  const other = domainOf(address);
  if (home === '' || other === '' || caller.isGuest || home.endsWith('.onmicrosoft.com')) return undefined;
  return !(other === home || other.endsWith(`.${home}`) || home.endsWith(`.${other}`));
}

function domainOf(address: string): string {
  const at = address.lastIndexOf('@');
  return at === -1 ? '' : address.slice(at + 1).toLowerCase();
}
