import type { EndingCredential } from '../entra/ending-credential.ts';

const names = { certificate: 'certificate', secret: 'client secret' };
const renewals = { certificate: '--rotate', secret: '--secret --rotate' };

/** What the operator reads of a credential that ends, and the command that mends it. */
export function credentialAdvice({ application, kind, endsAtMs, daysLeft }: EndingCredential): {
  readonly text: string;
  readonly command: string;
} {
  const verb = daysLeft < 0 ? 'ended' : 'ends';
  const day = new Date(endsAtMs).toISOString().slice(0, 10);
  return {
    text: `The ${names[kind]} of the ${application} application ${verb} on ${day}. Put a new one beside it:`,
    command: `npm run setup -- ${renewals[kind]}`,
  };
}
