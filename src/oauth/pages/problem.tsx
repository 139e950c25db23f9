import { renderPage } from '../../http/layout.tsx';
import type { PageErrorCode } from '../errors.ts';

interface Advice {
  readonly heading: string;
  readonly text: string;
  /** What to do, by whom. */
  readonly steps: readonly string[];
}

const again = 'Go back to the application, and connect from there once more.';

const advice: Readonly<Record<PageErrorCode | 'unexpected', Advice>> = {
  request_malformed: {
    heading: 'This link is not complete',
    text: 'A sign-in needs one client and one address to answer to, and the link has none, or more than one.',
    steps: [again],
  },
  client_unknown: {
    heading: 'The application is not known here',
    text: 'It uses a client id that this connector did not give out, or one whose key has been retired since.',
    steps: [
      'You: remove the connector from the application and add it again, so that it registers anew.',
      'Where the application wants a client id, use the one that the operator of the connector gives you.',
    ],
  },
  client_untrusted: {
    heading: 'The application is not trusted here',
    text: 'It identifies itself by a document on the web that this connector does not trust, or cannot read just now.',
    steps: [
      'You: try again in some minutes.',
      'The operator of the connector: add the address of the document to TRUSTED_CLIENT_METADATA.',
    ],
  },
  redirect_refused: {
    heading: 'The return address is not allowed',
    text: 'The application wants the answer sent to an address that is not known to be its own. Nothing was sent there.',
    steps: [
      'You: do not go on if you did not start this yourself.',
      'The operator of the connector: if the application is one of yours, trust its client metadata document.',
    ],
  },
  consent_stale: {
    heading: 'This page was open for too long',
    text: 'The question is good for ten minutes, in the browser that it was asked in, with cookies allowed.',
    steps: [again],
  },
  sign_in_unknown: {
    heading: 'No sign-in is waiting for this answer',
    text: 'It took longer than ten minutes, or it was not started here.',
    steps: [again],
  },
  other_browser: {
    heading: 'The sign-in was started elsewhere',
    text: 'It has to end in the browser that it was started in, with cookies allowed. Somebody who sends you such a link may want to be signed in as you.',
    steps: ['If you started it yourself: connect again, and stay in one browser.'],
  },
  already_finished: {
    heading: 'This sign-in is finished',
    text: 'The application has had its answer. You can close this window.',
    steps: [`If it did not work: ${again.toLowerCase()}`],
  },
  page_stale: {
    heading: 'This page is no longer current',
    text: 'You have signed in anew since it was shown, or your session has ended. Nothing was changed.',
    steps: ['Open the page again, and repeat what you wanted to do.'],
  },
  account_refused: {
    heading: 'This account cannot use the connector',
    text: 'Microsoft signed you in, but the connector does not let this account in: it is a personal one, or of an organisation that is not enabled here.',
    steps: [
      'You: sign in with the account that you connected.',
      'If it is that one: nothing of it is connected here.',
    ],
  },
  unexpected: {
    heading: 'The connector failed',
    text: 'Something went wrong here, and not with your account.',
    steps: [
      'You: try again in a moment.',
      'If it stays so, tell the operator of the connector the request id below.',
    ],
  },
};

/** What the page needs to know. */
export interface ProblemPageOptions {
  readonly publicUrl: URL;
  readonly requestId: string;
  readonly status?: number;
  /** The value at fault. */
  readonly subject?: string | undefined;
}

/** Tells a person why a sign-in cannot go on, where no client can be told. */
export async function problemPage(
  code: PageErrorCode | 'unexpected',
  { publicUrl, requestId, status = 400, subject }: ProblemPageOptions,
): Promise<Response> {
  const { heading, text, steps } = advice[code];
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
            <dt>Asked for</dt>
            <dd>
              <code>{subject}</code>
            </dd>
          </div>
        )}
        <div>
          <dt>Request id</dt>
          <dd>
            <code>{requestId}</code>
          </dd>
        </div>
      </dl>
    </>,
  );
}
