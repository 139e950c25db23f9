import { describe, expect, test } from 'vitest';
import { securityTxtRoutes } from '../../../src/http/security-txt.ts';

const nowMs = Date.UTC(2026, 10, 30, 13, 37);
const path = '/.well-known/security.txt';

function routes(contacts: readonly string[]) {
  return securityTxtRoutes({
    publicUrl: new URL('https://mcp.example.com'),
    contacts,
    clock: { nowMs: () => nowMs },
  });
}

describe('GET /.well-known/security.txt', () => {
  test('contains the members of RFC 9116 as plain text', async () => {
    const response = await routes(['mailto:security@example.com', 'https://example.com/report']).request(
      path,
    );
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; ?charset=utf-8$/i);
    expect(await response.text()).toBe(
      [
        'Contact: mailto:security@example.com',
        'Contact: https://example.com/report',
        'Expires: 2027-05-29T00:00:00.000Z',
        'Canonical: https://mcp.example.com/.well-known/security.txt',
        'Preferred-Languages: en',
        '',
      ].join('\n'),
    );
  });

  test('expires in the future, and within a year', async () => {
    const text = await (await routes(['mailto:security@example.com']).request(path)).text();
    const expiresAtMs = Date.parse(/^Expires: (.*)$/m.exec(text)?.[1] ?? '');
    expect(expiresAtMs).toBeGreaterThan(nowMs);
    expect(expiresAtMs).toBeLessThan(nowMs + 365 * 24 * 3_600_000);
  });

  test('does not exist without a contact', async () => {
    expect((await routes([]).request(path)).status).toBe(404);
  });
});
