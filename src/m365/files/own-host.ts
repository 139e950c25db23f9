import { z } from 'zod';
import type { GraphClient } from '../../graph/client.ts';
import { type GraphPath, graphPath } from '../../graph/path.ts';
import { AppError } from '../../lib/app-error.ts';
import type { M365Context } from '../resource.ts';
import { nullishString } from '../../graph/nullish.ts';

/** Inputs of the check of a host. */
export type HostContext = Pick<M365Context, 'graph' | 'granted' | 'tenantDomains' | 'furtherHosts'>;

const located = z.object({ webUrl: nullishString });
/** `contoso` of `contoso.onmicrosoft.com`, and of the domains of national clouds. */
const initialDomain = /^([a-z0-9-]+)\.(?:onmicrosoft\.(?:com|us)|(?:partner\.)?onmschina\.cn)$/;

/**
 * Checks that a SharePoint host belongs to the user's tenant, before Graph receives the URL: the path of a foreign one
 * could carry content to its owner. The names of the tenant are those of its `onmicrosoft.com` domains; a tenant has
 * another name in each geography, so an unknown one is compared with the user's own OneDrive and root site.
 * @throws AppError `invalid_argument`
 */
export async function requireOwnHost(hostname: string, context: HostContext): Promise<void> {
  const host = hostname.toLowerCase();
  const { furtherHosts, graph, granted } = context;
  if (furtherHosts === '*' || furtherHosts.has(host)) return;
  const name = tenantName(host);
  const domains = await context.tenantDomains();
  const names = [...(domains ?? [])].map((domain) => initialDomain.exec(domain)?.[1]);
  if (name !== undefined && names.includes(name)) return;
  const paths = [
    ...(granted.level('oneDrive') ? [graphPath`/me/drive`] : []),
    ...(granted.level('sharePoint') ? [graphPath`/sites/root`] : []),
  ];
  const own = await Promise.all(paths.map((path) => readTenantName(path, graph)));
  if (name !== undefined && own.includes(name)) return;
  throw new AppError(
    'invalid_argument',
    'This link is not in the SharePoint or OneDrive of your organization. The connector reads no others. The operator can allow a further host with SHAREPOINT_HOSTS.',
    { argument: 'uri' },
  );
}

/** `contoso` of `contoso.sharepoint.com` and `contoso-my.sharepoint.com`; undefined for any other form. */
function tenantName(host: string): string | undefined {
  return /^([a-z0-9-]+?)(?:-my)?\.sharepoint(?:-mil)?\.(?:com|us|cn)$/.exec(host)?.[1];
}

/** The name in the URL of an item; undefined if the user has no such item. */
async function readTenantName(path: GraphPath, graph: GraphClient): Promise<string | undefined> {
  try {
    const { webUrl } = await graph.json({ path, query: { $select: 'webUrl' }, schema: located });
    const url = URL.parse(webUrl ?? '');
    return url ? tenantName(url.hostname) : undefined;
  } catch (error) {
    if (error instanceof AppError && (error.code === 'not_found' || error.code === 'access_denied'))
      return undefined;
    throw error;
  }
}
