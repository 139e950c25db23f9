import { randomText } from '../../encoding/base64.ts';
import { collection, entity } from '../core/response.ts';
import { servicePrincipalId } from '../../entra/directory/service-principal-id.ts';
import {
  type ApplicationsCall,
  type ApplicationsRoute,
  filtered,
  invalid,
  notFound,
  readScopes,
  requireAdministrator,
  requireApplicationWriter,
  requireScope,
  selected,
  textMember,
} from './call.ts';
import { type Registration, toApplication, emptyDocument } from './registration.ts';
import { updateDocument } from './update-document.ts';

/** Key of an application in a URL. Three groups. */
export const applicationKey = String.raw`(?:\(uniqueName='([^']+)'\)|\(appId='([^']+)'\)|\/([0-9a-f-]{36}))`;
const pattern = (rest: string): RegExp => new RegExp(`^/applications${applicationKey}${rest}$`, 'i');
const twoYearsMs = 2 * 365 * 24 * 3600 * 1000;

/** App registrations. @see https://learn.microsoft.com/graph/api/resources/application */
export const applicationRoutes: readonly ApplicationsRoute[] = [
  ['GET', /^\/applications$/i, list],
  ['GET', pattern(''), read],
  ['PATCH', pattern(''), upsert],
  ['DELETE', pattern(''), remove],
  ['POST', pattern('/addPassword'), addPassword],
  ['GET', pattern('/owners'), listOwners],
  ['POST', pattern(String.raw`/owners/\$ref`), addOwner],
];

function find({ state, tenant, param }: ApplicationsCall): Registration | undefined {
  return [...state.directory.registrations.values()].find(
    (registration) =>
      registration.tenantId === tenant.tenantId &&
      registration.visibleAtMs <= state.nowMs() &&
      [
        registration.uniqueName === param(1),
        registration.appId === param(2),
        registration.objectId === param(3),
      ].some(Boolean),
  );
}

/** @throws GraphError 404; 400 for `uniqueName`, which Microsoft documents for the upsert only */
export function requireRegistration(call: ApplicationsCall): Registration {
  if (call.param(1) !== '') throw invalid("The key 'uniqueName' is not supported for this request.");
  const registration = find(call);
  if (!registration) throw notFound([1, 2, 3].map((index) => call.param(index)).join(''));
  return registration;
}

/** @see https://learn.microsoft.com/graph/api/application-list */
function list(call: ApplicationsCall): Response {
  requireScope(call, ...readScopes);
  const { state, tenant, query } = call;
  const documents = [...state.directory.registrations.values()]
    .filter(({ tenantId, visibleAtMs }) => tenantId === tenant.tenantId && visibleAtMs <= state.nowMs())
    .map(toDocument);
  return collection('applications', {
    value: filtered(query, documents).map((document) => selected(query, document)),
  });
}

function read(call: ApplicationsCall): Response {
  requireScope(call, ...readScopes);
  return entity('applications/$entity', selected(call.query, toDocument(requireRegistration(call))));
}

/** @see https://learn.microsoft.com/graph/api/application-upsert */
async function upsert(call: ApplicationsCall): Promise<Response> {
  const uniqueName = call.param(1);
  // A write by its unique name reaches an application that is not replicated to the readers yet.
  const existing = find(call) ?? findUnique(call.state.directory.registrations, call);
  requireApplicationWriter(call, existing?.owners);
  if (!existing && findUnique(call.state.directory.deletedRegistrations, call)) {
    throw invalid('Another object with the same value for property uniqueName already exists.');
  }
  const mayCreate = uniqueName !== '' && call.headers.get('prefer') === 'create-if-missing';
  if (!existing && !mayCreate) throw notFound(uniqueName || call.param(2) || call.param(3));
  if (!existing) textMember(call, 'displayName');
  const registration = existing ?? blank(call, uniqueName);
  registration.document = await updateDocument(registration, call);
  call.state.directory.registrations.set(registration.objectId, registration);
  await publishRegistration(call, registration);
  if (existing) return new Response(null, { status: 204 });
  const created = entity('applications/$entity', toDocument(registration));
  return new Response(created.body, { status: 201, headers: created.headers });
}

function findUnique(
  registrations: ReadonlyMap<string, Registration>,
  { tenant, param }: ApplicationsCall,
): Registration | undefined {
  const uniqueName = param(1);
  return [...registrations.values()].find(
    (registration) =>
      uniqueName !== '' &&
      registration.tenantId === tenant.tenantId &&
      registration.uniqueName === uniqueName,
  );
}

/** Moves a registration and its service principal to the deleted items. @see https://learn.microsoft.com/graph/api/application-delete */
function remove(call: ApplicationsCall): Response {
  const registration = requireRegistration(call);
  requireApplicationWriter(call, registration.owners);
  const { directory } = call.state;
  directory.registrations.delete(registration.objectId);
  directory.deletedRegistrations.set(registration.objectId, registration);
  directory.applications.delete(registration.appId);
  const { tenant } = call;
  const principal = tenant.servicePrincipals.get(registration.appId);
  if (principal) {
    tenant.servicePrincipals.delete(registration.appId);
    const isOwn = ({ clientId, resourceId }: { clientId: string; resourceId: string }) =>
      [clientId, resourceId].includes(registration.appId);
    tenant.deletedPrincipals.set(registration.appId, { principal, grants: tenant.grants.filter(isOwn) });
    tenant.grants = tenant.grants.filter((grant) => !isOwn(grant));
  }
  return new Response(null, { status: 204 });
}

function blank({ state, tenant, session }: ApplicationsCall, uniqueName: string): Registration {
  return {
    tenantId: tenant.tenantId,
    objectId: crypto.randomUUID(),
    appId: crypto.randomUUID(),
    uniqueName,
    document: emptyDocument,
    passwords: [],
    // An application owns what it creates.
    owners: new Set(session.isApplication ? [session.objectId] : []),
    visibleAtMs: state.nowMs() + state.replicationDelayMs,
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
  const registration = requireRegistration(call);
  requireApplicationWriter(call, registration.owners);
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

/** Both permissions are required. @see https://learn.microsoft.com/graph/api/application-post-owners */
function addOwner(call: ApplicationsCall): Response {
  requireAdministrator(call, 'Application.ReadWrite.All');
  requireScope(call, 'Directory.Read.All');
  const { owners } = requireRegistration(call);
  const id = textMember(call, '@odata.id').split('/').at(-1) ?? '';
  const { tenant, state } = call;
  const principal = [...tenant.servicePrincipals.values()].find(
    ({ appId }) => servicePrincipalId(tenant.tenantId, appId) === id,
  );
  if ((principal?.visibleAtMs ?? 0) > state.nowMs()) throw invalid('Not a valid reference update.');
  if (!principal && !tenant.users.has(id)) throw notFound(id);
  if (owners.has(id)) {
    throw invalid(
      "One or more added object references already exist for the following modified properties: 'owners'.",
    );
  }
  owners.add(id);
  return new Response(null, { status: 204 });
}
