import type { ProbeClient } from './probe-client.ts';
import { type Probe, decide, unknown } from './probe.ts';

interface Hit {
  readonly resource?: {
    readonly '@odata.type'?: string;
    readonly id?: string;
    readonly webUrl?: string;
    readonly parentReference?: { readonly driveId?: string; readonly siteId?: string };
    readonly listItem?: { readonly id?: string };
  };
}

async function search(client: ProbeClient, queryString: string, name: string) {
  const { status, code, body } = await client.send({
    shape: `POST /search/query (driveItem, ${name})`,
    path: '/search/query',
    json: { requests: [{ entityTypes: ['driveItem'], query: { queryString }, from: 0, size: 25 }] },
  });
  const hits = ((body?.value?.[0]?.hitsContainers?.[0]?.hits ?? []) as Hit[]).flatMap(
    ({ resource }) => resource ?? [],
  );
  return { status, code, hits };
}

function itemPath({ id, parentReference }: NonNullable<Hit['resource']>): string {
  return `/drives/${encodeURIComponent(parentReference?.driveId ?? '')}/items/${encodeURIComponent(id ?? '')}`;
}

/** Files and sites that the signed-in user may open. */
export const fileProbes: readonly Probe[] = [
  {
    id: 'folders-by-content-type',
    line: 'G1',
    assumption: 'Folders are found by ContentTypeId:0x0120* in KQL.',
    async run({ client }) {
      const { status, code, hits } = await search(client, 'ContentTypeId:0x0120*', 'ContentTypeId:0x0120*');
      if (hits.length === 0) return unknown(`${status} ${code}, no hits`.trim());
      let folders = 0;
      const checked = hits.slice(0, 5);
      for (const hit of checked) {
        const { body } = await client.send({
          shape: 'GET /drives/{id}/items/{id}?$select=id,folder',
          path: itemPath(hit),
          query: { $select: 'id,folder' },
        });
        if (body?.folder !== undefined) folders += 1;
      }
      return decide(folders === checked.length, `${folders} of ${checked.length} are folders`);
    },
  },
  {
    id: 'page-ids',
    line: 'G2',
    assumption: "A page's id is the unique id of its list item.",
    async run({ client }) {
      const kql = 'contentclass:STS_ListItem_WebPageLibrary';
      const { status, code, hits } = await search(client, kql, kql);
      const [page] = hits;
      if (!page) return unknown(`${status} ${code}, no hits`.trim());
      const item = await client.send({
        shape: 'GET /drives/{id}/items/{id}?$select=id,sharepointIds',
        path: itemPath(page),
        query: { $select: 'id,sharepointIds' },
      });
      const ids = item.body?.sharepointIds as { siteId?: string; listItemUniqueId?: string } | undefined;
      if (!ids?.listItemUniqueId) return unknown(`${item.status} ${item.code}, no sharepointIds`.trim());
      const opened = await client.send({
        shape: 'GET /sites/{id}/pages/{listItemUniqueId}/microsoft.graph.sitePage?$select=id',
        path: `/sites/${encodeURIComponent(ids.siteId ?? page.parentReference?.siteId ?? '')}/pages/${encodeURIComponent(ids.listItemUniqueId)}/microsoft.graph.sitePage`,
        query: { $select: 'id' },
      });
      return decide(opened.status === 200, `${opened.status} ${opened.code}`.trim());
    },
  },
  {
    id: 'office-links',
    line: 'G8',
    assumption: 'Doc.aspx?sourcedoc= links resolve through /shares.',
    async run({ client }) {
      const { status, code, hits } = await search(client, 'filetype:docx', 'filetype:docx');
      const [hit] = hits;
      if (!hit) return unknown(`${status} ${code}, no hits`.trim());
      const { body } = await client.send({
        shape: 'GET /drives/{id}/items/{id}?$select=webUrl',
        path: itemPath(hit),
        query: { $select: 'webUrl' },
      });
      const webUrl = String(body?.webUrl ?? '');
      if (!/\/Doc\.aspx\?/i.test(webUrl)) return unknown('the first document has no Doc.aspx link');
      const token = `u!${Buffer.from(webUrl).toString('base64url')}`;
      const opened = await client.send({
        shape: 'GET /shares/{token}/driveItem?$select=id',
        path: `/shares/${token}/driveItem`,
        query: { $select: 'id' },
      });
      return decide(opened.status === 200, `${opened.status} ${opened.code}`.trim());
    },
  },
  {
    id: 'download-hosts',
    line: 'G11',
    assumption: 'Content is served from the hosts of the list of the cloud.',
    async run({ client, downloadHostSuffixes }) {
      const { status, code, hits } = await search(client, 'isDocument=true', 'isDocument=true');
      const checked = hits.slice(0, 5);
      if (checked.length === 0) return unknown(`${status} ${code}, no hits`.trim());
      let listed = 0;
      let redirected = 0;
      for (const hit of checked) {
        const { headers } = await client.send({
          shape: 'GET /drives/{id}/items/{id}/content',
          path: `${itemPath(hit)}/content`,
        });
        const host = URL.parse(headers.get('location') ?? '')?.hostname;
        if (host === undefined) continue;
        redirected += 1;
        if (downloadHostSuffixes.some((suffix) => host.endsWith(suffix))) listed += 1;
      }
      if (redirected === 0) return unknown('no redirects');
      return decide(listed === redirected, `${listed} of ${redirected} hosts are on the list`);
    },
  },
  {
    id: 'download-url',
    line: 'G46',
    assumption: 'The metadata of a file has its download URL where $select names it.',
    async run({ client, downloadHostSuffixes }) {
      const { status, code, hits } = await search(client, 'isDocument=true', 'isDocument=true');
      const checked = hits.slice(0, 5);
      if (checked.length === 0) return unknown(`${status} ${code}, no hits`.trim());
      let listed = 0;
      for (const hit of checked) {
        const { body } = await client.send({
          shape: 'GET /drives/{id}/items/{id}?$select=id,downloadUrl',
          path: itemPath(hit),
          query: { $select: 'id,@microsoft.graph.downloadUrl' },
        });
        const host = URL.parse(String(body?.['@microsoft.graph.downloadUrl'] ?? ''))?.hostname;
        if (downloadHostSuffixes.some((suffix) => host?.endsWith(suffix))) listed += 1;
      }
      return decide(listed === checked.length, `${listed} of ${checked.length} URLs are on a listed host`);
    },
  },
];
