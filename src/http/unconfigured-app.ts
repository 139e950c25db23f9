import { Hono } from 'hono';
import { unconfiguredPage } from './unconfigured.tsx';

/** What a connector without a good configuration is: one answer, to everything, that names what is at fault. */
export function unconfiguredApp(problems: readonly string[]): Hono {
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
