import { beforeEach, describe, expect, it } from 'vitest';
import { users } from 'm365-simulator';
import { createAdministrator } from './admin/administrator.ts';
import { useConnector } from './connector.ts';

const connector = useConnector();
const administrator = (userPrincipalName: string = users.patti.userPrincipalName) =>
  createAdministrator(connector.simulation.url, { userPrincipalName });

beforeEach(() => connector.simulation.tenant.control.reset());

/** Bad input, the page that shows the field again, and the reason in the audit. */
interface BadInput {
  readonly path: string;
  readonly kind: string;
  readonly subject: string;
  readonly shown: `/admin/${string}#${string}`;
  readonly reason: string;
  readonly message: string;
}

const nobody = '0c0a0000-0000-4000-8000-00000000dead';
const lookUps = [
  { kind: 'user', shown: '/admin/people#user' },
  { kind: 'revoke_user', shown: '/admin/people#revoke-user' },
] as const;
const badInput: readonly BadInput[] = [
  ...[...lookUps, { kind: 'group', shown: '/admin/people#group' } as const].flatMap((form) =>
    ['', ' \t ', '\u202e'].map((subject) => ({
      ...form,
      path: '/admin/people',
      subject,
      reason: 'empty',
      message: 'Enter something first.',
    })),
  ),
  ...lookUps.flatMap((form) =>
    ['Nobody Atall', "O'Nobody", 'nobody@contoso.example', nobody, '<script>alert(1)</script>'].map(
      (subject) => ({
        ...form,
        path: '/admin/people',
        subject,
        reason: 'user_not_found',
        message: 'Your directory has no such user.',
      }),
    ),
  ),
  {
    path: '/admin/people',
    kind: 'group',
    subject: 'Marketing',
    shown: '/admin/people#group',
    reason: 'groups_not_readable',
    message: 'by object id only',
  },
  ...[
    'the office',
    '203.0.113',
    '203.0.113.0/33',
    '203.0.113.300/24',
    '010.0.0.0/8',
    '2001:db8::/129',
    '<b>/24',
  ].map((subject) => ({
    path: '/admin/networks',
    kind: 'network',
    subject,
    shown: '/admin/access#network' as const,
    reason: 'network_malformed',
    message: 'That is no network.',
  })),
  {
    path: '/admin/networks',
    kind: 'network',
    subject: '  ',
    shown: '/admin/access#network',
    reason: 'empty',
    message: 'Enter something first.',
  },
  ...[
    'Secret',
    '2096f6a2-d2f7-48be-b329',
    '2096f6a2-d2f7-48be-b329-b73aaa526e5d,',
    '<b>/24',
    '__proto__',
  ].map((subject) => ({
    path: '/admin/labels',
    kind: 'label',
    subject,
    shown: '/admin/access#label' as const,
    reason: 'label_malformed',
    message: 'That is no id of a sensitivity label.',
  })),
  {
    path: '/admin/labels',
    kind: 'label',
    subject: ' ',
    shown: '/admin/access#label',
    reason: 'empty',
    message: 'Enter something first.',
  },
  {
    path: '/admin/clients',
    kind: 'client',
    subject: '',
    shown: '/admin/clients#client-name',
    reason: 'empty',
    message: 'Enter something first.',
  },
  {
    path: '/admin/clients',
    kind: 'client',
    subject: 'x'.repeat(61),
    shown: '/admin/clients#client-name',
    reason: 'name_malformed',
    message: 'at most 60 characters',
  },
];

describe('a form of the console with bad input', () => {
  it.each(badInput)(
    'shows the message beside the field, changes nothing and writes an audit event: $path $kind $subject',
    async ({ path, kind, subject, shown, reason, message }) => {
      const patti = administrator();
      await patti.signIn();
      await connector.audit(0);
      const response = await patti.post(path, { form_token: patti.formToken, kind, subject });
      const page = await patti.open(response.headers.get('location') ?? '');
      expect(page.url.pathname + page.url.hash).toBe(shown);
      const [, field = ''] = shown.split('#');
      const error = new RegExp(`<p class="notice bad" id="${field}-error" role="alert">([^<]*)</p>`);
      expect(error.exec(page.html)?.[1]).toContain(message);
      expect(page.html).toMatch(
        new RegExp(
          `<input[^>]* id="${field}"[^>]* aria-invalid="true"[^>]* aria-describedby="[^"]*${field}-error`,
        ),
      );
      expect(page.html).not.toContain('<script>alert');
      expect(page.html).not.toContain('<b>/24');
      const events = await connector.audit(2);
      expect(events).toContainEqual(
        expect.objectContaining({
          outcome: 'refused',
          reason,
          objectId: users.patti.objectId,
        }),
      );
      expect((await patti.open('/admin/activity')).text).toContain('Nobody has changed anything here');
    },
  );

  it('keeps the text in the field', async () => {
    const patti = administrator();
    await patti.signIn();
    const form = { form_token: patti.formToken, kind: 'network', subject: '10.0.0.0/99' };
    const { headers } = await patti.post('/admin/networks', form);
    expect((await patti.open(headers.get('location') ?? '')).html).toContain('value="10.0.0.0/99"');
    expect((await patti.open('/admin/access')).html).not.toContain('10.0.0.0/99');
  });
});

describe('the form of sensitivity labels', () => {
  const id = '2096f6a2-d2f7-48be-b329-b73aaa526e5d';

  async function list(form: Record<string, string>) {
    const patti = administrator();
    await patti.signIn();
    const { headers } = await patti.post('/admin/labels', { form_token: patti.formToken, ...form });
    return { patti, page: await patti.open(headers.get('location') ?? '') };
  }

  it('lists one id in upper case, in braces and as it is once, with a name without markup and controls', async () => {
    await list({
      subject: ` {${id.toUpperCase()}} `,
      name: '<b>Secret</b>\u202e\u0000',
      treatment: 'show_label',
    });
    const { page } = await list({ subject: id, name: '', treatment: 'withhold_label' });
    expect(page.html.split(`<code>${id}</code>`)).toHaveLength(2);
    expect(page.html).toContain('<span class="name">&lt;b&gt;Secret&lt;/b&gt;</span>');
    expect(page.html).not.toContain('\u202e');
    expect(page.text).toContain('Withheld');
  });

  it('withholds a label where the form states no treatment or an unknown one', async () => {
    for (const treatment of ['', 'x', 'unlist_label']) {
      const { patti, page } = await list({ subject: id, treatment });
      expect(page.html).toContain('<span class="chip warn">Withheld</span>');
      await patti.change(`unlist_label:${id}`);
    }
  });

  it('rejects a name of more than 60 characters', async () => {
    const { page } = await list({ subject: id, name: 'x'.repeat(61), treatment: 'show_label' });
    expect(page.text).toContain('Enter a name of at most 60 characters');
    expect(page.html).not.toContain(`<code>${id}</code>`);
  });

  it('does not list a label again by a button of a page from before its removal', async () => {
    const { patti } = await list({ subject: id, treatment: 'withhold_label' });
    const stale = administrator();
    await stale.signIn();
    await stale.open('/admin/access');
    await patti.change(`unlist_label:${id}`);
    await connector.audit(0);
    for (const kind of ['show_label', 'withhold_label']) await stale.change(`${kind}:${id}`);
    const events = await connector.audit(2);
    const refused = events.filter(({ outcome }) => outcome === 'refused');
    expect(refused.map(({ reason }) => reason)).toEqual(['unknown_subject', 'unknown_subject']);
    expect((await stale.open('/admin/access')).html).not.toContain(`<code>${id}</code>`);
  });
});

describe('a form that was not posted from the page of the session', () => {
  it.each([
    ['/admin/change', 'patti', '/admin/sign-in'],
    ['/admin/people', 'patti', '/admin/sign-in'],
    ['/admin/networks', 'patti', '/admin/sign-in'],
    ['/admin/clients', 'patti', '/admin/sign-in'],
    ['/admin/labels', 'patti', '/admin/sign-in'],
    ['/admin/sign-out', 'patti', '/admin/sign-in'],
    ['/me/disconnect', 'megan', '/me/sign-in'],
    ['/me/revoke', 'megan', '/me/sign-in'],
    ['/me/sign-out', 'megan', '/me/sign-in'],
  ] as const)('changes nothing and writes an audit event: POST %s', async (path, user, signIn) => {
    const browser = administrator(users[user].userPrincipalName);
    await browser.open(signIn);
    await connector.audit(0);
    for (const form_token of ['', 'a'.repeat(43)]) {
      const response = await browser.post(path, {
        form_token,
        change: 'disable',
        kind: 'user',
        subject: 'x',
      });
      expect(response.status).toBe(400);
      expect(await response.text()).toContain('This page is out of date');
    }
    const events = await connector.audit(2);
    expect(events.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['refused', 'page_stale'],
      ['refused', 'page_stale'],
    ]);
    expect((await browser.open(path.startsWith('/me') ? '/me' : '/admin')).html).toContain('form_token');
  });
});

describe('POST /me/disconnect', () => {
  it('says so for a connection that does not exist, and writes an audit event', async () => {
    const megan = administrator(users.megan.userPrincipalName);
    await megan.open('/me/sign-in');
    await connector.audit(0);
    await megan.post('/me/disconnect', { form_token: megan.formToken, connection: 'unknown' });
    expect(await connector.audit(1)).toMatchObject([{ outcome: 'refused', reason: 'connection_unknown' }]);
    expect((await megan.open('/me')).text).toContain('does not exist any more');
  });
});
