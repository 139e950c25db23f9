/**
 * The name of a scope without the resource that it belongs to: `Mail.Read` of `https://graph.microsoft.com/Mail.Read`.
 * Entra answers with either form; a bare name, such as `openid`, is its own.
 */
export function scopeName(scope: string): string {
  return scope.slice(scope.lastIndexOf('/') + 1);
}
