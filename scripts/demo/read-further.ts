import assert from 'node:assert/strict';
import { lastFullWeeks } from 'm365-simulator';
import type { AnyClient, ToolAnswer } from '../mcp-clients.ts';
import { step } from './step.ts';
import { call, itemsOf, textOf } from './tool-answer.ts';

/** What only `read_resource` opens: what was said in one meeting of a series, a post with its answers, a page. */
export async function readFurther(megan: AnyClient): Promise<void> {
  await step(
    '“What did we say in the Halo weekly last week?”: the transcript of that one meeting',
    async () => {
      const found = await call(megan, 'outlook_calendar_search', {
        query: 'Halo weekly',
        ...lastFullWeeks(1),
      });
      const event = await read(megan, itemsOf(found)[0]?.['uri']);
      const transcript = await read(megan, factsOf(event)['transcript']);
      assert.match(textOf(transcript), /Megan Bowen: Budget is closed/);
      return shown(transcript);
    },
  );
  await step('“And what did they answer Lidia in the Halo channel?”: a post with its answers', async () => {
    const teams = await read(megan, 'teams:///teams/');
    const channels = await read(megan, namedIn(teams, 'Halo launch'));
    const channel = namedIn(channels, 'General');
    const posts = textOf(await read(megan, channel));
    const number = /## \[(\d+)\][^\n]*Lidia/.exec(posts)?.[1];
    const post = await read(megan, `${channel}${number}`);
    assert.match(textOf(post), /up to EUR 2\.30/);
    return shown(post);
  });
  await step(
    '“https://contoso.sharepoint.com/sites/intranet/SitePages/Travel-freeze.aspx”: a page',
    async () => {
      const page = await read(
        megan,
        'https://contoso.sharepoint.com/sites/intranet/SitePages/Travel-freeze.aspx',
      );
      assert.match(textOf(page), /31 March 2027/);
      return shown(page);
    },
  );
}

async function read(client: AnyClient, uri: unknown): Promise<ToolAnswer> {
  return call(client, 'read_resource', { uri: String(uri) });
}

function factsOf(answer: ToolAnswer): Readonly<Record<string, unknown>> {
  return (answer.structuredContent?.['facts'] ?? {}) as Record<string, unknown>;
}

function namedIn(answer: ToolAnswer, name: string): string {
  const entries = (answer.structuredContent?.['entries'] ?? []) as Record<string, unknown>[];
  return String(entries.find((entry) => entry['name'] === name)?.['uri']);
}

/** The text alone: the line of facts before it is for the model. */
function shown(answer: ToolAnswer): { value: undefined; shown: string; size: string } {
  const text = textOf(answer);
  return { value: undefined, shown: text.split('\n').slice(2, -2).join('\n'), size: text };
}
