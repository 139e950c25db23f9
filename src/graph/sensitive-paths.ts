import type { z } from 'zod';
import { type BatchEntry, type batchResponse, missingResponseError, unwrapBatchResponse } from './batch.ts';
import type { GraphResponse } from './errors/graph-error.ts';
import type { Outcome } from './response.ts';

/*
 * Cloudflare traces record the URL of every outbound request and strip only its query. The path of some Graph requests
 * contains search words, names of files or sites, or e-mail addresses. These requests are sent inside a `$batch` of
 * one: their URL then travels in the body of a POST, which no trace records.
 * See docs/decisions/0030-traces-without-content.md.
 */

/** `search(q='…')`, `root:/{names}`, `sites/{host}:/{names}`, `shares/{link}`, `users/{address}`, `users('{address}')`. */
const sensitivePath = /\/(?:microsoft\.graph\.)?search\(|:\/|\/shares\/|\/users[/(][^/]{0,400}@/i;

/** Whether the path of a Graph URL contains more than ids: search words, names, links or e-mail addresses. */
export function hasSensitivePath({ pathname }: URL): boolean {
  return sensitivePath.test(decodeURIComponent(pathname));
}

/** The only entry of a `$batch` that carries one sensitive GET. */
export function sensitiveEntry(url: URL, headers: Readonly<Record<string, string>>): BatchEntry {
  const relativeUrl = `${url.pathname}${url.search}`.slice('/v1.0'.length);
  return { id: '1', method: 'GET', url: relativeUrl, headers };
}

/** The response to {@link sensitiveEntry} within the response to its batch. */
export function unwrapSensitiveResponse(
  batch: Outcome<z.output<typeof batchResponse>>,
): Outcome<GraphResponse> {
  if (!batch.ok) return batch;
  const response = batch.value.responses.find(({ id }) => id === '1');
  return response
    ? { ok: true, value: unwrapBatchResponse(response) }
    : { ok: false, error: missingResponseError(), isTransient: true };
}
