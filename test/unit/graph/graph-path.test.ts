import { describe, expect, it } from 'vitest';
import {
  PathSegment,
  driveId,
  driveItemPath,
  driveSearchText,
  exchangeId,
  graphPath,
  mailboxOwner,
} from '../../../src/graph/path.ts';
import { AppError } from '../../../src/lib/app-error.ts';

describe('graphPath', () => {
  it('inserts path segments into the template', () => {
    const path = graphPath`/users/${mailboxOwner("o'neil@contoso.example")}/messages/${exchangeId('AA/b+c=')}/$value`;
    expect(path).toBe("/users/o'neil%40contoso.example/messages/AA-b_c%3D/$value");
    expect(graphPath`/me/messages`).toBe('/me/messages');
    expect(graphPath`/drives/${driveId('b!x')}/root:/${driveItemPath(['A', 'B c.docx'])}:/children`).toBe(
      '/drives/b!x/root:/A/B%20c.docx:/children',
    );
    expect(graphPath`/me/drive/root/search(q='${driveSearchText("it's")}')`).toBe(
      "/me/drive/root/search(q='it''s')",
    );
  });

  it('rejects a value that is not a PathSegment', () => {
    const forged = { encoded: '..', count: 1 } as PathSegment;
    expect(() => graphPath`/me/messages/${'..' as unknown as PathSegment}`).toThrow(AppError);
    expect(() => graphPath`/me/messages/${forged}`).toThrow(AppError);
  });

  it('rejects a template that the URL parser changes', () => {
    expect(() => graphPath`/me/../users`).toThrow(AppError);
    expect(() => graphPath`/me/messages?x=1`).toThrow(AppError);
    expect(() => graphPath`//evil.example`).toThrow(AppError);
    expect(() => graphPath`@evil.example`).toThrow(AppError);
    expect(() => graphPath`/me/messages/`).toThrow(AppError);
  });
});

describe('PathSegment with an unvalidated value', () => {
  it.each(['me', '..', { encoded: 'me', count: 1 }, undefined, null, 5])('%j is refused', (value) => {
    expect(() => graphPath`/users/${value as never}`).toThrow(
      expect.objectContaining({ name: 'AppError', code: 'internal' }),
    );
  });

  it.each(['me', '//evil.example', '/a?b', '/a#b', '/a/../b', '/./a', '/a//b'])(
    'a template that is not a path, such as %s, is refused',
    (template) => {
      expect(() => graphPath(Object.assign([template], { raw: [template] }))).toThrow(
        expect.objectContaining({ code: 'internal' }),
      );
    },
  );

  it('accepts three dots, which are a valid name', () => {
    expect(graphPath`/drives/${new PathSegment(['...'], 'x')}`).toBe('/drives/...');
  });
});
