import { type Probe, decide, unknown } from './probe.ts';

/** Entra, without a sign-in. `loginUrl` is the origin of the login service. */
export function entraProbes(loginUrl: URL): readonly Probe[] {
  return [
    {
      id: 'key-issuers',
      line: 'E4',
      assumption: 'Each key of the key document has an issuer.',
      async run({ client }) {
        const { status, body } = await client.send({
          shape: 'GET /organizations/discovery/v2.0/keys',
          path: new URL('/organizations/discovery/v2.0/keys', loginUrl).href,
        });
        const keys = (body?.keys ?? []) as { readonly issuer?: unknown }[];
        if (status !== 200 || keys.length === 0) return unknown(`status ${status}, ${keys.length} keys`);
        const withIssuer = keys.filter(({ issuer }) => typeof issuer === 'string').length;
        return decide(withIssuer === keys.length, `${withIssuer} of ${keys.length} keys have an issuer`);
      },
    },
    {
      id: 'client-device-code',
      line: 'E17',
      assumption: 'A device code sign-in in the name of M365 MCP Client is refused.',
      async run({ client, clientAppId }) {
        if (clientAppId === undefined) return unknown('CLIENT_APP_ID is not configured');
        const endpoint = (name: string) => new URL(`/organizations/oauth2/v2.0/${name}`, loginUrl).href;
        const begun = await client.send({
          shape: 'POST /organizations/oauth2/v2.0/devicecode',
          path: endpoint('devicecode'),
          form: { client_id: clientAppId, scope: 'openid' },
        });
        if (begun.status !== 200)
          return decide(begun.status === 400, `devicecode: ${begun.status} ${begun.code}`);
        const { status, code } = await client.send({
          shape: 'POST /organizations/oauth2/v2.0/token (device_code)',
          path: endpoint('token'),
          form: {
            grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
            client_id: clientAppId,
            device_code: String(begun.body?.device_code ?? ''),
          },
        });
        return decide(code.includes('7000218'), `token: ${status} ${code}`);
      },
    },
  ];
}
