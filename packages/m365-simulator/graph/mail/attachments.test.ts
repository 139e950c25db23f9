import { describe, expect, it } from 'vitest';
import { createGraphClient, createTestGraph } from '../../test-helpers/graph-client.ts';

const graph = createTestGraph();
const megan = createGraphClient(graph, 'megan');

async function receipts(): Promise<{ id: string; hasAttachments: boolean }> {
  const { body } = await megan.get(
    `/me/messages?$filter=${encodeURIComponent("subject eq 'Receipts for October'")}`,
  );
  return body.value[0];
}

describe('attachments', () => {
  it('are listed without contentBytes when it is not selected', async () => {
    const message = await receipts();
    expect(message.hasAttachments).toBe(true);
    const { body } = await megan.get(
      `/me/messages/${message.id}/attachments?$select=id,name,contentType,size,isInline`,
    );
    expect(body.value.map((item: { name: string }) => item.name)).toEqual([
      'Campaign results Q3.csv',
      'Travel and Expense Policy.pdf',
      'Lunch on Thursday',
      'Board report Q3.pdf',
      'Letter from Tailspin.eml',
    ]);
    expect(body.value.every((item: object) => !('contentBytes' in item))).toBe(true);
    expect(body.value.map((item: Record<string, string>) => item['@odata.type'])).toContain(
      '#microsoft.graph.referenceAttachment',
    );
  });

  it('return contentBytes in base64 and $value as bytes', async () => {
    const message = await receipts();
    const list = (await megan.get(`/me/messages/${message.id}/attachments`)).body.value;
    const [csv, pdf, item] = list;
    expect(atob(csv.contentBytes)).toContain('newsletter;4200');
    const raw = await megan.get(`/me/messages/${message.id}/attachments/${pdf.id}/$value`);
    expect(raw.headers.get('content-type')).toBe('application/pdf');
    expect(raw.body.startsWith('%PDF-1.7')).toBe(true);
    const opened = await megan.get(
      `/me/messages/${message.id}/attachments/${item.id}?$expand=microsoft.graph.itemAttachment/item`,
    );
    expect(opened.body.item.subject).toBe('Lunch on Thursday');
    const mime = await megan.get(`/me/messages/${message.id}/attachments/${item.id}/$value`);
    expect(mime.body).toContain('Subject: Lunch on Thursday');
  });

  it('that are inline do not count as attachments', async () => {
    const { body } = await megan.get(
      `/me/messages?$filter=${encodeURIComponent("subject eq 'Photos of the packaging'")}`,
    );
    expect(body.value[0].hasAttachments).toBe(false);
    const { body: list } = await megan.get(`/me/messages/${body.value[0].id}/attachments`);
    expect(list.value[0]).toMatchObject({ isInline: true, contentId: 'image001.png@01DA7F00.12345670' });
  });

  it('go along in the MIME of the message', async () => {
    const message = await receipts();
    const { body, headers } = await megan.get(`/me/messages/${message.id}/$value`);
    expect(headers.get('content-type')).toBe('text/plain');
    expect(body).toMatch(/^Received: /);
    expect(body).toContain('filename="Campaign results Q3.csv"');
    expect(body).toContain('message/rfc822');
  });
});
