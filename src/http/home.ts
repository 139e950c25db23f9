import { Hono } from 'hono';
import { homePage, type HomePageOptions } from './home-page.tsx';
import { iconPng, iconSvg } from './icons.ts';

/** The front door: the page for whoever opens the connector's address in a browser, and the icons of its name. */
export function homeRoutes(options: HomePageOptions): Hono {
  const routes = new Hono();
  const cached = { 'cache-control': 'public, max-age=86400' };
  routes.get('/', () => homePage(options));
  routes.get('/icon.svg', (c) => c.body(iconSvg, 200, { ...cached, 'content-type': 'image/svg+xml' }));
  for (const path of ['/icon.png', '/favicon.ico']) {
    routes.get(path, (c) => c.body(iconPng(), 200, { ...cached, 'content-type': 'image/png' }));
  }
  return routes;
}
