/* oxlint-disable no-console -- a command-line program */
// node examples/node.ts FILE [PAGE]
import { readFile } from 'node:fs/promises';
import { DocumentError, paginateDocument, readDocument } from 'document-text';

const [path = '', page = '1'] = process.argv.slice(2);
try {
  const document = await readDocument(await readFile(path), { name: path });
  if (document.format === 'image') {
    console.log(`An image: ${document.contentType}`);
  } else {
    const { window, totalPages, notes } = await paginateDocument(document, Number(page), {
      page: 4_500,
      response: 18_000,
    });
    console.log(window?.text ?? '');
    console.error(`Pages ${window?.firstPage} to ${window?.lastPage} of ${totalPages}. ${notes.join(' ')}`);
  }
} catch (error) {
  if (!(error instanceof DocumentError)) throw error;
  console.error(`${error.code}: ${error.message}`);
  process.exitCode = 1;
}
