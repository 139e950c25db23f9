import type { Child } from 'hono/jsx';
import { requestedPermissions } from '../../tenants/permissions.ts';
import type { AdminState, ApplicationState } from '../state.ts';

/** What the section needs to know. */
export interface SetUpOptions {
  readonly state: AdminState;
  readonly isTenantAllowed: boolean;
  readonly tenantId: string;
  readonly serverAppId: string;
  readonly clientAppId: string;
}

const clientTexts: Readonly<Record<ApplicationState, string>> = {
  ready: 'In your organisation, and consented to.',
  missing: 'Not in your organisation, not consented to, or disabled there. Consent adds it.',
  not_assigned:
    'In your organisation, but you are not assigned to it. Assign yourself, or a group of yours, to both applications.',
  unknown: 'Not known: the self-check did not come that far.',
};

/** What opens the connector, in order, and how far it has come. */
export function SetUpSection({ state, isTenantAllowed, tenantId, serverAppId, clientAppId }: SetUpOptions) {
  const { granted, missing, client } = state;
  const grantedCount = requestedPermissions.length - missing.length;
  return (
    <section id="set-up" aria-labelledby="set-up-heading">
      <h2 id="set-up-heading">Set-up</h2>
      <ol class="steps">
        <Step isDone={isTenantAllowed} title="The operator enables your organisation">
          <p class="soft small">
            Tenant id <code>{tenantId}</code>
            {isTenantAllowed ? '' : ': send it to the operator, who adds it to ALLOWED_TENANTS.'}
          </p>
        </Step>
        <Step
          isDone={granted !== undefined && missing.length === 0}
          title="M365 MCP Server"
          chip={
            granted === undefined
              ? 'Permissions not known'
              : `${grantedCount} of ${requestedPermissions.length} permissions`
          }
        >
          <p class="soft small">
            In your organisation: you have just signed in to it. It reads Microsoft Graph for the person who
            asks.
            <br />
            Application id <code>{serverAppId}</code>
          </p>
        </Step>
        <Step isDone={client === 'ready'} title="M365 MCP Client">
          <p class="soft small">
            {`${clientTexts[client]} People sign in to it; it reads nothing itself.`}
            <br />
            Application id <code>{clientAppId}</code>
          </p>
        </Step>
      </ol>
      {isTenantAllowed && state.connector !== 'not_set_up' && state.connector !== 'half_set_up' ? (
        <p class="small">
          <a href="/admin/consent?everything">
            {missing.length > 0 ? 'Consent to everything' : 'Consent to everything once more'}
          </a>
          <span class="soft">
            {missing.length > 0
              ? ', or choose among the permissions below.'
              : ', for example after an update that asks for new permissions.'}
          </span>
        </p>
      ) : null}
    </section>
  );
}

function Step({
  isDone,
  title,
  chip,
  children,
}: {
  readonly isDone: boolean;
  readonly title: string;
  readonly chip?: string;
  readonly children?: Child;
}) {
  return (
    <li>
      <span class={`mark ${isDone ? 'good' : 'idle'}`}>
        <span aria-hidden="true">{isDone ? '✓' : '–'}</span>
        <span class="hidden">{isDone ? 'Done:' : 'Not done:'}</span>
      </span>
      <div>
        <p class="title">
          <span class="name">{title}</span>
          {chip === undefined ? null : <span class={`chip ${isDone ? 'good' : 'idle'}`}>{chip}</span>}
        </p>
        {children}
      </div>
    </li>
  );
}
