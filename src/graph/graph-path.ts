declare const brand: unique symbol;

/** A path below `/v1.0` whose every inserted value was checked and encoded. Only `graphPath` makes one. */
export type GraphPath = string & { readonly [brand]: 'GraphPath' };
