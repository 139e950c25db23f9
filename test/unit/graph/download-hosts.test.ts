import { describe, expect, it } from 'vitest';
import { clouds } from '../../../src/entra/clouds.ts';
import { downloadHosts } from '../../../src/graph/download.ts';

const suffixes = clouds.global.downloadHostSuffixes;
const graph = new URL('https://graph.microsoft.com');
const standIn = new URL('http://127.0.0.1:8788');

describe('downloadHosts', () => {
  it.each([
    'https://contoso.sharepoint.com/_layouts/15/download.aspx',
    'https://contoso-my.sharepoint.com/x',
    'https://CONTOSO.SHAREPOINT.COM/x',
    'https://contoso.sharepoint.com:443/x',
    'https://germanywestcentral1-mediap.svc.ms/transform/x',
    'https://public.am.files.1drv.com/x',
    'https://my.files.onedrive.com/x',
  ])('accepts %s', (address) => {
    expect(downloadHosts(suffixes, graph)(new URL(address))).toBe(true);
  });

  it.each([
    'https://sharepoint.com/x',
    'https://evilsharepoint.com/x',
    'https://contoso.sharepoint.com.evil.example/x',
    'https://evil.example/.sharepoint.com',
    'https://contoso.sharepoint.com@evil.example/x',
    'https://contoso.sharepoint.com:8443/x',
    'https://contoso.sharepoint.com./x',
    'https://contoso.sharepoint.us/x',
    'https://graph.microsoft.com/v1.0/me',
    'https://onedrive.com/x',
    'https://127.0.0.1/x',
    'http://localhost:8788/x',
    'https://169.254.169.254/x',
    'file:///.sharepoint.com',
  ])('rejects %s', (address) => {
    expect(downloadHosts(suffixes, graph)(new URL(address))).toBe(false);
  });

  it.each(Object.entries(clouds))('each cloud has its own: %s', (_, { downloadHostSuffixes }) => {
    expect(downloadHostSuffixes.every((suffix) => /^(?:\.[a-z0-9-]+){2,}$/.test(suffix))).toBe(true);
    const isAllowed = downloadHosts(downloadHostSuffixes, graph);
    const sharePoint = downloadHostSuffixes.find((suffix) => suffix.startsWith('.sharepoint'));
    expect(isAllowed(new URL(`https://contoso${sharePoint}/x`))).toBe(true);
    for (const { downloadHostSuffixes: others } of Object.values(clouds)) {
      const foreign = others.filter((suffix) => !downloadHostSuffixes.includes(suffix));
      for (const suffix of foreign) expect(isAllowed(new URL(`https://contoso${suffix}/x`))).toBe(false);
    }
  });

  it('accepts loopback only when Graph is on loopback', () => {
    for (const address of ['http://127.0.0.1:1/x', 'http://localhost/x', 'http://[::1]:9/x']) {
      expect(downloadHosts(suffixes, standIn)(new URL(address))).toBe(true);
    }
    expect(downloadHosts(suffixes, standIn)(new URL('https://evil.example'))).toBe(false);
    expect(downloadHosts([], graph)(new URL('http://127.0.0.1'))).toBe(false);
  });
});
