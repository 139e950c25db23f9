import type { Change } from './node-mutants.ts';
import type { SyntaxNode } from './syntax-node.ts';

/** A statement that a mutant passes over, and how it is put behind a switch. */
export interface StatementMutant extends Change {
  readonly within: { readonly start: number; readonly end: number };
  readonly before: (id: number) => string;
  readonly after: string;
}

/** The mutants of a statement: it, or what its block does, is left out. */
export function statementMutants(node: SyntaxNode, parent: SyntaxNode | undefined): StatementMutant[] {
  const { start, end } = node;
  switch (node.type) {
    case 'ExpressionStatement':
      return [
        {
          start,
          end,
          text: ';',
          within: { start, end },
          before: (id) => `{ if (!__mutant(${id})) `,
          after: '}',
        },
      ];
    case 'SwitchCase': {
      const [first] = listOf(node.consequent);
      if (!first) return [];
      const within = { start: first.start, end };
      return [
        { ...within, text: 'break;', within, before: (id) => `if (__mutant(${id})) break; `, after: '' },
      ];
    }
    case 'BlockStatement': {
      if (listOf(node.body).length === 0) return [];
      const within = { start: start + 1, end: end - 1 };
      const isBody = /Function/.test(parent?.type ?? '');
      return [
        isBody
          ? { start, end, text: '{}', within, before: (id) => `if (__mutant(${id})) return; `, after: '' }
          : { start, end, text: '{}', within, before: (id) => `if (!__mutant(${id})) {`, after: '}' },
      ];
    }
    default:
      return [];
  }
}

function listOf(value: SyntaxNode['body']): readonly SyntaxNode[] {
  return Array.isArray(value) ? (value as readonly SyntaxNode[]) : [];
}
