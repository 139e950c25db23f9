import { DurableObject } from 'cloudflare:workers';
import { AppError } from '../../../src/lib/app-error.ts';
import { readDocument } from '../../../src/text/read-document.ts';
import { showDocument } from '../../../src/text/show-document.ts';

/** Reads the document of a request as `read_resource` does, and says what came of it. */
// oxlint-disable-next-line import/no-default-export
export default {
  async fetch(request) {
    const { searchParams } = new URL(request.url);
    const bytes = new Uint8Array(await request.arrayBuffer());
    if (bytes.length === 0) return new Response('ready');
    const startPage = Number(searchParams.get('page') ?? 1);
    try {
      const document = await readDocument(bytes, { name: searchParams.get('name') ?? '' });
      const { window } = await showDocument(document, startPage, { page: 4_500, answer: 18_000 });
      const pages = window
        ? `pages ${window.firstPage}–${window.lastPage} of ${window.totalPages}`
        : 'no text';
      return new Response(pages);
    } catch (error) {
      return new Response(error instanceof AppError ? error.code : String(error));
    }
  },
} satisfies ExportedHandler;

// The classes that wrangler.toml names.
export class TokenVault extends DurableObject {}
export class TenantPolicy extends DurableObject {}
export class SignInGrant extends DurableObject {}
export class SignInPerson extends DurableObject {}
