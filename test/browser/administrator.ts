import type { Page } from 'playwright-core';
import { type SimulatorControl, contoso, users } from 'm365-simulator';

/** URL of the administration page, with or without a fragment. */
export const adminAddress = /\/admin(?:#[\w-]*)?$/;

/** Signs in to the administration page as Patti, a Global Administrator of Contoso. */
export async function signInAsAdministrator(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/admin`);
  await page.getByRole('link', { name: 'Sign in with Microsoft' }).click();
  await page.getByText(users.patti.userPrincipalName).click();
  const accept = page.getByRole('button', { name: 'Accept' });
  // Entra shows a consent page when the application is new in the tenant.
  await Promise.race([page.waitForURL(adminAddress), accept.waitFor()]);
  if (await accept.isVisible()) await accept.click();
  await page.waitForURL(adminAddress);
}

/** Removes both service principals from Contoso. */
export function forgetApplications(control: SimulatorControl): void {
  control.updateServicePrincipal({ tenantId: contoso, app: 'client', state: 'missing' });
  control.updateServicePrincipal({ tenantId: contoso, app: 'server', state: 'missing' });
}

/** Heading of the page, which is the state of the connector. */
export async function stateOf(page: Page): Promise<string | null> {
  return await page.textContent('h1');
}

/** Results of the self-check steps. */
export async function checkOf(page: Page): Promise<string[]> {
  return await page.locator('#self-check .chip').allTextContents();
}
