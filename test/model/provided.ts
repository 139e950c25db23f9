/** The value that the configuration of vitest provides: true for `npm run test:long`. */
export const isLongKey = 'isLong';

declare module 'vitest' {
  interface ProvidedContext {
    [isLongKey]: boolean;
  }
}
