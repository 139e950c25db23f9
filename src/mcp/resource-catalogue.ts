import type { Resource, ResourceTemplateType } from '@modelcontextprotocol/server';
import { pagedTemplate } from '../m365/paged-uri.ts';
import { resourceKinds } from '../m365/kinds.ts';
import { type ResourceKind, resourceTemplates } from '../m365/resource-templates.ts';
import type { GrantedPermissions } from '../tenants/granted-permissions.ts';
import type { GraphPermission } from '../tenants/permissions.ts';

/** What `resources/list` and `resources/templates/list` show a person. */
export interface ResourceCatalogue {
  /** Where one can begin: what has an address without an id. */
  resources(granted: GrantedPermissions): Resource[];
  templates(granted: GrantedPermissions): ResourceTemplateType[];
}

interface Entry<T> {
  readonly entry: T;
  readonly permissions: readonly GraphPermission[];
}

/** The lists are made here, once, and filtered by what is granted for each request. @see ResourceCatalogue */
export function createResourceCatalogue(): ResourceCatalogue {
  const kinds = Object.entries(resourceKinds) as [ResourceKind, (typeof resourceKinds)[ResourceKind]][];
  const resources: Entry<Resource>[] = [];
  const templates: Entry<ResourceTemplateType>[] = [];
  for (const [name, { title, permissions }] of kinds) {
    const uriTemplate = resourceTemplates[name];
    const uri = uriTemplate.replace('{?owner}', '');
    if (!uri.includes('{')) resources.push({ entry: { uri, name, title }, permissions });
    if (uriTemplate.includes('{')) {
      templates.push({ entry: { uriTemplate: pagedTemplate(uriTemplate), name, title }, permissions });
    }
  }
  return {
    resources: (granted) => openOnes(resources, granted),
    templates: (granted) => openOnes(templates, granted),
  };
}

function openOnes<T>(entries: readonly Entry<T>[], granted: GrantedPermissions): T[] {
  return entries
    .filter(({ permissions }) => permissions.length === 0 || granted.hasAny(permissions))
    .map(({ entry }) => entry);
}
