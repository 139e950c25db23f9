/** What an operator of a content stream means to text. */
export type PdfEffect = 'keep' | 'show' | 'font' | 'save' | 'restore' | 'draw' | 'state' | 'mark' | 'picture';

function packed(operator: string): number {
  return new TextEncoder().encode(operator).reduceRight((code, byte) => code * 256 + byte, 0);
}

/** By the bytes of the operator. Those that are not listed draw no text. */
const effects: ReadonlyMap<number, PdfEffect> = new Map(
  Object.entries({
    ...Object.fromEntries(
      'cm BT ET EMC Tc Tw Tz TL Tr Ts Td TD Tm T*'.split(' ').map((name) => [name, 'keep' as const]),
    ),
    ...Object.fromEntries(['Tj', 'TJ', "'", '"'].map((name) => [name, 'show' as const])),
    Tf: 'font',
    q: 'save',
    Q: 'restore',
    Do: 'draw',
    gs: 'state',
    BMC: 'mark',
    BDC: 'mark',
    ID: 'picture',
  } as const).map(([operator, effect]) => [packed(operator), effect]),
);

/** What the operator means that is written from `start` to `end`; undefined for one that draws no text. */
export function effectOfOperator(source: Uint8Array, start: number, end: number): PdfEffect | undefined {
  const length = end - start;
  if (length > 3) return undefined;
  const first = source[start] ?? 0;
  if (length === 1) return first === 0x71 ? 'save' : first === 0x51 ? 'restore' : effects.get(first);
  return effects.get(
    first + (source[start + 1] ?? 0) * 256 + (length === 3 ? (source[start + 2] ?? 0) * 65_536 : 0),
  );
}
