/** A node of ESTree, as far as mutants are made from it. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly operator?: string;
  readonly value?: unknown;
  readonly regex?: { readonly pattern: string; readonly flags: string };
  readonly computed?: boolean;
  readonly method?: boolean;
  readonly optional?: boolean;
  readonly directive?: string | null;
  readonly left?: SyntaxNode;
  readonly right?: SyntaxNode;
  readonly test?: SyntaxNode | null;
  readonly argument?: SyntaxNode | null;
  readonly callee?: SyntaxNode;
  readonly object?: SyntaxNode;
  readonly property?: SyntaxNode;
  readonly key?: SyntaxNode;
  readonly body?: SyntaxNode | readonly SyntaxNode[];
  readonly arguments?: readonly SyntaxNode[];
  readonly elements?: readonly unknown[];
  readonly properties?: readonly unknown[];
  readonly quasis?: readonly SyntaxNode[];
  readonly consequent?: SyntaxNode | readonly SyntaxNode[];
}
