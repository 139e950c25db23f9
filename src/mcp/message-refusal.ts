/** A message that the connector refuses where the protocol layer would not, or not in time. */
export class MessageRefusal extends Error {
  override readonly name = 'MessageRefusal';
  readonly status: 200 | 400;
  /** Of JSON-RPC. */
  readonly code: number;
  /** Of the request. */
  readonly id: string | number | null;

  constructor(status: 200 | 400, code: number, message: string, id: string | number | null) {
    super(message);
    this.status = status;
    this.code = code;
    this.id = id;
  }
}
