/**
 * Escapes unpaired surrogates in the messages of Workers under test to vitest, which are JSON. workerd writes them as
 * invalid UTF-8, and the connection breaks: docs/upstream/workerd-websocket-surrogates.md.
 */
const descriptor = Object.getOwnPropertyDescriptor(WebSocket.prototype, 'send');
const send = descriptor?.value as (this: WebSocket, message: string | ArrayBuffer | ArrayBufferView) => void;

if (send.name === 'send') {
  WebSocket.prototype.send = function sendWellFormed(message) {
    const escaped =
      typeof message === 'string'
        ? message.replaceAll(/\p{Surrogate}/gu, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`)
        : message;
    send.call(this, escaped);
  };
}
