import { DurableObject } from 'cloudflare:workers';
import { DocumentError, paginateDocument, readDocument } from 'document-text';

/** The document to read. It arrives in pieces, so that receiving it is not measured. */
let document = new Uint8Array(0);

/** Modules that are loaded with the first document of a kind. */
const readers = () => [
  import('../../../packages/document-text/src/readers.ts'),
  import('../../../packages/document-text/src/pdf/pdf.ts'),
  import('unpdf'),
  import('postal-mime'),
];

/** Takes a piece of the document, or reads it as `read_resource` does and says what came of it. */
// oxlint-disable-next-line import/no-default-export
export default {
  async fetch(request) {
    const { searchParams } = new URL(request.url);
    if (request.method === 'POST') {
      const size = Number(searchParams.get('size'));
      if (document.length !== size) document = new Uint8Array(size);
      document.set(new Uint8Array(await request.arrayBuffer()), Number(searchParams.get('at')));
      return new Response('taken');
    }
    if (searchParams.has('load')) {
      await Promise.all(readers());
      return new Response('loaded');
    }
    const name = searchParams.get('name');
    if (name === null) return new Response('ready');
    try {
      const read = await readDocument(document, { name });
      if (read.format === 'image') return new Response('image');
      const { window } = await paginateDocument(read, 1, { page: 4_500, response: 18_000 });
      const pages = window
        ? `pages ${window.firstPage}–${window.lastPage} of ${window.totalPages}`
        : 'no text';
      return new Response(pages);
    } catch (error) {
      return new Response(error instanceof DocumentError ? error.code : String(error));
    }
  },
} satisfies ExportedHandler;

// The classes that wrangler.toml names.
export class TokenVault extends DurableObject {}
export class TenantPolicy extends DurableObject {}
export class OAuthGrant extends DurableObject {}
export class OAuthUser extends DurableObject {}
