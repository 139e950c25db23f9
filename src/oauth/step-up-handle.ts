const prefix = 'stepup:';
const maxHandles = 4;
const handlePattern = /^[A-Za-z0-9_-]{16,512}$/;

/** The scope that carries a step-up handle. */
export function stepUpScope(handle: string): string {
  return prefix + handle;
}

/**
 * The step-up handles in a `scope` parameter, the latest first: clients add the scopes of a challenge to those they
 * asked for before, and so send handles that are long used.
 */
export function stepUpHandlesIn(scope: string | undefined): string[] {
  return (scope ?? '')
    .split(' ')
    .filter((part) => part.startsWith(prefix))
    .map((part) => part.slice(prefix.length))
    .filter((handle) => handlePattern.test(handle))
    .slice(-maxHandles)
    .toReversed();
}
