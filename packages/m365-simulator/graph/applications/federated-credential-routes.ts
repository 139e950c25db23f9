import { collection, entity } from '../core/response.ts';
import { applicationKey, publishRegistration, requireRegistration } from './application-routes.ts';
import {
  type ApplicationsCall,
  type ApplicationsRoute,
  invalid,
  notFound,
  readScopes,
  requireApplicationWriter,
  requireScope,
  textMember,
} from './call.ts';

const path = `^/applications${applicationKey}/federatedIdentityCredentials`;
/** Maximum per application. */
const maxCredentials = 20;

/** Federated credentials. @see https://learn.microsoft.com/graph/api/resources/federatedidentitycredential */
export const federatedCredentialRoutes: readonly ApplicationsRoute[] = [
  ['GET', new RegExp(`${path}$`, 'i'), list],
  ['PATCH', new RegExp(String.raw`${path}\(name='([^']+)'\)$`, 'i'), upsert],
];

function list(call: ApplicationsCall): Response {
  requireScope(call, ...readScopes);
  return collection('federatedIdentityCredentials', { value: [...requireRegistration(call).federated] });
}

/** @see https://learn.microsoft.com/graph/api/federatedidentitycredential-upsert */
async function upsert(call: ApplicationsCall): Promise<Response> {
  const registration = requireRegistration(call);
  requireApplicationWriter(call, registration.owners);
  const name = call.param(4);
  const existing = registration.federated.find((credential) => credential.name === name);
  if (!existing && call.headers.get('prefer') !== 'create-if-missing') throw notFound(name);
  const { audiences, description = null } = call.body as {
    audiences?: readonly string[];
    description?: string | null;
  };
  if (audiences?.length !== 1) throw invalid('audiences must have one value.');
  const credential = {
    id: existing?.id ?? crypto.randomUUID(),
    name,
    issuer: textMember(call, 'issuer'),
    subject: textMember(call, 'subject'),
    audiences,
    description,
  };
  const others = registration.federated.filter((other) => other !== existing);
  const { issuer, subject } = credential;
  if (others.some((other) => other.issuer === issuer && other.subject === subject)) {
    throw invalid('FederatedIdentityCredential with this combination of issuer and subject already exists.');
  }
  if (others.length >= maxCredentials) throw invalid('There are too many federated identity credentials.');
  registration.federated = [...others, credential];
  await publishRegistration(call, registration);
  if (existing) return new Response(null, { status: 204 });
  const created = entity('federatedIdentityCredentials/$entity', credential);
  return new Response(created.body, { status: 201, headers: created.headers });
}
