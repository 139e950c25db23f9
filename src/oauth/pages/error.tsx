import { renderPage } from '../../http/layout.tsx';
import type { Messages } from '../../http/messages/en.ts';
import type { PageErrorCode } from '../errors.ts';

export interface ErrorPageOptions {
  readonly messages: Messages;
  readonly publicUrl: URL;
  readonly requestId: string;
  readonly status?: number;
  /** The rejected value. */
  readonly subject?: string | undefined;
}

/** The page of a PageError: what happened, what to do, and the request id. */
export async function errorPage(
  code: PageErrorCode | 'unexpected',
  { messages, publicUrl, requestId, status = 400, subject }: ErrorPageOptions,
): Promise<Response> {
  const { problems } = messages;
  const { heading, text, steps } = problems[code];
  return await renderPage(
    { title: heading, messages, host: publicUrl.host, status },
    <>
      <h1>{heading}</h1>
      <p>{text}</p>
      <h2>{problems.whatToDo}</h2>
      <ul>
        {steps.map((step) => (
          <li>{step}</li>
        ))}
      </ul>
      <dl>
        {subject && (
          <div>
            <dt>{problems.rejected}</dt>
            <dd>
              <code>{subject}</code>
            </dd>
          </div>
        )}
        <div>
          <dt>{problems.requestId}</dt>
          <dd>
            <code>{requestId}</code>
          </dd>
        </div>
      </dl>
    </>,
  );
}
