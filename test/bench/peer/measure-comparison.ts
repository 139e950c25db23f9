import { contoso, createOAuthClient } from 'm365-simulator';
import { requestedPermissions } from '../../../src/tenants/permissions.ts';
import { measurePeer } from '../measure-peer.ts';
import { startConnector } from '../start-connector.ts';
import { type ComparedServer, prepareConnector, preparePeer, type ToolCall } from './compared-server.ts';
import { type Comparison, type ComparisonRow, compareBlocks, type ServerName } from './comparison.ts';
import { type PeerInstallation, peerPackage, startPeer } from './start-peer.ts';

/** Options of the comparison. */
export interface ComparisonOptions {
  readonly bundle: string;
  readonly peer: PeerInstallation;
  /** Receives progress messages. */
  readonly say: (line: string) => void;
}

const rounds = 5;
const blockSeconds = 4;
/** Until V8 has optimized the hot functions. */
const warmUpSeconds = 6;
const connections = 8;

/** The tools of the peer that are called. */
const mailTools = '^(list-mail-messages|get-mail-message)$';

/**
 * Puts the same load on the connector and on the peer, before one upstream. The peer runs with two tool sets: the tools that
 * the default permissions of the connector allow, and only the two that are called.
 */
export async function measureComparison({ bundle, peer, say }: ComparisonOptions): Promise<Comparison> {
  const { url, replay, worker, stop } = await startConnector(bundle);
  const stops = [stop];
  const start = async (name: ServerName, bearer: string, ...options: string[]) => {
    const running = await startPeer(peer, replay.url, options);
    stops.unshift(running.stop);
    return preparePeer({ name, url: running.url, pid: running.pid, bearer });
  };
  try {
    const [bearer = ''] = await replay.tokens(0, 1);
    const { body } = await createOAuthClient(replay.url, contoso).exchange(bearer);
    const graphToken = body.access_token ?? '';
    const servers = [
      await prepareConnector({ name: 'connector', url, pid: worker.pid, bearer }),
      await start('peer', graphToken, '--org-mode', '--allowed-scopes', requestedPermissions.join(' ')),
      await start('peerMail', graphToken, '--enabled-tools', mailTools),
    ];
    if (new Set(servers.map(({ subject }) => subject)).size > 1) {
      throw new Error(
        `The servers found different mails: ${servers.map(({ subject }) => subject).join('; ')}.`,
      );
    }
    return {
      peer: `${peerPackage} ${peer.version}`,
      tools: byServer(servers, ({ toolCount }) => toolCount),
      measured: new Date().toISOString().slice(0, 10),
      rows: [
        ...(await compareLoad('Search of 25 mails', servers, ({ search }) => search, say)),
        ...(await compareLoad('One mail', servers, ({ read }) => read, say)),
        ...(await compareLoad('tools/list', servers, () => undefined, say)),
        compareTokens('Search of 25 mails: result', servers, 'search'),
        compareTokens('One mail: result', servers, 'read'),
        compareTokens('tools/list without output schemas', servers, 'list'),
      ],
    };
  } finally {
    for (const stopServer of stops) await stopServer();
  }
}

/** CPU time and rate of a call, measured in alternating blocks. */
async function compareLoad(
  title: string,
  servers: readonly ComparedServer[],
  selectCall: (server: ComparedServer) => ToolCall | undefined,
  say: (line: string) => void,
): Promise<readonly ComparisonRow[]> {
  const cpuMs: Record<ServerName, number[]> = { connector: [], peer: [], peerMail: [] };
  const perSecond: Record<ServerName, number[]> = { connector: [], peer: [], peerMail: [] };
  for (const server of servers) await measure(server, selectCall(server), warmUpSeconds);
  for (let round = 1; round <= rounds; round += 1) {
    say(`peer: ${title}, block ${round} of ${rounds} …`);
    for (const server of servers) {
      const result = await measure(server, selectCall(server), blockSeconds);
      cpuMs[server.name].push(result.cpuMs);
      perSecond[server.name].push(result.perSecond);
    }
  }
  return [
    compareBlocks(`${title}: CPU time`, 'ms', cpuMs),
    compareBlocks(`${title}: rate`, 'calls/s', perSecond),
  ];
}

/** @throws Error when a call fails */
async function measure(
  { name, url, pid, bearer }: ComparedServer,
  toolCall: ToolCall | undefined,
  seconds: number,
): Promise<{ readonly cpuMs: number; readonly perSecond: number }> {
  const {
    failed,
    firstFailure,
    perSecond,
    cpuMs = 0,
  } = await measurePeer({
    url,
    tool: toolCall?.tool,
    args: toolCall?.args ?? {},
    headers: { authorization: `Bearer ${bearer}` },
    connections,
    seconds,
    pid,
  });
  if (failed > 0) throw new Error(`${name}: ${failed} calls failed: ${firstFailure}`);
  return { cpuMs, perSecond };
}

function compareTokens(
  title: string,
  servers: readonly ComparedServer[],
  of: keyof ComparedServer['tokens'],
): ComparisonRow {
  const tokens = byServer(servers, (server) => server.tokens[of]);
  const { connector, peer, peerMail } = tokens;
  return compareBlocks(title, 'tokens', { connector: [connector], peer: [peer], peerMail: [peerMail] });
}

function byServer(
  servers: readonly ComparedServer[],
  select: (server: ComparedServer) => number,
): Record<ServerName, number> {
  const values = { connector: 0, peer: 0, peerMail: 0 };
  for (const server of servers) values[server.name] = select(server);
  return values;
}
