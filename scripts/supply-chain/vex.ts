import manifest from '../../package.json' with { type: 'json' };
import type { BundledPackage } from './inventory.ts';
import { packageUrl } from './sbom.ts';

/** @see https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md */
export interface VexDocument {
  readonly '@context': string;
  readonly '@id': string;
  readonly author: string;
  readonly timestamp: string;
  readonly version: number;
  readonly statements: readonly VexStatement[];
}

interface VexStatement {
  readonly vulnerability: { readonly name: string };
  readonly products: readonly {
    readonly '@id': string;
    readonly subcomponents?: readonly { readonly '@id': string }[];
  }[];
  readonly status: string;
  readonly justification?: string;
  readonly impact_statement?: string;
  readonly action_statement?: string;
}

const justifications = new Set([
  'component_not_present',
  'vulnerable_code_not_present',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'inline_mitigations_already_exist',
]);

/** Violations of the OpenVEX specification, and statements about other versions than those of the bundle. */
export function vexProblems(document: VexDocument, packages: readonly BundledPackage[]): readonly string[] {
  const product = packageUrl(manifest);
  const components = new Set(packages.map(packageUrl));
  const problems: string[] = [];
  if (document['@context'] !== 'https://openvex.dev/ns/v0.2.0')
    problems.push('docs/openvex.json: unknown @context');
  if (Number.isNaN(Date.parse(document.timestamp))) problems.push('docs/openvex.json: no timestamp');
  for (const { vulnerability, products, status, ...statement } of document.statements) {
    const where = `docs/openvex.json, ${vulnerability.name}`;
    if (!/^(?:CVE-\d{4}-\d{4,}|GHSA(?:-[\da-z]{4}){3})$/.test(vulnerability.name))
      problems.push(`${where}: no identifier`);
    if (products.length === 0) problems.push(`${where}: no product`);
    for (const { '@id': id, subcomponents = [] } of products) {
      if (id !== product) problems.push(`${where}: the product is ${id}, not ${product}`);
      for (const { '@id': component } of subcomponents) {
        if (!components.has(component)) problems.push(`${where}: ${component} is not in the bundle`);
      }
    }
    if (status === 'not_affected') {
      if (!justifications.has(statement.justification ?? '')) problems.push(`${where}: no justification`);
    } else if (status === 'affected') {
      if (!statement.action_statement) problems.push(`${where}: no action_statement`);
    } else if (status !== 'fixed' && status !== 'under_investigation') {
      problems.push(`${where}: unknown status ${status}`);
    }
  }
  return problems;
}
