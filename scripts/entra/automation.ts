import { OperatorError } from '../lib/command-line.ts';
import {
  applicationPath,
  ensureOwner,
  getOrCreateApplication,
  pendingId,
  updateApplication,
} from './application.ts';
import type { KeyCredential, StoredApplication } from './application-document.ts';
import { createCertificate } from './certificate.ts';
import type { SetupContext } from './context.ts';
import { createKeyCredential, expiresSoon } from './credentials.ts';
import { sharedRules } from './manifest-rules.ts';
import { completeConsent, ensureServicePrincipal } from './service-principal.ts';
import { formatAutomationCredential } from './unattended.ts';

/**
 * `Application.ReadWrite.OwnedBy`: reads and changes the applications that its holder owns, and no others.
 * @see https://learn.microsoft.com/graph/permissions-reference#applicationreadwriteownedby
 */
const ownedByRole = { value: 'Application.ReadWrite.OwnedBy', id: '18a4783c-866b-4cc7-a460-3d5e5662c884' };

const displayName = 'M365 MCP Setup';
const credentialFile = 'SETUP_CREDENTIAL';

interface AutomationSubject {
  readonly tenantId: string;
  readonly microsoftGraphId: string;
  /** The applications that unattended runs check and renew. */
  readonly applications: readonly StoredApplication[];
}

/**
 * Creates the application for unattended runs, which owns the applications of the connector and itself.
 * @throws OperatorError when the administrator may not grant the permission
 */
export async function ensureAutomation(context: SetupContext, subject: AutomationSubject): Promise<void> {
  const { changes, graph, options } = context;
  changes.startSection(displayName);
  const application = await getOrCreateApplication(context, {
    uniqueName: `${options.name}-setup`,
    displayName,
    knownAppId: undefined,
  });
  await updateApplication(context, application, sharedRules, []);
  const principal = await ensureServicePrincipal(context, application.appId, displayName);
  completeConsent(context, principal);
  const held =
    principal.id === pendingId
      ? []
      : await graph.list<{ readonly appRoleId: string }>(
          `/servicePrincipals/${principal.id}/appRoleAssignments`,
        );
  if (!held.some(({ appRoleId }) => appRoleId === ownedByRole.id)) {
    const body = {
      principalId: principal.id,
      resourceId: subject.microsoftGraphId,
      appRoleId: ownedByRole.id,
    };
    const path = `/servicePrincipals/${subject.microsoftGraphId}/appRoleAssignedTo`;
    const result = await changes.apply(
      `application permission ${ownedByRole.value}`,
      () => graph.trySend('POST', path, body),
      { ok: true as const },
    );
    if (!result.ok) {
      throw new OperatorError(
        `Entra did not grant ${ownedByRole.value} (${result.reason}). Application permissions of Microsoft Graph need a Privileged Role Administrator or Global Administrator: run npm run setup -- --automation as one.`,
      );
    }
  }
  for (const owned of [...subject.applications, application]) {
    const owner = { id: principal.id, name: `${displayName} of "${owned.displayName}"` };
    await ensureOwner(context, owned, owner, (owners) => owners.includes(principal.id));
  }
  await ensureAutomationCredential(context, application, subject.tenantId);
}

async function ensureAutomationCredential(
  { changes, graph, options, folder, nowMs, deployment }: SetupContext,
  application: StoredApplication,
  tenantId: string,
): Promise<void> {
  const valid = application.keyCredentials.filter((credential) => !expiresSoon(credential, nowMs));
  if (valid.length === 0 || options.rotate) {
    const register = async () => {
      const { pem } = await createCertificate(displayName, options.credentialDays, nowMs);
      const credential: KeyCredential = createKeyCredential(pem, `${deployment.workerName} unattended`);
      folder.write(
        credentialFile,
        formatAutomationCredential({ tenantId, clientId: application.appId, pem }),
      );
      const keyCredentials = [...application.keyCredentials, credential];
      await graph.send('PATCH', applicationPath(application), { keyCredentials });
    };
    await changes.apply(`create a certificate for ${options.credentialDays} days`, register, undefined);
  }
  if (folder.read(credentialFile) === undefined) return;
  changes.note(
    `the credential is in ${folder.pathOf(credentialFile)}: store it as the secret SETUP_CREDENTIAL of your pipeline and delete the file. Then: npm run setup -- --unattended --check`,
  );
}
