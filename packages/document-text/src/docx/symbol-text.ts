/** What the common marks of the symbol fonts look like in Unicode, by the low byte of the code. */
const marks: Readonly<Record<number, string>> = {
  0x6c: '●',
  0x6e: '■',
  0x71: '❑',
  0x76: '❖',
  0xa7: '▪',
  0xa8: '☐',
  0xb7: '•',
  0xd8: '➢',
  0xdf: '←',
  0xe0: '→',
  0xe1: '↑',
  0xe2: '↓',
  0xfb: '✗',
  0xfc: '✓',
  0xfd: '☒',
  0xfe: '☑',
};

/** The text of a `w:sym` by its hexadecimal code; empty where no plain character stands for it. */
export function symbolText(code: string | undefined): string {
  return marks[Number.parseInt(code ?? '', 16) & 0xff] ?? '';
}
