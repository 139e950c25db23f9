import type { GrantedPermissions } from '../../tenants/granted-permissions.ts';

/**
 * Whether mail can be read with its text; false where only its envelope can.
 * @throws AppError `permission_missing`
 */
export function canReadWholeMail(granted: GrantedPermissions, owner: string | undefined): boolean {
  if (owner !== undefined) {
    granted.require(['Mail.Read.Shared'], 'Mail of another mailbox');
    return true;
  }
  granted.require(['Mail.Read', 'Mail.Read.Shared', 'Mail.ReadBasic'], 'Reading mail');
  return granted.hasAny(['Mail.Read', 'Mail.Read.Shared']);
}
