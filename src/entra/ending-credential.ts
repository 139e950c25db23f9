import type { ClientCredentialSource } from './client-credential.ts';

/** A credential that ends soon, or has ended. Nothing of it is secret. */
export interface EndingCredential {
  readonly application: 'server' | 'client';
  readonly kind: 'certificate' | 'secret';
  readonly endsAtMs: number;
  /** Whole days, 0 on the last one, negative afterwards. */
  readonly daysLeft: number;
}

const dayMs = 24 * 60 * 60 * 1000;
/** Time enough to notice, and to put a new one beside it. */
const warnDays = 30;

/** The credentials that end within 30 days. A secret of which nobody said when it ends is not among them. */
export function endingCredentials(
  credentials: {
    readonly serverCredential: ClientCredentialSource;
    readonly clientCredential: ClientCredentialSource | undefined;
  },
  nowMs: number,
): readonly EndingCredential[] {
  const held = [
    { application: 'server', source: credentials.serverCredential },
    { application: 'client', source: credentials.clientCredential },
  ] as const;
  return held.flatMap(({ application, source }) => {
    if (source === undefined || source.kind === 'federated') return [];
    const endsAtMs = source.kind === 'certificate' ? source.certificate.notAfterMs : source.endsAtMs;
    if (endsAtMs === undefined) return [];
    const daysLeft = Math.floor((endsAtMs - nowMs) / dayMs);
    return daysLeft <= warnDays ? [{ application, kind: source.kind, endsAtMs, daysLeft }] : [];
  });
}
