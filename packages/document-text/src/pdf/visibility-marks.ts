import { ByteBuilder } from '../byte-builder.ts';
import type { ShownText, TextVisibility } from './graphics-state.ts';

/** Marked content with these tags encloses text that is not seen. */
export const visibilityTags = {
  hidden: 'Hidden',
  behindImage: 'BehindImage',
  invisible: 'Invisible',
  inheritedColor: 'InheritedColor',
} as const satisfies Readonly<Record<TextVisibility, string>>;
/** Encloses a form that is drawn in the color of its background. */
export const unseenColorTag = 'UnseenColor';

export const endOfMarkedContent = new TextEncoder().encode('EMC\n');

/** The operator that begins marked content. */
export function openTag(tag: string): Uint8Array {
  return new TextEncoder().encode(`/${tag} BMC\n`);
}

/** Encloses the texts that are not seen in marked content, consecutive ones together. */
export function markHiddenText(content: Uint8Array, texts: readonly ShownText[]): Uint8Array {
  if (texts.every(({ visibility }) => visibility === undefined)) return content;
  const marked = new ByteBuilder(content.length + texts.length * 32);
  let at = 0;
  for (const [index, { start, end, section, visibility }] of texts.entries()) {
    if (!visibility) continue;
    const isWith = (other: ShownText | undefined) =>
      other?.visibility === visibility && other.section === section;
    marked.add(content.subarray(at, start));
    if (!isWith(texts[index - 1])) marked.add(openTag(visibilityTags[visibility]));
    marked.add(content.subarray(start, end));
    if (!isWith(texts[index + 1])) marked.add(endOfMarkedContent);
    at = end;
  }
  marked.add(content.subarray(at));
  return marked.bytes();
}
