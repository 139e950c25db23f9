import { DocumentError } from '../errors.ts';
import { WorkBudget } from '../budget.ts';
import { type XmlAttributes, type XmlHandler, XmlScanner } from '../xml/scanner.ts';
import { Utf8Pieces } from '../utf8-pieces.ts';
import { ZipArchive } from '../zip/archive.ts';

/** One relationship of a part. */
export interface Relationship {
  readonly id: string;
  /** Last segment of the type, which Transitional and Strict share: `hyperlink`, `slide`, `worksheet`. */
  readonly kind: string;
  /** Part name for internal targets, URL for external ones. */
  readonly target: string;
  readonly external: boolean;
}

/** The target of the first internal relationship of this kind. */
export function targetOf(relationships: ReadonlyMap<string, Relationship>, kind: string): string | undefined {
  for (const one of relationships.values()) if (one.kind === kind && !one.external) return one.target;
  return undefined;
}

/** Cost of opening a part. */
const partCost = 8000;

/** Resolves a relative target. `..` cannot leave the package. */
function resolveTarget(source: string, target: string): string {
  const segments = /^[\\/]/.test(target) ? [] : source.split('/').slice(0, -1);
  for (const segment of target.replaceAll('\\', '/').split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return segments.join('/');
}

/** A name as some programs store it, although a part has the name of its URL (ECMA-376 part 2, 6.2.2). */
function decodePartName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/**
 * An Office Open XML package (ECMA-376 part 2): parts and their relationships.
 * @throws DocumentError `damaged`, `too_large`, `protected` from every member
 */
export class OoxmlPackage {
  readonly #archive: ZipArchive;
  /** Shared by all parts. When it is spent, scans end early. */
  readonly budget = new WorkBudget();

  constructor(archive: ZipArchive) {
    this.#archive = archive;
  }

  static open(bytes: Uint8Array): OoxmlPackage {
    return new OoxmlPackage(new ZipArchive(bytes));
  }

  /** Scans a part. Returns false if the package has no such part. */
  async scan(name: string, handler: XmlHandler): Promise<boolean> {
    const part = this.#archive.has(name) ? name : decodePartName(name);
    if (!this.#archive.has(part)) return false;
    this.budget.spend(partCost);
    if (this.budget.isSpent) return true;
    const scanner = new XmlScanner(handler, this.budget);
    let decoder: PieceDecoder | undefined;
    await this.#archive.read(part, (piece) => {
      if (piece.length === 0) return true;
      decoder ??= createDecoder(piece);
      return scanner.write(decode(decoder, piece));
    });
    scanner.end();
    return true;
  }

  /** Scans a required part. */
  async scanRequired(part: string, handler: XmlHandler): Promise<void> {
    if (await this.scan(part, handler)) return;
    throw new DocumentError(
      'damaged',
      'The file is damaged: a part that holds its text is missing. Ask for an intact copy of the file.',
    );
  }

  /** The relationships of a part by id; those of the package for an empty name. */
  async relationships(part: string): Promise<ReadonlyMap<string, Relationship>> {
    const slash = part.lastIndexOf('/') + 1;
    const found = new Map<string, Relationship>();
    const handler: XmlHandler = {
      open: (name: string, attributes: XmlAttributes) => {
        if (name !== 'Relationship') return;
        const id = attributes.get('Id') ?? '';
        const type = attributes.get('Type') ?? '';
        const target = attributes.get('Target') ?? '';
        const external = attributes.get('TargetMode')?.toLowerCase() === 'external';
        const kind = type.slice(type.lastIndexOf('/') + 1);
        this.budget.retain();
        found.set(id, { id, kind, external, target: external ? target : resolveTarget(part, target) });
      },
      close() {},
      text() {},
    };
    const file = `${part.slice(0, slash)}_rels/${part.slice(slash)}.rels`;
    await this.budget.withHalfOfRest(() => this.scan(file, handler));
    return found;
  }

  /** The target of the first internal relationship of this kind. */
  async related(part: string, kind: string): Promise<string | undefined> {
    return targetOf(await this.relationships(part), kind);
  }

  /** The title in the core properties. */
  async title(): Promise<string | undefined> {
    let title = '';
    let inside = false;
    await this.scan((await this.related('', 'core-properties')) ?? 'docProps/core.xml', {
      open(name) {
        inside = name === 'title';
      },
      close() {
        inside = false;
      },
      text(text) {
        if (inside && title.length < 1024) title += text;
      },
    });
    return title.trim().slice(0, 256) || undefined;
  }
}

/** Decodes a text piece by piece. */
interface PieceDecoder {
  decode(piece: Uint8Array): string;
}

function createDecoder(start: Uint8Array): PieceDecoder {
  const isLittle = start[0] === 0xff && start[1] === 0xfe;
  if (!isLittle && !(start[0] === 0xfe && start[1] === 0xff)) return new Utf8Pieces();
  const decoder = new TextDecoder(isLittle ? 'utf-16le' : 'utf-16be', {
    fatal: true,
    ignoreBOM: false,
  });
  return { decode: (piece) => decoder.decode(piece, { stream: true }) };
}

function decode(decoder: PieceDecoder, piece: Uint8Array): string {
  try {
    return decoder.decode(piece);
  } catch (error) {
    throw new DocumentError(
      'damaged',
      'The file is damaged: its text is not valid Unicode. Ask for an intact copy of the file.',
      { cause: error },
    );
  }
}
