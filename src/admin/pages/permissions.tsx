import type { ToolSummary } from '../../http/layout.tsx';
import { areaPermissions, dataCategories } from '../../tenants/areas.ts';
import { type GraphPermission, permissions, usedPermissions } from '../../tenants/permissions.ts';
import type { AdminState } from '../state.ts';
import { ChangeButton } from './controls.tsx';

/** What the section needs to know. */
export interface PermissionsOptions {
  readonly state: AdminState;
  readonly disabledPermissions: readonly string[];
  readonly tools: readonly ToolSummary[];
  readonly adminCenter: string;
}

/** Every permission: asked, granted, what it opens, which tools it brings; and consent to a chosen subset. */
export function PermissionsSection(options: PermissionsOptions) {
  const { state, adminCenter } = options;
  const canChoose = state.missing.length > 0 && state.connector !== 'closed_by_operator';
  return (
    <section id="permissions" aria-labelledby="permissions-heading">
      <h2 id="permissions-heading">Permissions</h2>
      <p class="soft">
        All of them are delegated: the connector can never do more than the person who asks, and it writes
        nothing. Take one away and just that ability goes, for everybody.
      </p>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">Permission</th>
            <th scope="col">State</th>
            <th scope="col">Tools</th>
            <th scope="col">In the connector</th>
          </tr>
        </thead>
        {dataCategories.map((area) => (
          <tbody>
            <tr>
              <th scope="rowgroup" colspan={4}>
                {area.name}
              </th>
            </tr>
            {area.permissions
              .filter((name) => usedPermissions.includes(name))
              .map((name) => (
                <PermissionRow name={name} canChoose={canChoose} {...options} />
              ))}
          </tbody>
        ))}
      </table>
      {canChoose ? (
        <form id="consent" method="get" action="/admin/consent">
          <div class="actions">
            <button class="button" id="consent-chosen" type="submit">
              Consent to the chosen ones
            </button>
            <button class="button" id="choose-all" type="button" hidden>
              Choose all
            </button>
          </div>
        </form>
      ) : null}
      <h3>Taking a permission away</h3>
      <p class="soft small">
        “Switch off” here takes effect within ten seconds: the connector no longer uses the permission, nor
        anything that it includes. To take it away at Microsoft, open{' '}
        <a href={`${adminCenter}/#view/Microsoft_AAD_IAM/StartboardApplicationsMenuBlade/~/AppAppsPreview`}>
          Enterprise applications
        </a>
        , M365 MCP Server, Permissions, and revoke it there. It is used until access tokens expire, within 90
        minutes, or until you re-read the permissions here: then it is gone within ten seconds, and nobody has
        to sign in again.
      </p>
      <ChangeButton change="reread_permissions" label="Re-read permissions from Entra now" />
    </section>
  );
}

function PermissionRow({
  name,
  canChoose,
  state,
  disabledPermissions,
  tools,
}: PermissionsOptions & { readonly name: GraphPermission; readonly canChoose: boolean }) {
  const { opens, without } = permissions[name];
  const isMissing = state.missing.includes(name);
  const isOff = disabledPermissions.includes(name);
  const brought = tools.filter((tool) => areaPermissions(...tool.areas).includes(name));
  const label = (
    <span>
      <span class="name">{name}</span>
      <br />
      <span class="soft small">{opens}.</span>
      {isMissing || isOff ? <span class="soft small">{` Without it: ${without}.`}</span> : null}
    </span>
  );
  return (
    <tr>
      <th scope="row">
        {isMissing && canChoose ? (
          <label class="choice">
            <input type="checkbox" name="permission" value={name} form="consent" checked />
            {label}
          </label>
        ) : (
          label
        )}
      </th>
      <td>
        <StateChip isUnknown={state.granted === undefined} isMissing={isMissing} isOff={isOff} />
        {'adminConsent' in permissions[name] ? <div class="soft small">administrators only</div> : null}
      </td>
      <td class="small">
        {brought.map((tool) => (
          <div>{tool.title}</div>
        ))}
      </td>
      <td>
        {isOff ? (
          <ChangeButton change="permission_on" subject={name} label="Switch on" about={name} />
        ) : isMissing ? null : (
          <ChangeButton change="permission_off" subject={name} label="Switch off" about={name} />
        )}
      </td>
    </tr>
  );
}

function StateChip({
  isUnknown,
  isMissing,
  isOff,
}: {
  readonly isUnknown: boolean;
  readonly isMissing: boolean;
  readonly isOff: boolean;
}) {
  if (isUnknown) return <span class="chip idle">Not known</span>;
  if (isMissing) return <span class="chip warn">Not granted</span>;
  return isOff ? <span class="chip bad">Switched off</span> : <span class="chip good">Granted</span>;
}
