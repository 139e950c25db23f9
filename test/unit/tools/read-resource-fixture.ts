import type { ListPosition } from '../../../src/m365/list-page.ts';
import type { ToolContent } from '../../../src/tools/define-tool.ts';
import { attachmentKey } from '../../../src/m365/attachments.ts';
import { tools } from '../../../src/tools/index.ts';
import type { FakeResponse } from './fake-graph.ts';
import { toolContext } from './tool-context.ts';

/** Ids and URIs of the fake mailbox and drive. */
export const messageId = 'AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0AiIsqMbYjsT5e-T7KzowPTAAAYbuK-AAA';
export const attachmentId =
  'AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0AiIsqMbYjsT5e-T7KzowPTAAAYbuK-AAAARIAEABlO1TqTAdQTKCMv05NlHYt';
export const shortMessage = 'mail:///messages/~iIsqMbYjsT5e-T7KzowPTAAAYbuK-AAA';
export const shortAttachment = `${shortMessage}/attachments/~ARIAEABlO1TqTAdQTKCMv05NlHYt`;
/** The URI of the attachment in the metadata of its message. */
export const listedAttachment = `${shortMessage}/attachments/${attachmentKey({ id: attachmentId })}`;
export const drive = 'b!R_p3sTf-U0ObBTzXhZvhFh9VL8TDNbpGkqcJX7NCEUCyVhY4qKvSQLmkLcUyqjzk';
export const item = '01BYE5RZ6QN3ZWBTUFOFD3GSPGOHDJD36K';
export const fileUri = `file:///${drive}/${item}`;

/** The tool read_resource. */
export const readResource = tools.find(({ name }) => name === 'read_resource');

/** Runs read_resource on a fake Graph. */
export function run(
  args: Record<string, unknown>,
  answer: FakeResponse,
  scopes?: readonly string[],
  position?: ListPosition,
) {
  if (!readResource) throw new Error('There is no tool read_resource.');
  const context = toolContext(answer, scopes);
  return { context, result: readResource.run(readResource.input.parse(args), context, position) };
}

/** The text of the first content block. */
export function textOf(content: readonly ToolContent[] | undefined): string {
  const [first] = content ?? [];
  return first?.type === 'text' ? first.text : '';
}

/** Splits a text block into metadata, untrusted text and footer. */
export function parts(content: readonly ToolContent[] | undefined) {
  const found =
    /^(\{.*\})\n\[untrusted content ([\w-]{22}) begins\]\n([^]*)\n\[untrusted content \2 ends\]\n(.*)$/.exec(
      textOf(content),
    );
  const [, facts = '{}', nonce = '', text = '', footer = ''] = found ?? [];
  return { facts: JSON.parse(facts) as Record<string, unknown>, nonce, text, footer };
}

/** UTF-8 bytes of a text. */
export const bytes = (text: string) => new TextEncoder().encode(text);
