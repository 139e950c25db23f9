import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/lib/app-error.ts';
import { outlookEmailSearch } from '../../../src/tools/outlook-email-search.ts';
import { message, page, run } from './mail-search.ts';

describe('outlook_email_search input', () => {
  describe('with fewer permissions', () => {
    it('lists mail without previews with Mail.ReadBasic, with a note', async () => {
      const { context, result } = run(
        { sender: 'patti@contoso.example' },
        () => page(message(1, { bodyPreview: undefined })),
        ['Mail.ReadBasic'],
      );
      const { items, page: state } = await result;
      expect(context.graph.requests[0]?.query?.['$select']).not.toContain('bodyPreview');
      expect(items?.[0]).toMatchObject({ preview: undefined });
      expect(state?.note).toContain('Mail.Read is not granted');
    });

    it.each([
      [{ query: 'x' }, ['Mail.ReadBasic'], ['Mail.Read']],
      [{ recipient: 'x' }, ['Mail.ReadBasic'], ['Mail.Read']],
      [{ sender: 'Patti' }, ['Mail.ReadBasic'], ['Mail.Read']],
      [{ query: 'x', order: 'relevance' }, ['Mail.ReadBasic'], ['Mail.Read']],
      [{ mailbox: 'invoices@contoso.example' }, ['Mail.Read'], ['Mail.Read.Shared']],
    ])('fails for %j with %j: requires %j, without a request', async (args, scopes, permissions) => {
      const { context, result } = run(args, () => page(), scopes);
      await expect(result).rejects.toMatchObject({ code: 'permission_missing', details: { permissions } });
      expect(context.graph.roundTrips).toBe(0);
    });
  });

  it('suggests folderName when access to a shared mailbox is denied', async () => {
    const denied = new AppError('access_denied', 'No.');
    await expect(run({ mailbox: 'invoices@contoso.example' }, () => denied).result).rejects.toMatchObject({
      code: 'access_denied',
      message: expect.stringContaining('folderName'),
    });
  });

  it.each([
    [{ unknown: 1 }, 'unrecognized_keys', []],
    [{ query: '' }, 'too_small', ['query']],
    [{ query: '()"' }, 'custom', ['query']],
    [{ query: 'x'.repeat(1025) }, 'too_big', ['query']],
    [{ sender: '"()' }, 'custom', ['sender']],
    [{ recipient: '***' }, 'custom', ['recipient']],
    [{ query: 7 }, 'invalid_type', ['query']],
    [{ limit: 26 }, 'too_big', ['limit']],
    [{ limit: 0 }, 'too_small', ['limit']],
    [{ limit: 1.5 }, 'invalid_type', ['limit']],
    [{ offset: -1 }, 'too_small', ['offset']],
    [{ offset: 1001 }, 'too_big', ['offset']],
    [{ order: 'random' }, 'invalid_value', ['order']],
    [{ afterDateTime: '2026-02-30' }, 'custom', ['afterDateTime']],
    [{ beforeDateTime: 'someday' }, 'custom', ['beforeDateTime']],
    [{ timeZone: 'Mars/Olympus' }, 'custom', ['timeZone']],
    [{ mailbox: 'not/an-address' }, 'custom', ['mailbox']],
    [{ mailbox: '../me@contoso.example' }, 'custom', ['mailbox']],
    [{ mailboxOwnerEmail: "a@b.example')/x" }, 'custom', ['mailboxOwnerEmail']],
    [{ mailbox: 'a@b.example', mailboxOwnerEmail: 'c@b.example' }, 'custom', ['mailbox']],
    [{ thread: 'AAQk' }, 'custom', ['thread']],
    [{ thread: 'mail:///folders/inbox' }, 'custom', ['thread']],
    [{ thread: 'mail:///messages/AAMkAGI1AAA=', query: 'x' }, 'custom', ['thread']],
    [{ order: 'relevance' }, 'custom', ['order']],
    [{ order: 'relevance', query: 'x', folderName: 'Inbox' }, 'custom', ['order']],
    [{ order: 'relevance', query: 'x', mailbox: 'a@b.example' }, 'custom', ['order']],
    [{ cursor: 'x'.repeat(5000) }, 'too_big', ['cursor']],
  ])('rejects %j before a request is sent', (args, code, path) => {
    expect(outlookEmailSearch.input.safeParse(args).error?.issues[0]).toMatchObject({ code, path });
  });
});
