import { createAccessTokenVerifier } from '../../src/entra/access-token.ts';
import type { VerifiedCaller } from '../../src/entra/caller.ts';
import { clouds } from '../../src/entra/clouds.ts';
import { parseStrictJson } from '../../src/entra/jwt.ts';
import { TokenError } from '../../src/entra/token-error.ts';
import { parseKeyRing } from '../../src/crypto/key-ring.ts';
import { AppError } from '../../src/lib/app-error.ts';
import { formatResourceUri, pagedUri, parseResourceUri, readPagedUri } from '../../src/m365/uri.ts';
import { sealedCursors } from '../../src/mcp/cursors.ts';
import { createOAuthTokens } from '../../src/oauth/sealed-tokens.ts';

const keyRing = parseKeyRing(`test:${btoa('0123456789abcdef0123456789abcdef')}`);
const clock = { nowMs: () => 1_790_000_000_000 };
const cursors = sealedCursors(keyRing);
const oauthTokens = createOAuthTokens(keyRing, clock);
const binding = {
  caller: { tenantId: 'tenant', objectId: 'user' } as unknown as VerifiedCaller,
  tool: 'tool',
  query: '{}',
};
const verifier = createAccessTokenVerifier({
  cloud: clouds.global,
  serverAppId: '5e4e0000-0000-4000-8000-000000000001',
  allowedClients: new Set(['c11e0000-0000-4000-8000-000000000002']),
  allowedTenants: '*',
  signingKeys: { find: async () => undefined } as never,
  clock,
});

/** No text is accepted as a token that nobody issued, and the only error is a TokenError. */
export async function fuzzToken(text: string): Promise<void> {
  parseStrictJson(new TextEncoder().encode(text));
  const opened = [await oauthTokens.code.open(text), await oauthTokens.refreshToken.open(text)];
  if (opened.some((value) => value !== undefined)) throw new Error('A forged token was opened.');
  await verifier.verify(text).then(
    () => {
      throw new Error('A forged access token was accepted.');
    },
    (error: unknown) => {
      if (!(error instanceof TokenError)) throw error;
    },
  );
}

/** No text opens as a cursor; any state survives sealing; a URI that is parsed is formatted to one of the same resource. */
export async function fuzzCursor(text: string): Promise<void> {
  if ((await cursors.open(binding, text)) !== undefined) throw new Error('A forged cursor was opened.');
  const cursor = await cursors.seal(binding, { text });
  const state = (await cursors.open(binding, cursor)) as { readonly text?: unknown } | undefined;
  if (state?.text !== text) throw new Error('The state of a cursor changed.');
  if ((await cursors.open({ ...binding, query: '{"a":1}' }, cursor)) !== undefined)
    throw new Error('A cursor was opened for another query.');
  try {
    const paged = readPagedUri(text);
    const { uri } = paged;
    const resource = parseResourceUri(uri);
    const formatted = formatResourceUri(resource);
    if (JSON.stringify(parseResourceUri(formatted)) !== JSON.stringify(resource))
      throw new Error('A URI changed.');
    if (!('startPage' in paged) || resource.kind === 'link') return;
    const { startPage } = paged;
    if (startPage === undefined) return;
    const again = readPagedUri(pagedUri(formatted, { startPage }));
    if (!('startPage' in again) || again.startPage !== startPage) throw new Error('A page changed.');
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
}
