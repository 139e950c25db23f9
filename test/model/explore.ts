import {
  type Action,
  type Bounds,
  type Outcome,
  type State,
  actionsIn,
  initialState,
  step,
} from './sign-in-model.ts';

export interface Transition {
  readonly from: State;
  readonly action: Action;
  readonly outcome: Outcome;
  readonly to: State;
}

interface Node {
  readonly state: State;
  readonly transitions: readonly { readonly transition: Transition; readonly to: string }[];
}

export interface Graph {
  readonly first: string;
  readonly nodes: ReadonlyMap<string, Node>;
  readonly transitions: number;
}

/** Explores every state that is reachable within the bounds, breadth first. */
export function explore(bounds: Bounds): Graph {
  const nodes = new Map<string, Node>();
  const first = keyOf(initialState);
  const queue = new Map([[first, initialState]]);
  let transitions = 0;
  // A map iterates over entries that are added meanwhile.
  for (const [key, state] of queue) {
    const leaving = actionsIn(state, bounds).map((action) => {
      const { outcome, next } = step(state, action);
      const to = keyOf(next);
      if (!queue.has(to)) queue.set(to, next);
      return { transition: { from: state, action, outcome, to: next }, to };
    });
    transitions += leaving.length;
    nodes.set(key, { state, transitions: leaving });
  }
  return { first, nodes, transitions };
}

/** Walks from the first state that together take every transition of the graph. */
export function* walksOf({ first, nodes, transitions }: Graph): Generator<readonly Transition[]> {
  const left = new Map([...nodes].map(([key, node]) => [key, [...node.transitions]]));
  let taken = 0;
  while (taken < transitions) {
    const walk: Transition[] = [];
    let key = first;
    for (;;) {
      const next = left.get(key)?.shift();
      if (next) {
        taken += 1;
        walk.push(next.transition);
        key = next.to;
        continue;
      }
      const path = pathToUntaken(key, nodes, left);
      if (!path) break;
      walk.push(...path.transitions);
      key = path.to;
    }
    yield walk;
  }
}

function pathToUntaken(
  from: string,
  nodes: Graph['nodes'],
  left: ReadonlyMap<string, readonly unknown[]>,
): { readonly transitions: readonly Transition[]; readonly to: string } | undefined {
  const paths = new Map<string, readonly Transition[]>([[from, []]]);
  for (const [key, transitions] of paths) {
    if ((left.get(key)?.length ?? 0) > 0) return { transitions, to: key };
    for (const { transition, to } of nodes.get(key)?.transitions ?? []) {
      if (!paths.has(to)) paths.set(to, [...transitions, transition]);
    }
  }
  return undefined;
}

function keyOf(state: State): string {
  return JSON.stringify(state);
}
