import { renderPage } from '../../http/layout.tsx';
import type { PageErrorCode } from '../errors.ts';

interface PageText {
  readonly heading: string;
  /** What happened. */
  readonly text: string;
  /** What to do, and who can do it. */
  readonly steps: readonly string[];
}

const connectAgain = 'Return to the application and connect again.';

const pageTexts: Readonly<Record<PageErrorCode | 'unexpected', PageText>> = {
  request_malformed: {
    heading: 'The sign-in link is incomplete',
    text: 'The link must contain one client_id and one redirect_uri.',
    steps: [connectAgain],
  },
  client_unknown: {
    heading: 'Unknown application',
    text: 'The client ID of the application was not issued by this connector, or its key was retired.',
    steps: [
      'Remove the connector from the application and add it again, so that the application registers again.',
      'If the application asks for a client ID, use the one that the operator of the connector gives you.',
    ],
  },
  document_unavailable: {
    heading: 'The application cannot be identified',
    text: 'The client ID is the URL of a client metadata document, which the connector cannot read. It must be JSON at a public https URL, with its own URL as client_id, and with redirect_uris.',
    steps: [
      'You: try again in a few minutes.',
      'The publisher of the application: check that the document can be fetched without redirects, within five seconds and 64 KB.',
    ],
  },
  document_untrusted: {
    heading: 'The redirect URI is not allowed',
    text: 'The connector does not know the publisher of this application. Applications of unknown publishers may receive access only on this computer: http on localhost, 127.0.0.1 or [::1]. Nothing was sent to the redirect URI.',
    steps: [
      'You: do not continue if you did not start this sign-in.',
      'The operator of the connector: if you trust the publisher, add the URL below to TRUSTED_CLIENT_METADATA.',
    ],
  },
  document_not_allowed: {
    heading: 'This application is not allowed',
    text: 'The operator of the connector allows other applications only.',
    steps: ['The operator of the connector: add the URL below, or its host, to ALLOWED_CLIENT_METADATA.'],
  },
  client_blocked: {
    heading: 'This application is blocked',
    text: 'The operator of the connector has blocked this application.',
    steps: ['The operator of the connector: remove its client ID from BLOCKED_MCP_CLIENTS.'],
  },
  registration_disabled: {
    heading: 'Registration is disabled',
    text: 'The application registered itself, which the operator of the connector does not allow.',
    steps: [
      'You: if the application asks for a client ID, use the one that the operator of the connector gives you.',
      'The operator of the connector: set CLIENT_REGISTRATION to on.',
    ],
  },
  redirect_host_not_allowed: {
    heading: 'The redirect URI is not allowed',
    text: 'The operator of the connector allows redirect URIs of other hosts only. Nothing was sent to the redirect URI.',
    steps: ['The operator of the connector: add the host of the redirect URI to ALLOWED_REDIRECT_HOSTS.'],
  },
  redirect_unknown: {
    heading: 'The redirect URI is not allowed',
    text: 'Accepted are http on localhost, 127.0.0.1 or [::1], and the redirect URIs of known applications. Nothing was sent to this one.',
    steps: [
      'You: do not continue if you did not start this sign-in.',
      'The operator of the connector: if the application is yours, add the URI below to TRUSTED_REDIRECT_URIS.',
    ],
  },
  redirect_refused: {
    heading: 'The redirect URI is not allowed',
    text: 'The redirect URI is not one of those that the application registered, or is not in canonical spelling. Nothing was sent to it.',
    steps: [
      'You: do not continue if you did not start this sign-in.',
      'The developer of the application: register the exact redirect URI. Only the port of localhost, 127.0.0.1 and [::1] may differ.',
    ],
  },
  consent_stale: {
    heading: 'This page has expired',
    text: 'The consent page is valid for ten minutes, in the browser that opened it, with cookies enabled.',
    steps: [connectAgain],
  },
  sign_in_unknown: {
    heading: 'Unknown or expired sign-in',
    text: 'The sign-in took longer than ten minutes, or was not started here.',
    steps: [connectAgain],
  },
  other_browser: {
    heading: 'The sign-in was started in another browser',
    text: 'A sign-in must be completed in the browser that started it, with cookies enabled. If someone sent you this link, they may be trying to use your account.',
    steps: ['If you started it yourself, connect again in one browser.'],
  },
  already_finished: {
    heading: 'This sign-in is already complete',
    text: 'The application has received the result. You can close this window.',
    steps: ['If the application is not connected, return to it and connect again.'],
  },
  page_stale: {
    heading: 'This page is out of date',
    text: 'You have signed in again since it was opened, or your session has expired. Nothing was changed.',
    steps: ['Open the page again and repeat the change.'],
  },
  account_refused: {
    heading: 'This account cannot use the connector',
    text: 'Microsoft signed you in, but this is a personal account, or its organization is not enabled in this connector.',
    steps: ['Sign in with a work or school account of an organization that is enabled.'],
  },
  unexpected: {
    heading: 'The connector failed',
    text: 'An internal error occurred. Your account is not affected.',
    steps: [
      'You: try again in a moment.',
      'If it fails again, send the request ID below to the operator of the connector.',
    ],
  },
};

export interface ProblemPageOptions {
  readonly publicUrl: URL;
  readonly requestId: string;
  readonly status?: number;
  /** The rejected value. */
  readonly subject?: string | undefined;
}

/** The page of a PageError: what happened, what to do, and the request id. */
export async function problemPage(
  code: PageErrorCode | 'unexpected',
  { publicUrl, requestId, status = 400, subject }: ProblemPageOptions,
): Promise<Response> {
  const { heading, text, steps } = pageTexts[code];
  return await renderPage(
    { title: heading, host: publicUrl.host, status },
    <>
      <h1>{heading}</h1>
      <p>{text}</p>
      <h2>What to do</h2>
      <ul>
        {steps.map((step) => (
          <li>{step}</li>
        ))}
      </ul>
      <dl>
        {subject && (
          <div>
            <dt>Rejected value</dt>
            <dd>
              <code>{subject}</code>
            </dd>
          </div>
        )}
        <div>
          <dt>Request ID</dt>
          <dd>
            <code>{requestId}</code>
          </dd>
        </div>
      </dl>
    </>,
  );
}
