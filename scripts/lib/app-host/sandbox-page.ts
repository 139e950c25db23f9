/** Script of the sandbox proxy: loads the view into a sandboxed frame and forwards messages in both directions. */
const host = window.parent;
const frame = document.createElement('iframe');
frame.title = 'View';
frame.setAttribute('sandbox', 'allow-scripts');

window.addEventListener('message', ({ source, data }: MessageEvent<Record<string, unknown>>) => {
  if (source === frame.contentWindow) host.postMessage(data, '*');
  if (source !== host) return;
  if (data['method'] === 'ui/notifications/sandbox-resource-ready') {
    frame.srcdoc = (data['params'] as { readonly html: string }).html;
    document.body.append(frame);
  } else {
    frame.contentWindow?.postMessage(data, '*');
  }
});
host.postMessage({ jsonrpc: '2.0', method: 'ui/notifications/sandbox-proxy-ready', params: {} }, '*');
