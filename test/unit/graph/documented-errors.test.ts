import { describe, expect, it } from 'vitest';
import { graphError } from '../../../src/graph/errors/graph-error.ts';
import { documentedErrors } from './documented-errors.ts';
import { requestId } from './graph-stub.ts';

describe('graphError for a documented error body', () => {
  it.each(documentedErrors)(
    '$path $status $codes $message',
    ({ path, status, codes, message, code, says }) => {
      const [outer = '', ...inner] = codes;
      const innerError = inner
        .toReversed()
        .reduce<object>((within, next) => ({ code: next, innerError: within }), {});
      const body = { error: { code: outer, message: `${message} canary upstream message`, innerError } };
      const headers = new Headers({ 'request-id': requestId });
      const error = graphError({ status, headers, body }, path, 0);
      expect(error.code).toBe(code);
      expect(error.message).toContain(says);
      expect(error.message.length).toBeLessThan(260);
      expect(error.message).not.toMatch(/canary|fewer|plain words/);
      expect(error.details.requestId).toBe(requestId);
    },
  );
});
