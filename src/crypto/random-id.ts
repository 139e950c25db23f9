import { encodeBase64Url } from './encoding.ts';

/** 256 random bits as text. */
export function randomId(): string {
  return encodeBase64Url(crypto.getRandomValues(new Uint8Array(32)));
}

/** Whether the text can be such an id. */
export function isRandomId(text: string | undefined): text is string {
  return text !== undefined && /^[A-Za-z0-9_-]{43}$/.test(text);
}
