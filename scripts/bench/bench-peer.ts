import { formatNumber } from '../../test/bench/figure-table.ts';
import { measurePeer } from '../../test/bench/measure-peer.ts';
import { OperatorError, wholeNumber } from '../lib/command-line.ts';
import { printTable } from './print-table.ts';

/** Unparsed options. */
interface PeerValues {
  readonly tool?: string | undefined;
  readonly args: string;
  readonly header: readonly string[];
  readonly connections: string;
  readonly duration: string;
  readonly pid?: string | undefined;
}

/* Measures any MCP server and prints the figures.
 * @throws OperatorError with the invalid option
 */
export async function benchPeer(address: string, values: PeerValues): Promise<void> {
  const url = URL.parse(address);
  if (!url) throw new OperatorError('--url: give the URL of an MCP server.');
  const result = await measurePeer({
    url,
    tool: values.tool,
    args: readArguments(values.args),
    headers: Object.fromEntries(
      values.header.map((header) => [
        header.slice(0, header.indexOf(':')).trim().toLowerCase(),
        header.slice(header.indexOf(':') + 1).trim(),
      ]),
    ),
    connections: wholeNumber('--connections', values.connections, 1, 1000),
    seconds: wholeNumber('--duration', values.duration, 1, 86_400),
    pid: values.pid === undefined ? undefined : wholeNumber('--pid', values.pid, 1, 2 ** 31 - 1),
  });
  printTable([
    ['Figure', 'Value'],
    ['Calls', String(result.calls)],
    ['Failed', String(result.failed)],
    ['Rate', `${formatNumber(result.perSecond)} calls/s`],
    ['p50', `${formatNumber(result.p50Ms)} ms`],
    ['p99', `${formatNumber(result.p99Ms)} ms`],
    ...(result.cpuMs === undefined ? [] : [['Processor', `${formatNumber(result.cpuMs)} ms a call`]]),
  ]);
  if (result.firstFailure !== undefined) console.log(`First failure: ${result.firstFailure}`);
}

function readArguments(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new OperatorError('--args: give the arguments of the tool as JSON.');
  }
}
