import { Hono } from 'hono';
import { renderPage } from './layout.tsx';

/**
 * The page of a connector with an incomplete configuration. It lists the variables at fault.
 * @param host of the request, since PUBLIC_URL may be missing
 */
async function unconfiguredPage(host: string, problems: readonly string[]): Promise<Response> {
  return await renderPage(
    { title: 'Not configured', host, status: 503 },
    <>
      <h1>The connector is not configured yet</h1>
      <p>It denies every request until its operator has set these variables:</p>
      <ul>
        {problems.map((problem) => (
          <li>{problem}</li>
        ))}
      </ul>
      <h2>What to do</h2>
      <p>
        In a checkout of the connector, <code>npm run setup</code> registers the two applications in Microsoft
        Entra and sets all of them; <code>npm run deploy</code> then checks and deploys.
      </p>
    </>,
  );
}

/** The app of an invalid configuration: 503 with the errors on every route. */
export function createUnconfiguredApp(problems: readonly string[]): Hono {
  const app = new Hono();
  const headers = { 'cache-control': 'no-store', 'retry-after': '300' };
  app.get('/', (c) => unconfiguredPage(new URL(c.req.url).host, problems));
  app.all('*', (c) =>
    c.json(
      { error: 'not_configured', error_description: 'The operator has to set these variables.', problems },
      503,
      headers,
    ),
  );
  return app;
}
