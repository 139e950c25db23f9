/** Says that Graph gave results that are not what was asked for; nothing where it gave none. */
export function noteOfLeftOut(count: number): string | undefined {
  if (count === 0) return undefined;
  return `${count} left out: Microsoft 365 gave ${count === 1 ? 'it, but it does' : 'them, but they do'} not match.`;
}
