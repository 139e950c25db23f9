const maxUrlCharacters = 2048;
const safeLinksHost =
  /^[a-z0-9-]{1,40}\.safelinks\.protection\.(?:outlook\.com|office365\.us|partner\.outlook\.cn)$/i;
const shownScheme = /^(?:https?|mailto|tel|sip):/i;

/** The address that a Defender Safe Links wrapper stands for, or the address itself. */
function unwrapSafeLink(url: string): string {
  if (!url.includes('.safelinks.protection.')) return url;
  const parsed = URL.parse(url);
  const inner = parsed && safeLinksHost.test(parsed.hostname) ? parsed.searchParams.get('url') : null;
  return inner !== null && /^https?:/i.test(inner) ? inner : url;
}

/**
 * What follows the label of a link: the address in brackets, so that a reader sees where it leads. Empty where the
 * label says it already, or where the address is none that a person would open (`javascript:`, `data:`, anchors).
 */
export function linkSuffix(label: string, url: string): string {
  const trimmed = url.trim();
  if (!shownScheme.test(trimmed)) return '';
  const address = unwrapSafeLink(trimmed)
    .slice(0, maxUrlCharacters)
    .replaceAll(/[\s<>()]/g, (character) =>
      encodeURIComponent(character).replace('(', '%28').replace(')', '%29'),
    );
  const bare = address.replace(/^(?:mailto|tel|sip):/i, '').replace(/\/$/, '');
  if (label.includes(bare) || label.includes(bare.replace(/^https?:\/\//i, ''))) return '';
  return ` (${address})`;
}
