import type { ExpiringCredential } from '../../entra/client-credential.ts';
import { credentialExpiryMessage } from '../../http/health.ts';
import { type ToolSummary, renderPage } from '../../http/layout.tsx';
import { en as messages } from '../../http/messages/en.ts';
import { displayName } from '../../oauth/parameters.ts';
import { type AdminMetadata, getAdminState } from '../state.ts';
import { adminScript, adminStyle } from './assets.ts';
import { Notice, type ShownNotice, changeFormId } from './controls.tsx';
import { ChangesSection, type ShownChange } from './history.tsx';
import { PeopleSection } from './people.tsx';
import { PermissionsSection } from './permissions.tsx';
import { RevokeSection } from './revoke.tsx';
import { CheckSection } from './self-check.tsx';
import { SetUpSection } from './setup.tsx';
import { StatusSection } from './status.tsx';
import { ToolsSection } from './tools.tsx';

/** What the page needs to know. */
export interface AdminPageOptions {
  readonly facts: AdminMetadata;
  readonly changes: readonly ShownChange[];
  readonly tools: readonly ToolSummary[];
  readonly notice: ShownNotice | undefined;
  readonly endingCredentials: readonly ExpiringCredential[];
  readonly publicUrl: URL;
  readonly adminCenter: string;
  readonly serverAppId: string;
  readonly clientAppId: string;
}

const jumps = [
  ['set-up', 'Set-up'],
  ['self-check', 'Self-check'],
  ['permissions', 'Permissions'],
  ['tools', 'Tools'],
  ['people', 'Who may use it'],
  ['revoke', 'Take access back'],
  ['changes', 'Last changes'],
] as const;

/** The page of an organisation's administrators. It works without a script. */
export async function adminPage(options: AdminPageOptions): Promise<Response> {
  const { facts, notice, tools, adminCenter } = options;
  const { session, policy, isTenantAllowed, report } = facts;
  const { formToken, tenantId } = session;
  const state = getAdminState(facts);
  return await renderPage(
    {
      title: 'Administration',
      messages,
      host: options.publicUrl.host,
      formAction: ["'self'"],
      style: adminStyle,
      script: adminScript,
      account: <SignedIn username={session.username} formToken={formToken} />,
    },
    <>
      {options.endingCredentials.map(credentialExpiryMessage).map(({ text, command }) => (
        <p class="notice warn" role="status">
          For the operator: {text} <code class="whole">{command}</code>
        </p>
      ))}
      {notice ? <Notice {...notice} /> : null}
      <form id={changeFormId} method="post" action="/admin/change">
        <input type="hidden" name="form_token" value={formToken} />
      </form>
      <StatusSection state={state} />
      {isTenantAllowed ? (
        <nav aria-label="On this page">
          <ul class="jump">
            {jumps.map(([id, name]) => (
              <li>
                <a href={`#${id}`}>{name}</a>
              </li>
            ))}
          </ul>
        </nav>
      ) : null}
      <div class="pair">
        <SetUpSection state={state} tenantId={tenantId} {...options} isTenantAllowed={isTenantAllowed} />
        {isTenantAllowed ? <CheckSection report={report} isSetUp={state.connector !== 'not_set_up'} /> : null}
      </div>
      {isTenantAllowed ? (
        <>
          <PermissionsSection
            state={state}
            disabledPermissions={policy.disabledPermissions}
            tools={tools}
            adminCenter={adminCenter}
          />
          <ToolsSection state={state} disabledTools={policy.disabledTools} tools={tools} />
          <div class="pair">
            <PeopleSection policy={policy} adminCenter={adminCenter} formToken={formToken} />
            <div>
              <RevokeSection isEnabled={policy.enabled} formToken={formToken} />
              <ChangesSection changes={options.changes} />
            </div>
          </div>
        </>
      ) : null}
    </>,
  );
}

function SignedIn({ username, formToken }: { readonly username: string; readonly formToken: string }) {
  return (
    <span class="account">
      <span>{displayName(username, 'Signed in')}</span>
      <form method="post" action="/admin/sign-out">
        <input type="hidden" name="form_token" value={formToken} />
        <button class="link" type="submit">
          Sign out
        </button>
      </form>
    </span>
  );
}
