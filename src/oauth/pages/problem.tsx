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
  client_untrusted: {
    heading: 'Untrusted application',
    text: 'The connector does not trust the client metadata document of the application, or cannot read it at the moment.',
    steps: [
      'You: try again in a few minutes.',
      'The operator of the connector: add the URL of the document to TRUSTED_CLIENT_METADATA.',
    ],
  },
  redirect_refused: {
    heading: 'The redirect URI is not allowed',
    text: 'The redirect URI is not registered for this application. Nothing was sent to it.',
    steps: [
      'You: do not continue if you did not start this sign-in.',
      'The operator of the connector: if the application is yours, trust its client metadata document.',
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
