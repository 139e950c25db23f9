import type { GraphPermission } from '../../../tenants/permissions.ts';

/** A tool, as far as the administration page shows it. */
export interface AdminTool {
  readonly name: string;
  readonly title: string;
  /** Any one of these makes it usable; none: it opens what the others find. */
  readonly permissions: readonly GraphPermission[];
}
