/// <reference types="vite/client" />
import { describe, expect, it } from 'vitest';
import { targets } from './targets.ts';

/** Seeds, and every input that a fuzzing run has found. */
const corpus = import.meta.glob<string>('./corpus/*/*', {
  query: '?url&inline',
  import: 'default',
  eager: true,
});

describe.each(Object.entries(targets))('the fuzz target %s', (name, run) => {
  const inputs = Object.entries(corpus).filter(([path]) => path.startsWith(`./corpus/${name}/`));

  it('keeps its promises on every input of the corpus', async () => {
    expect(inputs.length).toBeGreaterThan(0);
    for (const [path, url] of inputs) {
      const input = new Uint8Array(await (await fetch(url)).arrayBuffer());
      await expect(run(input), path).resolves.toBeUndefined();
    }
  });
});
