import { describe, expect, it } from 'vitest';
import {
  boundRedirectUri,
  endsOnDevice,
  isKnownRedirect,
  knownClientMetadata,
} from '../../../src/oauth/client-metadata.ts';
import { parseRedirectUri } from '../../../src/oauth/redirect-uri.ts';

function isKnown(text: string): boolean {
  const redirect = parseRedirectUri(text);
  return redirect !== undefined && isKnownRedirect(redirect);
}

const id = (length: number) => 'a'.repeat(length);

describe('pinned copies of client metadata documents', () => {
  it.each<[string, string, number]>([
    ['https://claude.ai/oauth/mcp-oauth-client-metadata', 'Claude', 2],
    ['https://claude.ai/oauth/claude-code-client-metadata', 'Claude Code', 2],
    ['https://chatgpt.com/oauth/client.json', 'ChatGPT', 1],
    ['https://chatgpt.com/oauth/codex/client.json', 'Codex', 2],
    ['https://vscode.dev/oauth/client-metadata.json', 'Visual Studio Code', 2],
    ['https://insiders.vscode.dev/oauth/client-metadata.json', 'Visual Studio Code - Insiders', 2],
  ])('%s is %s, and leads to that client alone', (address, name, redirects) => {
    const metadata = knownClientMetadata[address];
    expect(metadata?.clientName).toBe(name);
    expect(metadata?.redirectUris).toHaveLength(redirects);
    for (const text of metadata?.redirectUris ?? []) expect(isKnown(text), text).toBe(true);
    expect(new Set(metadata?.redirectUris).size).toBe(redirects);
  });

  it('exist only for the listed documents', () => {
    expect(Object.keys(knownClientMetadata)).toHaveLength(6);
  });
});

describe('boundRedirectUri', () => {
  it.each([
    ['https://chatgpt.com/oauth/abc/client.json', 'https://chatgpt.com/connector/oauth/abc'],
    ['https://chatgpt.com/oauth/codex/abc/client.json', 'https://chatgpt.com/connector/oauth/abc'],
    ['https://chatgpt.com/oauth/codex/client.json', undefined],
    ['https://claude.ai/oauth/mcp-oauth-client-metadata', undefined],
    ['https://evil.example/?https://chatgpt.com/oauth/abc/client.json', undefined],
  ])('of %s is %s', (clientId, expected) => expect(boundRedirectUri(clientId)).toBe(expected));
});

describe('isKnownRedirect', () => {
  it.each([
    'https://claude.ai/api/mcp/auth_callback',
    'https://claude.com/api/mcp/auth_callback',
    'https://chatgpt.com/connector_platform_oauth_redirect',
    'https://vscode.dev/redirect',
    'https://insiders.vscode.dev/redirect',
    'https://www.cursor.com/agents/mcp/oauth/callback',
    `https://chatgpt.com/connector/oauth/${id(1)}`,
    `https://chatgpt.com/connector/oauth/${id(128)}`,
    `https://global.consent.azure-apim.net/redirect/${id(1)}`,
    `https://global.consent.azure-apim.net/redirect/${id(128)}`,
    'cursor://anysphere.cursor-mcp/oauth/callback',
    'http://127.0.0.1:1/any',
  ])('%s', (text) => expect(isKnown(text)).toBe(true));

  it.each([
    `https://chatgpt.com/connector/oauth/${id(129)}`,
    'https://chatgpt.com/connector/oauth/~~~',
    `https://global.consent.azure-apim.net/redirect/${id(129)}`,
    'https://global.consent.azure-apim.net/redirect/~~~',
    `https://evil.example/?https://chatgpt.com/connector/oauth/${id(1)}`,
    `https://evil.example/?https://global.consent.azure-apim.net/redirect/${id(1)}`,
    `https://chatgpt.com/connector/oauth/${id(1)}/more`,
    `https://global.consent.azure-apim.net/redirect/${id(1)}/more`,
    'https://chatgptxcom/connector/oauth/a',
  ])('is not %s', (text) => expect(isKnown(text)).toBe(false));
});

describe('a redirect', () => {
  it.each([
    ['http://localhost:1/callback', true],
    ['cursor://anysphere.cursor-mcp/oauth/callback', true],
    ['https://vscode.dev/redirect', true],
    ['https://insiders.vscode.dev/redirect', true],
    ['https://vscode.dev/redirect2', false],
    ['https://claude.ai/api/mcp/auth_callback', false],
  ])('to %s ends with a program on the device: %s', (text, expected) => {
    const redirect = parseRedirectUri(text);
    expect(redirect && endsOnDevice(redirect)).toBe(expected);
  });
});
