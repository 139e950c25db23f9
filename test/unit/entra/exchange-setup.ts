import type { Assertion } from '../../../src/entra/caller.ts';
import type { ClientCredential } from '../../../src/entra/client-credential.ts';
import { clouds } from '../../../src/entra/clouds.ts';
import { createOnBehalfOf } from '../../../src/entra/on-behalf-of.ts';
import { tenantId } from '../../../src/lib/guid.ts';
import { type FakeAnswer, type SentRequest, createFakeUpstream, createTurnedClock } from './fake-upstream.ts';
import { contoso, nowMs, serverAppId } from './token-forge.ts';

export const assertion = 'header.payload.signature' as Assertion;
export const correlationId = '11111111-2222-4333-8444-555555555555';
/** An answer as Entra gives it. */
export const goodBody = {
  token_type: 'Bearer',
  scope: 'https://graph.microsoft.com/Mail.Read https://graph.microsoft.com/User.Read openid profile',
  expires_in: 4799,
  ext_expires_in: 4799,
  access_token: 'opaque-graph-token',
};
/** A refusal as Entra gives it. */
export const failing = (code: number, error: string): FakeAnswer => ({
  status: 400,
  body: { error, error_codes: [code], error_description: `AADSTS${code}` },
});

interface Setup {
  readonly credential?: ClientCredential;
  readonly loginUrl?: string;
  readonly cloud?: keyof typeof clouds;
  readonly random?: () => number;
  /** How long each answer takes. */
  readonly latencyMs?: number;
}

/** An exchange over a scripted Entra, with every wait that it took. */
export function createExchange(answer: (request: SentRequest, count: number) => unknown, setup: Setup = {}) {
  const { cloud = 'global', latencyMs = 0, random = () => 0.5 } = setup;
  const clock = createTurnedClock(nowMs);
  const waits: number[] = [];
  const { fetch, requests } = createFakeUpstream((request, count) => {
    clock.advance(Math.min(latencyMs, request.limits.timeoutMs));
    return answer(request, count);
  });
  const onBehalfOf = createOnBehalfOf({
    cloud: clouds[cloud],
    loginUrl: new URL(setup.loginUrl ?? clouds[cloud].loginOrigin),
    serverAppId,
    credential: setup.credential ?? {
      parameters: () => Promise.resolve({ client_secret: 'fake secret&=+' }),
    },
    fetch,
    clock,
    random,
    wait(milliseconds) {
      waits.push(milliseconds);
      clock.advance(milliseconds);
      return Promise.resolve();
    },
  });
  const exchange = (claims?: string) =>
    onBehalfOf.exchange({ tenantId: tenantId(contoso)!, assertion, correlationId, claims });
  return { exchange, requests, waits, clock };
}

/** The form that a request sent. */
export const formOf = ({ init }: SentRequest) =>
  Object.fromEntries(new URLSearchParams(init.body as URLSearchParams));
