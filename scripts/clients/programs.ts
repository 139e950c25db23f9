/** A client program that runs without an account with its vendor. */
export interface ClientProgram {
  /** Package on npm. */
  readonly name: string;
  readonly version: string;
  readonly registration: string;
  /** Script or binary below `node_modules`. */
  readonly executable: string;
  /** Files below the home of the program. */
  readonly files?: (context: ProgramContext) => Readonly<Record<string, object | string>>;
  readonly environment?: (context: ProgramContext) => Readonly<Record<string, string>>;
  /** Commands before the first sign-in. */
  readonly setUp?: (context: ProgramContext) => readonly Command[];
  /** Omitted if the program signs in when it calls a tool. */
  readonly signIn?: (context: ProgramContext) => readonly Command[];
  /** Command for the user after a revocation. Default: `signIn`. */
  readonly signInAgain?: (context: ProgramContext) => readonly Command[];
  /** Lists the tools. Omitted if the tools are offered to the model with each call. */
  readonly list?: (context: ProgramContext) => Command;
  /** Calls `outlook_email_search`, by itself or through the model. */
  readonly call: (context: ProgramContext) => Command;
  /** The program prints the authorization URL instead of opening a browser. */
  readonly printsUrl?: boolean;
  /** The program signs in again in a session only: the steps end with the first call. */
  readonly hasSessionsOnly?: boolean;
  /** Ends processes that outlive a command. */
  readonly tearDown?: (context: ProgramContext) => readonly Command[];
}

/** The URLs that a program is started with. */
export interface ProgramContext {
  /** URL of the connector. */
  readonly url: string;
  /** URL of the model stub. */
  readonly model: string;
}

export interface Command {
  readonly parameters: readonly string[];
  /** Runs in a terminal, where this is typed. */
  readonly terminal?: readonly Typed[];
  /** The program does not end by itself after the sign-in. */
  readonly endsAfterSignIn?: boolean;
}

interface Typed {
  /** Types after the output matches. */
  readonly after: RegExp;
  readonly text: string;
}

const command = (...parameters: string[]): Command => ({ parameters });
const inTerminal = (parameters: readonly string[], ...terminal: Typed[]): Command => ({
  parameters,
  terminal,
});
const query = 'query=budget';
const tool = 'outlook_email_search';
const name = 'microsoft-365';
const dynamic = 'dynamic registration';
const document = 'metadata document';

const inspector = (url: string, ...parameters: string[]) =>
  command('--cli', url, '--transport', 'http', '--format', 'json', '--method', ...parameters);
const mcporter = (verb: string, url: string, ...parameters: string[]) =>
  command(verb, '--http-url', url, '--allow-http', '--name', name, ...parameters);

export const programs: readonly ClientProgram[] = [
  {
    name: '@anthropic-ai/claude-code',
    version: '2.1.332',
    registration: document,
    executable: '@anthropic-ai/claude-code/cli-wrapper.cjs',
    environment: ({ model }) => ({
      ANTHROPIC_BASE_URL: model,
      ANTHROPIC_API_KEY: 'stub',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      ENABLE_TOOL_SEARCH: 'false',
    }),
    setUp: ({ url }) => [command('mcp', 'add', '--transport', 'http', name, url)],
    signIn: () => [inTerminal(['mcp', 'login', name])],
    signInAgain: () => [command('mcp', 'logout', name), inTerminal(['mcp', 'login', name])],
    call: () => command('-p', 'Find the budget', '--allowedTools', `mcp__${name}__${tool}`),
  },
  {
    name: '@openai/codex',
    version: '0.171.0',
    registration: document,
    executable: '@openai/codex/bin/codex.js',
    // Its default of ten seconds is not enough on a busy machine.
    files: ({ url }) => ({
      '.codex/config.toml': `[mcp_servers.${name}]\nurl = "${url}"\nstartup_timeout_sec = 60\n`,
    }),
    signIn: () => [command('mcp', 'login', name)],
    signInAgain: () => [command('mcp', 'logout', name), command('mcp', 'login', name)],
    call: ({ model }) =>
      command(
        'exec',
        '-c',
        'model="stub"',
        '-c',
        'model_provider="stub"',
        '-c',
        `model_providers.stub={name="stub",base_url="${model}/v1",wire_api="responses"}`,
        '--skip-git-repo-check',
        '--dangerously-bypass-approvals-and-sandbox',
        'Find the budget',
      ),
  },
  {
    name: '@google/gemini-cli',
    version: '0.61.0',
    registration: dynamic,
    executable: '@google/gemini-cli/bundle/gemini.js',
    files: ({ url }) => ({
      '.gemini/settings.json': {
        security: { auth: { selectedType: 'gemini-api-key' }, folderTrust: { enabled: false } },
        mcpServers: { [name]: { httpUrl: url, trust: true } },
      },
    }),
    environment: ({ model }) => ({ GEMINI_API_KEY: 'stub', GOOGLE_GEMINI_BASE_URL: model }),
    signIn: () => [inTerminal(['-p', `/mcp auth ${name}`], { after: /continue\? \[Y\/n\]/, text: 'y\r' })],
    call: () => command('-m', 'gemini-2.5-pro', '-y', '-p', 'Find the budget'),
  },
  {
    name: 'opencode-ai',
    version: '1.18.33',
    registration: dynamic,
    executable: `opencode-${process.platform}-${process.arch}/bin/opencode`,
    files: ({ url, model }) => ({
      'opencode.json': {
        model: 'stub/stub',
        small_model: 'stub/stub',
        provider: {
          stub: {
            npm: '@ai-sdk/openai-compatible',
            options: { baseURL: `${model}/v1`, apiKey: 'stub' },
            models: { stub: { tool_call: true } },
          },
        },
        mcp: { [name]: { type: 'remote', url } },
      },
    }),
    environment: () => ({ OPENCODE_DISABLE_MODELS_FETCH: '1', OPENCODE_DISABLE_AUTOUPDATE: '1' }),
    signIn: () => [command('mcp', 'auth', name)],
    signInAgain: () => [command('mcp', 'logout', name), command('mcp', 'auth', name)],
    call: () => command('run', 'Find the budget'),
  },
  {
    name: '@github/copilot',
    version: '1.0.102',
    registration: 'metadata document, not verified',
    executable: '@github/copilot/npm-loader.js',
    environment: ({ model }) => ({
      COPILOT_OFFLINE: 'true',
      COPILOT_PROVIDER_BASE_URL: `${model}/v1`,
      COPILOT_PROVIDER_API_KEY: 'stub',
      COPILOT_MODEL: 'stub',
      COPILOT_ALLOW_ALL: 'true',
    }),
    setUp: ({ url }) => [command('mcp', 'add', '--transport', 'http', name, url)],
    // It opens the browser when it starts, and after a 401 only in a session.
    hasSessionsOnly: true,
    signIn: () => [{ ...inTerminal([]), endsAfterSignIn: true }],
    call: () => command('-p', 'Find the budget'),
  },
  {
    name: 'mcporter',
    version: '0.12.3',
    registration: dynamic,
    executable: 'mcporter/dist/cli.js',
    signIn: ({ url }) => [mcporter('auth', url)],
    signInAgain: ({ url }) => [mcporter('auth', url, '--reset')],
    list: ({ url }) => mcporter('list', url, '--json'),
    call: ({ url }) => mcporter('call', url, tool, query),
  },
  {
    name: '@apify/mcpc',
    version: '0.2.6',
    registration: dynamic,
    executable: '@apify/mcpc/bin/mcpc',
    signIn: ({ url }) => [command('login', url), command('connect', url, '@m365', '--json')],
    signInAgain: ({ url }) => [command('login', url), command('restart', '@m365', '--json')],
    list: () => command('@m365', 'tools-list', '--json'),
    call: () => command('@m365', 'tools-call', tool, 'query:=budget', '--json'),
    tearDown: () => [command('close', '@m365')],
  },
  {
    name: '@modelcontextprotocol/inspector',
    version: '2.12.0',
    registration: dynamic,
    executable: '@modelcontextprotocol/inspector/clients/launcher/build/index.js',
    printsUrl: true,
    environment: () => ({ MCP_AUTO_OPEN_ENABLED: 'true', MCP_INSPECTOR_SECRET_STORE: 'memory' }),
    list: ({ url }) => inspector(url, 'tools/list'),
    call: ({ url }) => inspector(url, 'tools/call', '--tool-name', tool, '--tool-arg', query),
  },
];
