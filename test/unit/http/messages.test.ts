import { describe, expect, it } from 'vitest';
import { TokenError, type TokenErrorReason } from '../../../src/entra/token-error.ts';
import {
  catalog,
  describeTokenError,
  findReasonText,
  getMessages,
} from '../../../src/http/messages/catalog.ts';
import { de } from '../../../src/http/messages/de.ts';
import { en } from '../../../src/http/messages/en.ts';
import { credentialExpiryMessage } from '../../../src/http/health.ts';
import { tools } from '../../../src/tools/index.ts';

describe('getMessages', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['de', 'de'],
    ['de-AT,de;q=0.9,en;q=0.8', 'de'],
    ['id-ID', 'id'],
    ['fr,en;q=0.5,de;q=0.7', 'de'],
    ['de;q=0, en', 'en'],
    ['de;q=0', 'en'],
    ['EN-us, DE', 'en'],
    ['constructor', 'en'],
    ['*', 'en'],
    [`${'x,'.repeat(5000)}de`, 'en'],
  ])('for Accept-Language %j returns %s', (header, language) => {
    expect(getMessages(header).lang).toBe(language);
  });
});

describe('the message catalog', () => {
  const textsOf = (value: unknown, path = ''): [string, string][] => {
    if (typeof value === 'string') return [[path, value]];
    if (typeof value === 'function') {
      return [[path, String((value as (...values: unknown[]) => unknown)('{one}', '{two}'))]];
    }
    return Object.entries(value as object).flatMap(([key, item]) => textsOf(item, `${path}.${key}`));
  };
  const english = new Map(textsOf(en));
  const markup = /`[^`]+`|\[[^\]]+\]\([^)]+\)/g;

  it.each(Object.keys(catalog))('%s has every text, with the same code, links and parameters', (language) => {
    const texts = textsOf(catalog[language]);
    expect(texts.map(([path]) => path).toSorted()).toEqual([...english.keys()].toSorted());
    for (const [path, text] of texts) {
      expect(text.trim(), path).not.toBe('');
      const targets = (value: string) =>
        (value.match(markup) ?? []).map((part) => part.replace(/^\[[^\]]*\]/, '')).toSorted();
      expect(targets(text), path).toEqual(targets(english.get(path) ?? ''));
      const names = (value: string) => ['{one}', '{two}'].filter((name) => value.includes(name));
      expect(names(text), path).toEqual(names(english.get(path) ?? ''));
    }
  });
});

describe('the titles of tools', () => {
  it('are in English those of tools/list', () => {
    expect(en.tools).toEqual(Object.fromEntries(tools.map(({ name, title }) => [name, title])));
  });
});

describe('describeTokenError', () => {
  it.each<[TokenErrorReason, string]>([
    ['personal_account', 'Personal Microsoft accounts'],
    ['agent_identity', 'does not accept agent identities'],
    ['tenant_not_allowed', 'Your organization is not enabled'],
    ['client_not_allowed', 'The application that you signed in with'],
    ['client_unproven', 'was not issued through the connector'],
    ['scope_missing', 'does not have the scope'],
    ['keys_unavailable', 'cannot be verified at the moment'],
  ])('returns the text of the catalog for %s', (reason, words) => {
    expect(describeTokenError(new TokenError(reason))).toContain(words);
  });

  it.each<TokenErrorReason>(['expired', 'signature_invalid', 'audience_mismatch', 'not_an_id_token'])(
    'returns no details for %s, whose token is not verified',
    (reason) => {
      expect(describeTokenError(new TokenError(reason))).toBe(
        'The access token is not valid for this connector. Sign in again.',
      );
    },
  );
});

describe('findReasonText', () => {
  it('returns the text of a denial and of a failure at Entra in the language of the page', () => {
    expect(findReasonText('directory_role', de)).toBe(de.denials.directory_role);
    expect(findReasonText('not_assigned', de)).toBe(de.entra.not_assigned);
  });

  it.each([undefined, 'unheard_of', 'constructor'])('returns undefined for %s', (code) => {
    expect(findReasonText(code, de)).toBeUndefined();
  });
});

describe('credentialExpiryMessage', () => {
  const expiresAtMs = Date.UTC(2026, 11, 9);
  it.each([
    [de, 9, 'Das Clientgeheimnis der Anwendung server läuft am 2026-12-09 ab.'],
    [de, -1, 'Das Clientgeheimnis der Anwendung server ist am 2026-12-09 abgelaufen.'],
    [en, 9, 'The client secret of the server application ends on 2026-12-09.'],
    [en, -1, 'The client secret of the server application ended on 2026-12-09.'],
  ])('is in the language of the page: $lang, %i days left', (messages, daysLeft, text) => {
    const credential = { application: 'server', kind: 'secret', expiresAtMs, daysLeft } as const;
    const message = credentialExpiryMessage(credential, messages);
    expect(message.text).toContain(text);
    expect(message.command).toBe('npm run setup -- --secret --rotate');
  });
});
