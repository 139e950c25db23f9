import { isRecord } from './result.ts';

/** Revision of MCP Apps that the view speaks. @see https://github.com/modelcontextprotocol/ext-apps/blob/main/specification/2026-01-26/apps.mdx */
const protocolVersion = '2026-01-26';
const initializeId = 1;
const methodNotFound = -32_601;

/** Called with what the host sends. All values are untrusted. */
export interface HostHandlers {
  /** The context of the host, complete after the handshake and in part after a change. */
  readonly onContext: (context: Readonly<Record<string, unknown>>) => void;
  /** A `CallToolResult`. */
  readonly onToolResult: (result: Readonly<Record<string, unknown>>) => void;
  readonly onToolCanceled: () => void;
}

/**
 * Connects the view to its host by JSON-RPC over `postMessage`: handshake, notifications, reports of the view's size. Only
 * messages of the parent window are read, and after the handshake only those of the origin that completed it.
 */
export function connectToHost({ onContext, onToolResult, onToolCanceled }: HostHandlers): void {
  const host = window.parent;
  let hostOrigin: string | undefined;
  // The origin of the host is unknown, and nothing that is sent is confidential.
  const send = (message: object): void => host.postMessage({ jsonrpc: '2.0', ...message }, '*');

  function receiveInitializeResult(origin: string, result: unknown): void {
    if (hostOrigin !== undefined || !isRecord(result)) return;
    hostOrigin = origin;
    if (isRecord(result['hostContext'])) onContext(result['hostContext']);
    send({ method: 'ui/notifications/initialized', params: {} });
    reportSize(({ width, height }) =>
      send({ method: 'ui/notifications/size-changed', params: { width, height } }),
    );
  }

  function receiveNotification(method: unknown, params: unknown): void {
    if (method === 'ui/notifications/tool-cancelled') onToolCanceled();
    if (!isRecord(params)) return;
    if (method === 'ui/notifications/tool-result') onToolResult(params);
    if (method === 'ui/notifications/host-context-changed') onContext(params);
  }

  function respond(id: unknown, method: unknown): void {
    if (method === 'ping' || method === 'ui/resource-teardown') send({ id, result: {} });
    else send({ id, error: { code: methodNotFound, message: 'Method not found' } });
  }

  window.addEventListener('message', ({ source, origin, data }: MessageEvent<unknown>) => {
    if (source !== host || !isRecord(data) || data['jsonrpc'] !== '2.0') return;
    if (hostOrigin !== undefined && origin !== hostOrigin) return;
    const { id, method, params, result } = data;
    if (method === undefined) {
      if (id === initializeId) receiveInitializeResult(origin, result);
    } else if (id !== undefined) {
      respond(id, method);
    } else if (hostOrigin !== undefined) {
      receiveNotification(method, params);
    }
  });
  send({
    id: initializeId,
    method: 'ui/initialize',
    params: {
      protocolVersion,
      appInfo: { name: 'm365-meeting-times', version: '1.0.0' },
      appCapabilities: { availableDisplayModes: ['inline', 'fullscreen'] },
    },
  });
}

/** Reports the size of the document in CSS pixels, now and after each change. */
function reportSize(report: (size: { readonly width: number; readonly height: number }) => void): void {
  let last = '';
  const measure = (): void => {
    const width = window.innerWidth;
    const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
    const size = `${width} ${height}`;
    if (size === last) return;
    last = size;
    report({ width, height });
  };
  new ResizeObserver(measure).observe(document.documentElement);
  measure();
}
