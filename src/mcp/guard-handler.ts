import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import type { AuditTrail } from '../audit/audit-record.ts';

/**
 * Makes handlers whose unforeseen errors go to the operator's log: the SDK would hand the message of whatever is thrown
 * to the client.
 */
export function guardHandler(audit: AuditTrail) {
  return <Args extends readonly unknown[], Result>(handler: (...args: Args) => Result | Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      try {
        return await handler(...args);
      } catch (error) {
        if (error instanceof ProtocolError) throw error;
        audit.fail(error, 200);
        throw new ProtocolError(
          ProtocolErrorCode.InternalError,
          `The connector failed unexpectedly. Try again; if it persists, tell its operator the request id ${audit.requestId}.`,
        );
      }
    };
}
