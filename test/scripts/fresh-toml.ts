import { readFileSync } from 'node:fs';
import { root } from '../../scripts/lib/bundle.ts';
import { listEnvironments, setTomlValues } from '../../scripts/cloudflare/wrangler-config.ts';

const file = `${root}wrangler.toml`;
const unset = {
  PUBLIC_URL: '',
  SERVER_APP_ID: '',
  CLIENT_APP_ID: '',
  ALLOWED_TENANTS: '',
  ENTRA_SERVER_SECRET_EXPIRES_ON: '',
  ENTRA_CLIENT_SECRET_EXPIRES_ON: '',
};

/** wrangler.toml with empty settings, also in a checkout that is set up. */
export function freshToml(): string {
  const withoutRoutes = readFileSync(file, 'utf8')
    .replaceAll(/^routes = .*$/gm, 'routes = []')
    .replaceAll(/^workers_dev = .*$/gm, 'workers_dev = true');
  return ['', ...listEnvironments(file).map((name) => `env.${name}.`)].reduce(
    (toml, prefix) => setTomlValues(toml, `${prefix}vars`, unset),
    withoutRoutes,
  );
}
