import { isLoopback } from '../../src/lib/outbound-fetch.ts';
import { OperatorError } from '../operator-error.ts';

/** @throws OperatorError unless an option is an origin, of https where it is not on this machine. */
export function readOrigin(option: string, text: string): URL {
  const url = URL.parse(text);
  const isSecure = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url));
  if (url && isSecure && url.origin === text.replace(/\/$/, '')) return url;
  throw new OperatorError(
    `${option}: give an origin such as https://mcp.example.com, without a path (http only on loopback).`,
  );
}
