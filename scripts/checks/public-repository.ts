/** Stands for the owner as long as no public copy of the repository is named. */
export const placeholderOwner = 'OWNER';

/** The public copy of this repository on GitHub, which the deploy button and the MCP registry point to. */
export interface PublicRepository {
  readonly owner: string;
  readonly name: string;
  readonly url: string;
}

/**
 * Reads `repository` of package.json, such as `github:owner/name`.
 * @throws Error for another form
 */
export function publicRepository(repository: string): PublicRepository {
  const [, owner = '', name = ''] = /^github:([\w-]+)\/([\w.-]+)$/.exec(repository) ?? [];
  if (owner === '') throw new Error('`repository` of package.json is not of the form github:owner/name.');
  return { owner, name, url: `https://github.com/${owner}/${name}` };
}
