import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import worker from '../../examples/worker.ts';

const folder = fileURLToPath(new URL('../..', import.meta.url));
const fixture = (name: string) => `${folder}/test/fixtures/documents/${name}`;

describe('the examples of README', () => {
  it('print the first page of a file in Node.js', () => {
    const output = execFileSync(
      process.execPath,
      [`${folder}/examples/node.ts`, fixture('report.libreoffice.docx')],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    );
    expect(output).toMatch(/^# Quarterly report of the Northwind branch\n/);
  });

  it.each(['report.libreoffice.docx', 'report.libreoffice.pdf'])(
    'return the text of %s as a Worker',
    async (name) => {
      const request = new Request(`http://localhost/?name=${name}`, {
        method: 'POST',
        body: readFileSync(fixture(name)),
      });
      const response = await worker.fetch(request);
      expect(response.status).toBe(200);
      expect((await response.text()).replaceAll(/\s+/g, ' ')).toContain(
        'Quarterly report of the Northwind branch',
      );
    },
  );

  it('return 422 as a Worker for a file that cannot be read', async () => {
    const request = new Request('http://localhost/', {
      method: 'POST',
      body: Uint8Array.of(0x50, 0x4b, 3, 4),
    });
    expect((await worker.fetch(request)).status).toBe(422);
  });
});
