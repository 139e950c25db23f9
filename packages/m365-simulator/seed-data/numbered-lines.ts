const words = ['ledger', 'crossing', 'harbour', 'deposit', 'witness', 'parcel', 'bridge', 'warrant'];

/** Numbered lines that are all different: of a long text it shows at once whether one is missing. */
export function numberedLines(name: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => {
    const [first, second] = [words[index % words.length], words[(index * 3 + 1) % words.length]];
    return `${name} ${index + 1}: the ${first} no. ${1000 + index * 7} was entered beside the ${second}.`;
  });
}
