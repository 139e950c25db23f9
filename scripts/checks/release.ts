/** The public repository on GitHub, used by the deploy button and the MCP registry. */
export interface PublicRepository {
  readonly owner: string;
  readonly name: string;
  readonly url: string;
}

/**
 * Parses `repository` of package.json, such as `github:owner/name`. Returns undefined if the project is not published.
 * @throws Error for another form
 */
export function publicRepository(repository: string | undefined): PublicRepository | undefined {
  if (repository === undefined) return undefined;
  const [, owner = '', name = ''] = /^github:([\w-]+)\/([\w.-]+)$/.exec(repository) ?? [];
  if (owner === '') throw new Error('`repository` of package.json is not of the form github:owner/name.');
  return { owner, name, url: `https://github.com/${owner}/${name}` };
}

/** A release: package.json, and the GitHub workflow that builds it. */
export interface Release {
  readonly repository: string | undefined;
  readonly version: string;
  /** `owner/name` of the repository whose workflow runs; undefined outside GitHub. */
  readonly workflowRepository: string | undefined;
  readonly tag: string | undefined;
}

/** Reasons not to publish a release, each with what to do. */
export function releaseProblems({
  repository,
  version,
  workflowRepository,
  tag,
}: Release): readonly string[] {
  const published = publicRepository(repository);
  const problems: string[] = [];
  if (!published) {
    problems.push(
      'package.json names no public repository: set `repository` to github:owner/name and run `npm run generate`.',
    );
  } else if (
    workflowRepository !== undefined &&
    workflowRepository !== `${published.owner}/${published.name}`
  ) {
    problems.push(
      `package.json names the repository ${published.owner}/${published.name}, but the workflow runs in ${workflowRepository}.`,
    );
  }
  if (tag !== undefined && tag !== `v${version}`) {
    problems.push(`The tag is ${tag}, but the version in package.json is ${version}.`);
  }
  return problems;
}
