import { describe, expect, it } from 'vitest';
import { readResource, run } from './read-resource-fixture.ts';

describe('read_resource', () => {
  it('returns the signed-in user, permissions and tools for me:///', async () => {
    const { title, facts } = await run(
      { uri: 'me:///' },
      () => ({ displayName: 'Megan Bowen', userPrincipalName: 'megan@contoso.example' }),
      ['User.Read', 'Files.Read'],
    ).result;
    expect(title).toBe('Megan Bowen');
    expect(facts).toMatchObject({
      signInName: 'megan@contoso.example',
      tenantId: '0c0a0000-0000-4000-8000-00000000c0a0',
      timeZone: 'Europe/Warsaw',
      permissions: ['User.Read', 'Files.Read'],
      tools: ['sharepoint_search', 'sharepoint_folder_search', 'read_resource'],
    });
  });

  it('states that a resource without text has one page', async () => {
    const { result } = run({ uri: 'me:///', startPage: 99 }, () => ({ displayName: 'Megan Bowen' }));
    await expect(result).rejects.toThrow('`startPage`: there is only 1 page.');
  });

  it.each([
    [{}, 'invalid_type', ['uri']],
    [{ uri: 'mail:///messages/..' }, 'custom', ['uri']],
    [{ uri: 'https://evil.example/x' }, 'custom', ['uri']],
    [{ uri: 'x'.repeat(1025) }, 'too_big', ['uri']],
    [{ uri: 'me:///', startPage: 0 }, 'too_small', ['startPage']],
    [{ uri: 'me:///', lastPage: 2 }, 'unrecognized_keys', []],
    [{ uri: 'me:///', startPage: 3, endPage: 2 }, 'custom', ['endPage']],
    [{ uri: 'me:///', find: [] }, 'too_small', ['find']],
  ])('rejects %j before a request is sent', (args, code, path) => {
    expect(readResource?.input.safeParse(args).error?.issues[0]).toMatchObject({ code, path });
  });
});
