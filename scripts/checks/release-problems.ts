import { placeholderOwner, publicRepository } from './public-repository.ts';

/** What is released, and where. */
export interface Release {
  readonly repository: string;
  readonly version: string;
  /** `owner/name` and tag, where a workflow of GitHub runs. */
  readonly runsIn: string | undefined;
  readonly tag: string | undefined;
}

/** What keeps a version from being published, each with what to do about it. */
export function releaseProblems({ repository, version, runsIn, tag }: Release): readonly string[] {
  const { owner, name } = publicRepository(repository);
  const problems: string[] = [];
  if (owner === placeholderOwner) {
    problems.push(
      'package.json names no public repository: put its owner into `repository`, and run `npm run generate`.',
    );
  } else if (runsIn !== undefined && runsIn !== `${owner}/${name}`) {
    problems.push(`package.json names ${owner}/${name} as the repository, and this is ${runsIn}.`);
  }
  if (tag !== undefined && tag !== `v${version}`) {
    problems.push(`The tag is ${tag}, and the version in package.json is ${version}.`);
  }
  return problems;
}
