import { readFileSync } from 'node:fs';
import { root } from './bundle.ts';

/** One member of the audit event declaration. */
export interface AuditMember {
  readonly name: string;
  readonly type: string;
  readonly isOptional: boolean;
  /** Its doc comment; a member without one shares that of the member before it. */
  readonly meaning: string;
}

/** The members of `AuditEvent`, parsed from its declaration. */
export function auditMembers(): readonly AuditMember[] {
  const source = readFileSync(`${root}src/audit/audit-event.ts`, 'utf8');
  const body = /export interface AuditEvent \{\n([\s\S]*?)\n\}/.exec(source)?.[1] ?? '';
  const members: AuditMember[] = [];
  let meaning = '';
  for (const line of body.split('\n')) {
    const comment = /^ {2}\/\*\* (.*) \*\/$/.exec(line)?.[1];
    if (comment !== undefined) {
      meaning = comment;
      continue;
    }
    const [, name, optional, type] = /^ {2}readonly (\w+)(\??): (.+);$/.exec(line) ?? [];
    if (name === undefined || type === undefined)
      throw new Error(`Unknown syntax in the audit event declaration: ${line}`);
    members.push({ name, type, isOptional: optional === '?', meaning });
  }
  return members;
}
