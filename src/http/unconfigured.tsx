import { Hono } from 'hono';
import { renderPage } from './layout.tsx';
import { readMessages } from './messages/catalog.ts';
import type { Messages } from './messages/en.ts';
import { RichText } from './rich-text.tsx';

/**
 * The page of a connector with an incomplete configuration. It lists the variables at fault.
 * @param host of the request, since PUBLIC_URL may be missing
 */
async function unconfiguredPage(
  messages: Messages,
  host: string,
  problems: readonly string[],
): Promise<Response> {
  const { unconfigured } = messages;
  return await renderPage(
    { title: unconfigured.title, messages, host, status: 503 },
    <>
      <h1>{unconfigured.heading}</h1>
      <p>{unconfigured.text}</p>
      <ul>
        {problems.map((problem) => (
          <li>{problem}</li>
        ))}
      </ul>
      <h2>{messages.problems.whatToDo}</h2>
      <p>
        <RichText text={unconfigured.steps} />
      </p>
    </>,
  );
}

/** The app of an invalid configuration: 503 with the errors on every route. */
export function createUnconfiguredApp(problems: readonly string[]): Hono {
  const app = new Hono();
  // Visible in the terminal of wrangler dev and in Workers Logs. The names of variables are no secrets.
  console.warn(`The connector is not configured: ${problems.join('; ')}. See docs/development.md.`);
  const headers = { 'cache-control': 'no-store', 'retry-after': '300' };
  app.get('/', (c) => unconfiguredPage(readMessages(c), new URL(c.req.url).host, problems));
  app.all('*', (c) =>
    c.json(
      { error: 'not_configured', error_description: 'The operator has to set these variables.', problems },
      503,
      headers,
    ),
  );
  return app;
}
