import type { EndingCredential } from '../entra/ending-credential.ts';

const names = { certificate: 'certificate', secret: 'client secret' };
const renewals = {
  certificate: 'npm run setup -- --rotate',
  secret: 'npm run setup -- --secret --rotate',
};

/** What the operator reads of a credential that ends: in health, and on the administrators' page. */
export function endingCredentialText({ application, kind, endsAtMs, daysLeft }: EndingCredential): string {
  const verb = daysLeft < 0 ? 'ended' : 'ends';
  const day = new Date(endsAtMs).toISOString().slice(0, 10);
  return `The ${names[kind]} of the ${application} application ${verb} on ${day}. Put a new one beside it: ${renewals[kind]}`;
}
