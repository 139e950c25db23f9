import { users } from 'm365-simulator';
import { startSimulation } from '../../scripts/lib/simulation.ts';
import { startBearerProxy } from './bearer-proxy.ts';

/**
 * Serves a bundle on workerd with a simulated tenant while `run` lasts. Requests carry the token of a signed-in user.
 * @param run receives the URL of the MCP endpoint
 */
export async function withServer<T>(bundle: string, run: (url: string) => Promise<T>): Promise<T> {
  const simulation = await startSimulation({ bundle });
  try {
    const token = await simulation.tenant.control.mint({ user: users.megan.userPrincipalName });
    const proxy = await startBearerProxy(simulation.url, token);
    try {
      return await run(`${proxy.url}/mcp`);
    } finally {
      await proxy.close();
    }
  } finally {
    await simulation.stop();
  }
}
