import type { PathSegment } from './path.ts';

/** Whether a value may stand in a path, as one of the functions that make segments of paths sees it. */
export function isAccepted(check: (value: string) => PathSegment, value: string): boolean {
  try {
    check(value);
    return true;
  } catch {
    return false;
  }
}
