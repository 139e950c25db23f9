/** A mark of an item: true, or left out. */
export function flag(isSet: boolean | null | undefined): true | undefined {
  return isSet ? true : undefined;
}
