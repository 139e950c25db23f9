import type { FakeResponse } from '../fake-graph.ts';

/** A resource, with a Graph that has a text wherever it hands one over. */
export type ResourceOfText = readonly [kind: string, uri: string, answer: (text: string) => FakeResponse];
