declare const brand: unique symbol;

/** What a sealed box is for and whom it belongs to. A box opens for exactly the purpose it was sealed for. */
export type SealPurpose = string & { readonly [brand]: 'SealPurpose' };

const namePattern = /^[a-z][a-z0-9-]*\/v[1-9][0-9]*$/;
const partPattern = /^[\x21-\x7b\x7d\x7e]+$/;

/**
 * Builds `name/vN|part|part…`. Parts are printable ASCII without space and bar, so two lists of parts never make
 * the same purpose.
 * @throws TypeError for any other name or part: callers validate what they bind a box to.
 */
export function sealPurpose(name: `${string}/v${number}`, ...parts: readonly string[]): SealPurpose {
  if (!namePattern.test(name)) throw new TypeError('A seal purpose is named like `m365-vault/v1`.');
  if (!parts.every((part) => partPattern.test(part))) {
    throw new TypeError('A part of a seal purpose is printable ASCII without space and bar.');
  }
  return [name, ...parts].join('|') as SealPurpose;
}
