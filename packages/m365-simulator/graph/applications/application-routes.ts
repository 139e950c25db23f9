import { randomText } from '../../encoding/base64.ts';
import type { Tenant } from '../../entra/directory/directory.ts';
import { collection, entity } from '../core/response.ts';
import {
  type ApplicationsCall,
  type ApplicationsRoute,
  invalid,
  notFound,
  requireAdministrator,
  requireScope,
  selected,
  textMember,
} from './call.ts';
import { type Registration, toApplication, emptyDocument } from './registration.ts';
import { updateDocument } from './update-document.ts';

/** Key of an application in a URL. Three groups. */
export const applicationKey = String.raw`(?:\(uniqueName='([^']+)'\)|\(appId='([^']+)'\)|\/([0-9a-f-]{36}))`;
const pattern = (rest: string): RegExp => new RegExp(`^/applications${applicationKey}${rest}$`, 'i');
const readScopes = ['Application.Read.All', 'Application.ReadWrite.All', 'Directory.Read.All'];
const twoYearsMs = 2 * 365 * 24 * 3600 * 1000;

/** App registrations. @see https://learn.microsoft.com/graph/api/resources/application */
export const applicationRoutes: readonly ApplicationsRoute[] = [
  ['GET', pattern(''), read],
  ['PATCH', pattern(''), upsert],
  ['POST', pattern('/addPassword'), addPassword],
  ['GET', pattern('/owners'), listOwners],
  ['POST', pattern(String.raw`/owners/\$ref`), addOwner],
];

function find({ state, tenant, param }: ApplicationsCall): Registration | undefined {
  return [...state.directory.registrations.values()].find(
    (registration) =>
      registration.tenantId === tenant.tenantId &&
      [
        registration.uniqueName === param(1),
        registration.appId === param(2),
        registration.objectId === param(3),
      ].some(Boolean),
  );
}

/** @throws GraphError 404 */
export function requireRegistration(call: ApplicationsCall): Registration {
  const registration = find(call);
  if (!registration) throw notFound([1, 2, 3].map((index) => call.param(index)).join(''));
  return registration;
}

function read(call: ApplicationsCall): Response {
  requireScope(call, ...readScopes);
  return entity('applications/$entity', selected(call.query, toDocument(requireRegistration(call))));
}

/** @see https://learn.microsoft.com/graph/api/application-upsert */
async function upsert(call: ApplicationsCall): Promise<Response> {
  requireAdministrator(call, 'Application.ReadWrite.All');
  const existing = find(call);
  const uniqueName = call.param(1);
  const mayCreate = uniqueName !== '' && call.headers.get('prefer') === 'create-if-missing';
  if (!existing && !mayCreate) throw notFound(uniqueName || call.param(2) || call.param(3));
  if (!existing) textMember(call, 'displayName');
  const registration = existing ?? blank(call.tenant, uniqueName);
  registration.document = await updateDocument(registration, call);
  call.state.directory.registrations.set(registration.objectId, registration);
  await publishRegistration(call, registration);
  if (existing) return new Response(null, { status: 204 });
  const created = entity('applications/$entity', toDocument(registration));
  return new Response(created.body, { status: 201, headers: created.headers });
}

function blank({ tenantId }: Tenant, uniqueName: string): Registration {
  return {
    tenantId,
    objectId: crypto.randomUUID(),
    appId: crypto.randomUUID(),
    uniqueName,
    document: emptyDocument,
    passwords: [],
    owners: new Set(),
    federated: [],
  };
}

/** Lets the sign-in side see the change. */
export async function publishRegistration(
  { state }: ApplicationsCall,
  registration: Registration,
): Promise<void> {
  const { directory } = state;
  directory.applications.set(registration.appId, await toApplication(directory, registration));
}

function toDocument({
  document,
  passwords,
  objectId,
  appId,
  uniqueName,
}: Registration): Record<string, unknown> {
  return {
    id: objectId,
    appId,
    uniqueName,
    ...document,
    passwordCredentials: passwords.map(({ listed }) => listed),
  };
}

/** @see https://learn.microsoft.com/graph/api/application-addpassword */
async function addPassword(call: ApplicationsCall): Promise<Response> {
  requireAdministrator(call, 'Application.ReadWrite.All');
  const registration = requireRegistration(call);
  const { displayName = null, endDateTime } = (call.body['passwordCredential'] ?? {}) as {
    displayName?: string;
    endDateTime?: string;
  };
  const nowMs = call.state.nowMs();
  const endMs = endDateTime === undefined ? nowMs + twoYearsMs : Date.parse(endDateTime);
  if (Number.isNaN(endMs)) throw invalid("Invalid value specified for property 'endDateTime' of resource.");
  const secretText = randomText(30);
  const listed = {
    keyId: crypto.randomUUID(),
    displayName,
    hint: secretText.slice(0, 3),
    startDateTime: new Date(nowMs).toISOString(),
    endDateTime: new Date(endMs).toISOString(),
  };
  registration.passwords = [...registration.passwords, { listed, credential: { secretText, endMs } }];
  await publishRegistration(call, registration);
  return entity('microsoft.graph.passwordCredential', { ...listed, secretText });
}

function listOwners(call: ApplicationsCall): Response {
  requireScope(call, ...readScopes);
  const value = [...requireRegistration(call).owners].map((id) => ({
    '@odata.type': '#microsoft.graph.user',
    id,
  }));
  return collection('directoryObjects', { value });
}

/** @see https://learn.microsoft.com/graph/api/application-post-owners */
function addOwner(call: ApplicationsCall): Response {
  requireAdministrator(call, 'Application.ReadWrite.All');
  const { owners } = requireRegistration(call);
  const id = textMember(call, '@odata.id').split('/').at(-1) ?? '';
  if (!call.tenant.users.has(id)) throw notFound(id);
  if (owners.has(id)) {
    throw invalid(
      "One or more added object references already exist for the following modified properties: 'owners'.",
    );
  }
  owners.add(id);
  return new Response(null, { status: 204 });
}
