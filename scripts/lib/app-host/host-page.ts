/** Script of the host page: the official host side of MCP Apps, with one view in a sandbox of another origin. */
import { AppBridge, PostMessageTransport } from '@modelcontextprotocol/ext-apps/app-bridge';

type HostContext = Parameters<AppBridge['setHostContext']>[0];
type SandboxResource = Parameters<AppBridge['sendSandboxResourceReady']>[0];
type ToolResult = Parameters<AppBridge['sendToolResult']>[0];

/** Functions of the page that the tests call. */
export interface AppHost {
  /** Loads the view. Resolves after the handshake. */
  open(sandboxUrl: string, resource: SandboxResource, hostContext: HostContext): Promise<void>;
  sendResult(args: Record<string, unknown>, result: ToolResult): Promise<void>;
  cancel(): Promise<void>;
  changeContext(context: HostContext): void;
  /** Resolves when the view has answered. */
  tearDown(): Promise<void>;
  /** `appInfo` and capabilities of the view, and the sizes that it reported. */
  state(): { readonly app: unknown; readonly capabilities: unknown; readonly sizes: readonly unknown[] };
}

const sizes: unknown[] = [];
let bridge: AppBridge | undefined;

function connected(): AppBridge {
  if (!bridge) throw new Error('No view is open.');
  return bridge;
}

const appHost: AppHost = {
  async open(sandboxUrl, resource, hostContext) {
    const frame = document.createElement('iframe');
    frame.title = 'Meeting times';
    document.querySelector('main')?.append(frame);
    if (!frame.contentWindow) throw new Error('The frame has no window.');
    bridge = new AppBridge(null, { name: 'test-host', version: '1.0.0' }, {}, { hostContext });
    bridge.onsandboxready = () => void connected().sendSandboxResourceReady(resource);
    bridge.onsizechange = (size) => {
      sizes.push(size);
      if (size.height !== undefined) frame.style.height = `${size.height}px`;
    };
    const isInitialized = new Promise<void>((resolve) => {
      connected().oninitialized = () => resolve();
    });
    await bridge.connect(new PostMessageTransport(frame.contentWindow, frame.contentWindow));
    frame.src = sandboxUrl;
    await isInitialized;
  },
  async sendResult(args, result) {
    await connected().sendToolInput({ arguments: args });
    await connected().sendToolResult(result);
  },
  cancel: () => connected().sendToolCancelled({ reason: 'user action' }),
  changeContext: (context) => connected().setHostContext(context),
  tearDown: async () => void (await connected().teardownResource({})),
  state: () => ({
    app: connected().getAppVersion(),
    capabilities: connected().getAppCapabilities(),
    sizes,
  }),
};

Object.assign(window, { appHost });
