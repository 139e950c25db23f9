import { describe, expect, it } from 'vitest';
import { htmlToText } from '../src/html/html.ts';

describe('htmlToText of a document without html or body tags', () => {
  it.each([
    '<style>body{display:none}</style>secret',
    '<style>body{display:none}</style><p>secret</p><div style="display:block">secret</div>',
    '<style>html{display:none}</style><p>secret</p>',
    '<style>body{color:#fff}</style>secret',
    '<style>body{font-size:0}</style><p>secret</p>',
    '<style>:root{visibility:hidden}</style> <p>secret</p>',
    '<style>body > p{display:none}</style><p>secret</p>',
    '<style>p:first-child{display:none}</style><p>secret</p>',
    '<html><style>body{display:none}</style><p>secret</p></html>',
    '<head><style>body{display:none}</style></head><p>secret</p>',
    '<head><style>html > body > p{display:none}</style></head> <body> <p>secret</p></body>',
    '<title>a</title><style>p{display:none}</style><p>secret</p>',
  ])('hides the text of %s', (html) => {
    const { text, hidden } = htmlToText(html);
    expect(text).not.toContain('secret');
    expect(hidden.passages).toBe(1);
  });

  it.each([
    '<style>body body{display:none}</style>shown',
    '<style>head ~ p{display:none}</style><p>shown</p>',
    '<style>style + p{display:none}</style><p>shown</p>',
    '<style>html > p{display:none}</style><p>shown</p>',
    '<html><style>html > p{display:none}</style><p>shown</p></html>',
    '<style>body{color:#fff}</style><body style="color:#000">shown</body>',
    '<style>head{display:none}</style> <p>shown</p>',
  ])('keeps the text of %s', (html) => {
    expect(htmlToText(html)).toMatchObject({ text: 'shown', hidden: { passages: 0 } });
  });
});
