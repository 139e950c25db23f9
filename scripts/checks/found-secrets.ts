/** Something in a file that looks like a secret. The value itself is not repeated. */
export interface FoundSecret {
  readonly file: string;
  readonly line: number;
  readonly kind: string;
}

/**
 * What secrets look like that this project has to do with.
 * @see https://learn.microsoft.com/purview/sit-defn-client-secret-api-key
 */
const patterns: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['client secret of an Entra application', /(?<![\w.~-])[\w.~-]{3}\dQ~[\w.~-]{31,34}(?![\w.~-])/],
  ['signed token (JWT)', /\bey[A-Za-z0-9_-]{12,}\.ey[A-Za-z0-9_-]{12,}\.[A-Za-z0-9_-]{20,}/],
  ['refresh token or code of Entra', /\b[01]\.A[A-Za-z0-9_-]{80,}/],
  ['private key', /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s*[A-Za-z0-9+/=]{40}/],
  ['key ring (SEAL_KEYS)', /\b[A-Za-z0-9_-]{1,32}:[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=(?![\w=])/],
  ['token of GitHub', /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{60,})/],
  ['token of npm', /\bnpm_[A-Za-z0-9]{36}\b/],
  ['token of Cloudflare', /\bCLOUDFLARE_API_(?:TOKEN|KEY)\s*[=:]\s*["']?[A-Za-z0-9_-]{37,40}\b/],
  ['key of AWS', /\bAKIA[A-Z0-9]{16}\b/],
];

/** The lines of a text that look like they hold a secret. A PEM block counts at its first line. */
export function foundSecrets(file: string, text: string): readonly FoundSecret[] {
  const found: FoundSecret[] = [];
  for (const [kind, pattern] of patterns) {
    for (const match of text.matchAll(new RegExp(pattern, 'g'))) {
      const line = text.slice(0, match.index).split('\n').length;
      found.push({ file, line, kind });
    }
  }
  return found;
}
