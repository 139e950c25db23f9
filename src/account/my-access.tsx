import type { AccountSession } from './account.ts';
import { type GrantedPermissions, grantedPermissions } from '../tenants/granted-permissions.ts';
import { readableAreas } from '../tenants/data-categories.ts';
import type { ShownTool } from '../http/shown-tool.ts';

/** What the connector may read for a person, area by area, or why it may read nothing. */
export function MyAccess({
  access,
  tools,
}: {
  readonly access: AccountSession['access'];
  readonly tools: readonly ShownTool[];
}) {
  if ('refusal' in access) {
    return (
      <>
        <h2>What the connector may read for you</h2>
        <p class="note">{access.refusal}</p>
      </>
    );
  }
  const granted = grantedPermissions(access.granted, access.permissionsOff);
  const usable = tools.filter(
    ({ name, permissions }) =>
      !access.toolsOff.includes(name) && (permissions.length === 0 || granted.hasAny(permissions)),
  );
  return (
    <>
      <h2>What the connector may read for you</h2>
      <ul class="list">
        {readableAreas.map((area) => (
          <li>
            <span class="grow">
              <strong>{area.name}</strong>
              <br />
              <span class="soft small">{detailOf(area.permissions, granted, area.text)}</span>
            </span>
            <span>{granted.hasAny(area.permissions) ? <span class="yes">Yes</span> : 'No'}</span>
          </li>
        ))}
      </ul>
      <p class="soft small">
        {`Only what you can open yourself. Tools that your applications see: ${usable.map(({ title }) => title).join(', ')}. `}
        Your organisation decides what is granted; you can leave tools out with <code>?tools=</code> in the
        address of the connector.
      </p>
    </>
  );
}

function detailOf(
  permissions: Parameters<GrantedPermissions['hasAny']>[0],
  granted: GrantedPermissions,
  text: string,
): string {
  const given = permissions.filter((permission) => granted.has(permission));
  return given.length === 0 ? 'not granted' : `${text} (${given.join(', ')})`;
}
