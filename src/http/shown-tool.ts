import type { GraphPermission } from '../tenants/permissions.ts';

/** A tool, as far as the pages show it. */
export interface ShownTool {
  readonly name: string;
  readonly title: string;
  /** Any one of these makes it usable; none: it opens what the others find. */
  readonly permissions: readonly GraphPermission[];
}
