/** Node.js functions that the objects in memory use; their types are checked with those of Workers. */
declare module 'node:sqlite' {
  export type SQLInputValue = null | number | bigint | string | ArrayBufferView;
  type Row = Record<string, unknown>;
  export class DatabaseSync {
    constructor(location: string);
    exec(query: string): void;
    prepare(query: string): {
      all(...bindings: readonly SQLInputValue[]): Row[];
      run(...bindings: readonly SQLInputValue[]): { readonly changes: number | bigint };
    };
  }
}

declare module 'node:timers/promises' {
  export const scheduler: { wait(milliseconds: number): Promise<void> };
}
