import { createLabelAccess } from '../../../src/m365/labels.ts';
import type { LabelRules } from '../../../src/tenants/label-rules.ts';
import type { ToolContent } from '../../../src/tools/define-tool.ts';
import { tools } from '../../../src/tools/index.ts';
import type { FakeResponse } from './fake-graph.ts';
import { toolContext } from './tool-context.ts';

/** Every permission that a resource requires. */
export const everyPermission = [
  'User.Read',
  'Mail.Read',
  'Mail.Read.Shared',
  'Calendars.Read',
  'Calendars.Read.Shared',
  'Chat.Read',
  'Team.ReadBasic.All',
  'Channel.ReadBasic.All',
  'ChannelMessage.Read.All',
  'OnlineMeetings.Read',
  'OnlineMeetingTranscript.Read.All',
  'OnlineMeetingAiInsight.Read.All',
  'OnlineMeetingArtifact.Read.All',
  'OnlineMeetingRecording.Read.All',
  'Files.Read.All',
  'Sites.Read.All',
] as const;

const readResource = tools.find(({ name }) => name === 'read_resource');

/** Runs `read_resource` on a fake Graph that responds by decoded path. */
export function readWithFakeGraph(
  args: Readonly<Record<string, unknown>>,
  answer: FakeResponse,
  scopes: readonly string[] = everyPermission,
  labelRules?: LabelRules,
) {
  if (!readResource) throw new Error('There is no tool read_resource.');
  const base = toolContext(({ path, ...request }) => answer({ ...request, path: decoded(path) }), scopes);
  const context = { ...base, labels: createLabelAccess(base.caller.tenantId, labelRules) };
  const result = readResource.run(readResource.input.parse(args), context, undefined);
  return { context, result };
}

/** Decoded paths of the requests. */
export function pathsOf({ context }: ReturnType<typeof readWithFakeGraph>): readonly string[] {
  return context.graph.requests.map(({ path }) => decoded(path));
}

/** Text content of the result. */
export function shownText(content: readonly ToolContent[] | undefined, structured: object): string {
  const texts = content?.flatMap((block) => (block.type === 'text' ? [block.text] : []));
  return texts?.join('\n') ?? JSON.stringify(structured);
}

/** Text between the delimiters. */
export function innerText(text: unknown): string {
  return /begins\]\n([^]*)\n\[untrusted/.exec(String(text))?.[1] ?? '';
}

function decoded<Path extends string>(path: Path): Path {
  return decodeURIComponent(path) as Path;
}
