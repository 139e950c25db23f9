import { estimateTokens } from '../text/estimate-tokens.ts';

/** Measured on ids in base64, which the estimate for texts takes to be dearer than they are. */
const tokensPerIdCharacter = 0.6;
const charactersPerToken = 4;

/** How long previews may be so that a list costs at most so many tokens: they share what the rest of it leaves. */
export function previewLength(items: readonly { readonly uri: string }[], mostTokens: number): number {
  const left = items.reduce((tokens, item) => tokens - tokensOf(item), mostTokens) / items.length;
  return Math.round(Math.min(240, Math.max(40, left * charactersPerToken)));
}

function tokensOf({ uri, ...rest }: { readonly uri: string }): number {
  return uri.length * tokensPerIdCharacter + estimateTokens(JSON.stringify(rest));
}
