import { LinkChecker, LinkState } from 'linkinator';
import { root } from '../lib/bundle.ts';
import { projectFiles } from './project-files.ts';

/**
 * Links in Markdown files to files and headings that do not exist. Links to other hosts are not followed: a check must
 * not depend on the servers of others.
 */
export async function brokenLinks(): Promise<readonly string[]> {
  const path = projectFiles().filter((file) => file.endsWith('.md'));
  const { links } = await new LinkChecker().check({
    path,
    serverRoot: root,
    markdown: true,
    checkFragments: true,
    directoryListing: true,
    linksToSkip: ['^https:', '^mailto:'],
  });
  return links
    .filter(({ state }) => state === LinkState.BROKEN)
    .map(({ parent, url, status }) => `${relative(parent)}: ${relative(url)} is broken (${status})`);
}

/** The path of a page of the local server. */
function relative(url = ''): string {
  return url.replace(/^http:\/\/localhost:\d+\//, '');
}
