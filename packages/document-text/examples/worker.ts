// curl --data-binary @report.docx 'http://localhost:8787/?name=report.docx'
import { DocumentError, readDocument } from 'document-text';

// oxlint-disable-next-line import/no-default-export -- the entry of a Worker
export default {
  async fetch(request: Request): Promise<Response> {
    const name = new URL(request.url).searchParams.get('name') ?? '';
    try {
      const document = await readDocument(new Uint8Array(await request.arrayBuffer()), { name });
      if ('sections' in document) return new Response(document.sections.join('\n\n'));
      if (document.format === 'image') return new Response(document.contentType);
      const pages: string[] = [];
      for await (const page of document.pagesFrom(1)) pages.push(page.text);
      return new Response(pages.join('\n\n'));
    } catch (error) {
      if (error instanceof DocumentError) return new Response(error.message, { status: 422 });
      throw error;
    }
  },
};
