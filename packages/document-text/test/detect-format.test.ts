import { describe, expect, it } from 'vitest';
import { type DocumentHint, detectFormat } from '../src/detect-format.ts';

/** Bytes with the code units of a text. */
const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const document = (format: string) => ({ kind: 'document', format });
const unsupported = (name: string) => ({ kind: 'unsupported', name });

describe('detectFormat by content', () => {
  it.each<[string, string, object]>([
    ['a zip archive', 'PK\x03\x04rest', document('zip')],
    ['an empty zip archive', 'PK\x05\x06', document('zip')],
    ['a compound file', '\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1', document('compound')],
    ['rich text', '{\\rtf1 text}', unsupported('a rich text (RTF) document')],
    ['a PDF', '%PDF-1.7', document('pdf')],
    ['a PDF after other bytes', `${'\n'.repeat(1023)}%PDF-1.7`, document('pdf')],
    ['a PNG', '\x89PNG\r\n\x1A\n\x00', { kind: 'image', contentType: 'image/png' }],
    ['a JPEG', '\xFF\xD8\xFF\x00', { kind: 'image', contentType: 'image/jpeg' }],
    ['a GIF', 'GIF89a\x00', { kind: 'image', contentType: 'image/gif' }],
    ['a WebP', 'RIFF\x00\x00\x00\x00WEBP', { kind: 'image', contentType: 'image/webp' }],
    ['a little-endian TIFF', 'II*\x00', unsupported('a TIFF image')],
    ['a big-endian TIFF', 'MM\x00*', unsupported('a TIFF image')],
    ['gzip', '\x1F\x8B\x08\x00', unsupported('a gzip archive')],
    ['7-Zip', '7z\xBC\xAF\x27\x1C\x00', unsupported('a 7-Zip archive')],
    ['RAR', 'Rar!\x1A\x07\x00', unsupported('a RAR archive')],
    ['MP4', '\x00\x00\x00\x18ftypisom', unsupported('a video, audio or HEIC file')],
    ['MP3', 'ID3\x03\x00', unsupported('an audio file')],
    ['Ogg', 'OggS\x00', unsupported('an audio or video file')],
    ['a Windows program', 'MZ\x90\x00', unsupported('a Windows program')],
    ['an ELF executable', '\x7FELF\x02\x00', unsupported('an executable')],
    [
      'a .pfile',
      '.pfile\x00\x01',
      { kind: 'protected', name: 'a file that a sensitivity label protects (pfile)' },
    ],
    [
      'message.rpmsg',
      '\x76\xE8\x04\x60\xC4\x11\xE3\x86\x00',
      { kind: 'protected', name: 'the content of a protected mail (rpmsg)' },
    ],
    ['unknown binary content', '\x00\x01\x02', unsupported('a binary file of an unknown format')],
  ])('recognizes %s, whatever its name', (_case, content, expected) => {
    // Without zero bytes at even and odd offsets, a short sample could be UTF-16.
    const bytes = latin1(`${content}${'\0'.repeat(16)}`);
    expect(detectFormat(bytes, { name: 'notes.txt', contentType: 'text/plain' })).toEqual(expected);
  });

  it.each<[string, string]>([
    ['the beginning of a signature', 'PK'],
    ['a PDF header after the first kilobyte', `${'\n'.repeat(1024)}%PDF-1.7`],
    ['a text that begins like an audio file', 'ID3 is a tag format.'],
    ['a text that begins like a program', 'MZ is the signature of DOS programs.'],
    ['an empty file', ''],
  ])('reads %s as text', (_case, content) => {
    expect(detectFormat(latin1(content), {})).toEqual(document('text'));
  });

  it('does not find a signature at another offset', () => {
    expect(detectFormat(latin1('WEBP\x00\x00\x00\x00'), {})).toMatchObject({ kind: 'unsupported' });
    expect(detectFormat(latin1(' PK\x03\x04'), {})).not.toEqual(document('zip'));
  });
});

describe('detectFormat of text', () => {
  it.each<[string, string, DocumentHint, string]>([
    ['WEBVTT', 'WEBVTT\n\n', { name: 'a.txt' }, 'vtt'],
    ['a doctype after white space', '\n <!DOCTYPE html><p>', { name: 'a.txt' }, 'html'],
    ['an html element', '<HTML lang="en">', { name: 'a.txt' }, 'html'],
    ['a name', 'text', { name: 'a.CSV' }, 'csv'],
    ['the last extension of a name', 'text', { name: 'a.csv.md' }, 'markdown'],
    ['a name before the content type', 'text', { name: 'a.json', contentType: 'text/html' }, 'json'],
    ['a content type with parameters', 'text', { contentType: ' Text/HTML ; charset=utf-8' }, 'html'],
    ['a content type if the extension is unknown', 'text', { name: 'a.dat', contentType: 'text/csv' }, 'csv'],
    ['an XML declaration', '<?xml version="1.0"?><a/>', {}, 'xml'],
    ['an XML media type', '<svg/>', { contentType: 'image/svg+xml' }, 'xml'],
    ['a JSON media type', '{}', { contentType: 'application/ld+json' }, 'json'],
    ['an unknown type', '{}', { name: 'README', contentType: 'application/octet-stream' }, 'text'],
    ['a name that ends with a dot', 'text', { name: 'csv.' }, 'text'],
    ['a name that is an extension', 'text', { name: 'csv' }, 'text'],
    ['an extension of nine letters', 'text', { name: 'a.xcsvxxxxx' }, 'text'],
    ['markup that begins late', `${' '.repeat(4096)}<html>`, {}, 'text'],
  ])('uses %s', (_case, content, hint, format) => {
    expect(detectFormat(latin1(content), hint)).toEqual(document(format));
  });
});
