const words = ['ledger', 'crossing', 'harbour', 'deposit', 'witness', 'parcel', 'bridge', 'warrant'];

/** Distinct numbered lines, to detect a missing part of a long text. */
export function numberedLines(name: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => {
    const [first, second] = [words[index % words.length], words[(index * 3 + 1) % words.length]];
    return `${name} ${index + 1}: the ${first} no. ${1000 + index * 7} was entered beside the ${second}.`;
  });
}
