import { entraErrorMessage } from '../../entra/error-messages.ts';
import type { EntraFailureKind } from '../../entra/aadsts-codes.ts';
import { Timestamp } from '../../http/layout.tsx';
import { vaultErrorMessage } from '../../vault/error-messages.ts';
import type { CheckReport, CheckStep } from '../self-check.ts';

const titles: Readonly<Record<CheckStep['name'], string>> = {
  sign_in: 'M365 MCP Client signs you in',
  token: 'The connector takes the access token',
  exchange: 'M365 MCP Server exchanges it for a Graph token',
  profile: 'Microsoft Graph answers',
  search: 'A search answers',
};

/** What a refusal means to an administrator, where it is the connector's own, or is said to people in other words. */
const ownReasons: Readonly<Record<string, string>> = {
  not_allowed: vaultErrorMessage.not_allowed.text,
  groups_unknown: vaultErrorMessage.groups_unknown.text,
  tenant_disabled: 'The connector is switched off for your organisation, on this page.',
  consent_step_up: 'The application is not in your organisation, or not consented to. Give consent above.',
  admin_consent_required:
    'The application is not consented to. Give consent above, as a Global Administrator.',
  application_missing:
    'The application is not in your organisation, or is disabled there. Give consent above, or enable it in Entra under Enterprise applications.',
  not_assigned:
    'You are not assigned to one of the two applications. Assign yourself, or a group of yours, to both.',
  blocked:
    'A Conditional Access policy of your organisation blocks it. The trace id finds it in the sign-in log of Entra, also under non-interactive sign-ins.',
  tenant_not_allowed: 'The operator has not enabled your organisation.',
  client_not_allowed: 'The operator has to enter the id of M365 MCP Client as CLIENT_APP_ID.',
  client_unproven:
    'Microsoft gave M365 MCP Client a token without asking for its credential. The operator has to run the set-up again, with --confidential-client.',
  scope_missing: 'M365 MCP Server offers no permission access_as_user, or it was not consented to.',
  audience_mismatch: 'The operator has to enter the id of M365 MCP Server as SERVER_APP_ID.',
  version_refused: 'M365 MCP Server has to issue v2 access tokens: run the set-up again.',
  issuer_mismatch: 'The organisation is in another Microsoft cloud than the connector.',
  other_user: 'Microsoft signed somebody else in. Sign out of the other account, and try again.',
  revoked: 'Your sign-ins were ended while this one was under way. Try again.',
  policy_unavailable: 'The settings of your organisation cannot be read just now. Try again in a moment.',
  access_denied: 'Microsoft Graph refuses it to you.',
  throttled: 'Microsoft Graph asks to slow down. Try again in a minute.',
  timed_out: 'Microsoft Graph did not respond in time. Try again in a moment.',
};

function explain(reason = ''): string {
  const own = Object.hasOwn(ownReasons, reason) ? ownReasons[reason] : undefined;
  if (own !== undefined) return own;
  if (Object.hasOwn(entraErrorMessage, reason)) return entraErrorMessage[reason as EntraFailureKind].text;
  return 'The connector failed here. Tell its operator, with the time of this check.';
}

/** The whole way of a request, tried for the administrator, and where it stops. */
export function CheckSection({
  report,
  isSetUp,
}: {
  readonly report: CheckReport | undefined;
  /** Before that it can only say what is missing, which the page says better. */
  readonly isSetUp: boolean;
}) {
  return (
    <section id="self-check" aria-labelledby="self-check-heading">
      <h2 id="self-check-heading">Self-check</h2>
      <p class="soft">
        Goes the way that everybody’s requests go, for you, and shows where it stops.{' '}
        {!isSetUp ? (
          'It runs by itself once you have consented.'
        ) : report ? (
          <>
            Last run <Timestamp ms={report.atMs} />.
          </>
        ) : (
          'It has not run yet.'
        )}
      </p>
      {report && isSetUp ? (
        <ol class="steps">
          {report.steps.map((step) => (
            <StepRow step={step} />
          ))}
        </ol>
      ) : null}
      {isSetUp ? (
        <div class="actions">
          <a class="button" href="/admin/check">
            Run the self-check
          </a>
        </div>
      ) : null}
    </section>
  );
}

const looks = {
  ok: { look: 'good', mark: '✓', word: 'Works' },
  failed: { look: 'bad', mark: '✕', word: 'Stops here' },
  skipped: { look: 'idle', mark: '–', word: 'Not tried' },
} as const;

function StepRow({ step: { name, outcome, reason, code, traceId } }: { readonly step: CheckStep }) {
  const { look, mark, word } = looks[outcome];
  return (
    <li>
      <span class={`mark ${look}`} aria-hidden="true">
        {mark}
      </span>
      <div>
        <p class="title">
          <span class="name">{titles[name]}</span>
          <span class={`chip ${look}`}>{word}</span>
        </p>
        {outcome === 'failed' ? <p class="small">{explain(reason)}</p> : null}
        {code || traceId ? (
          <p class="soft small">
            {code ? (
              <>
                <code>{code}</code>{' '}
                <a href={`https://login.microsoftonline.com/error?code=${code.slice(6)}`}>
                  What Microsoft says about it
                </a>{' '}
              </>
            ) : null}
            {traceId ? (
              <>
                Trace id <code>{traceId}</code>
              </>
            ) : null}
          </p>
        ) : null}
      </div>
    </li>
  );
}
