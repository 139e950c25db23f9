import { X509Certificate } from 'node:crypto';
import { parseCertificatePem } from '../../src/entra/certificate.ts';
import { createClientCredential } from '../../src/entra/client-credential.ts';
import type { CloudEndpoints } from '../../src/entra/clouds.ts';
import { AppError } from '../../src/lib/app-error.ts';
import { isGuid } from '../../src/lib/guid.ts';
import type { OutboundFetch } from '../../src/lib/outbound-fetch.ts';
import { OperatorError } from '../lib/command-line.ts';

/** The credential of unattended runs: an application of its own, with a certificate. */
export interface AutomationCredential {
  readonly tenantId: string;
  readonly clientId: string;
  /** PEM of certificate and key. */
  readonly pem: string;
}

/** Text of the credential: two lines before the PEM, which RFC 7468 allows. */
export function formatAutomationCredential({ tenantId, clientId, pem }: AutomationCredential): string {
  return `tenant-id: ${tenantId}\nclient-id: ${clientId}\n${pem}`;
}

/** @throws OperatorError that contains nothing of the credential */
export function parseAutomationCredential(text: string): AutomationCredential {
  const idOf = (name: string) => new RegExp(`^${name}: *(\\S+)\\s*$`, 'm').exec(text)?.[1] ?? '';
  const [tenantId, clientId] = [idOf('tenant-id'), idOf('client-id')];
  const pem = text.slice(Math.max(0, text.indexOf('-----BEGIN')));
  try {
    parseCertificatePem(pem);
  } catch (error) {
    throw new OperatorError(
      `The credential for --unattended ${error instanceof Error ? error.message : 'is invalid'}.`,
    );
  }
  if (isGuid(tenantId) && isGuid(clientId)) return { tenantId, clientId, pem };
  throw new OperatorError(
    'The credential for --unattended lacks its lines "tenant-id: …" and "client-id: …". Create one with npm run setup -- --automation.',
  );
}

/** End of validity of the credential. */
export function automationExpiry({ pem }: AutomationCredential): Date {
  return new X509Certificate(pem).validToDate;
}

interface UnattendedSignIn {
  readonly credential: AutomationCredential;
  readonly cloud: CloudEndpoints;
  /** Login origin of the cloud, or of a simulator. */
  readonly loginUrl: URL;
  readonly fetch: OutboundFetch;
  readonly nowMs: number;
}

/**
 * Signs in as the set-up's own application (client credentials grant).
 * @returns an access token for Graph
 * @throws OperatorError with the AADSTS code and what to do
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
 */
export async function signInUnattended(options: UnattendedSignIn): Promise<string> {
  const { credential, cloud, loginUrl, fetch, nowMs } = options;
  const path = `/${credential.tenantId}/oauth2/v2.0/token`;
  const certificate = parseCertificatePem(credential.pem);
  const clock = { nowMs: () => nowMs };
  const proof = await createClientCredential({ kind: 'certificate', certificate }, clock).parameters(
    cloud.loginOrigin + path,
    credential.clientId,
  );
  const form = {
    grant_type: 'client_credentials',
    client_id: credential.clientId,
    scope: `${cloud.graphOrigin}/.default`,
    ...proof,
  };
  const url = new URL(path, loginUrl);
  const { body } = await fetch(
    url,
    { method: 'POST', body: new URLSearchParams(form) },
    { timeoutMs: 30_000, maxBytes: 1024 * 1024 },
  ).catch((error: unknown) => {
    if (error instanceof AppError)
      throw new OperatorError(`${url.origin} cannot be reached. Nothing has changed.`);
    throw error;
  });
  const response = JSON.parse(new TextDecoder().decode(body)) as {
    readonly access_token?: string;
    readonly error?: string;
    readonly error_codes?: readonly number[];
  };
  if (response.access_token !== undefined) return response.access_token;
  const code = response.error_codes?.[0];
  throw new OperatorError(
    `The unattended sign-in failed (${code === undefined ? (response.error ?? 'no error code') : `AADSTS${code}`}). Nothing has changed.\n${advice[code ?? 0] ?? 'https://login.microsoftonline.com/error explains the code.'}`,
  );
}

const expiredAdvice =
  'The certificate has expired or was removed. An administrator creates a new one: npm run setup -- --automation --rotate';
const missingAdvice =
  'The application "M365 MCP Setup" is missing or disabled in the tenant. An administrator runs: npm run setup -- --automation';

/** Advice by AADSTS number. @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const advice: Readonly<Record<number, string>> = {
  53003:
    'A Conditional Access policy for workload identities blocks the set-up. Allow the network of this machine.',
  700016: missingAdvice,
  700024: expiredAdvice,
  700027: expiredAdvice,
  1000502: expiredAdvice,
  7000112: missingAdvice,
  7000222: expiredAdvice,
  7000229: missingAdvice,
};
