import type { Page } from 'playwright-core';
import { type SimulatorControl, contoso, users } from 'm365-simulator';

/** Where the administration page is, whatever part of it. */
export const adminAddress = /\/admin(?:#[\w-]*)?$/;

/** Patti, a Global Administrator of Contoso, signs in to the administration page. */
export async function signInAsAdministrator(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/admin`);
  await page.getByRole('link', { name: 'Sign in with Microsoft' }).click();
  await page.getByText(users.patti.userPrincipalName).click();
  const accept = page.getByRole('button', { name: 'Accept' });
  // Entra asks to accept the sign-in itself where the application is new in the organisation.
  await Promise.race([page.waitForURL(adminAddress), accept.waitFor()]);
  if (await accept.isVisible()) await accept.click();
  await page.waitForURL(adminAddress);
}

/** Contoso, before anybody there has heard of the connector. */
export function forgetApplications(control: SimulatorControl): void {
  control.updateServicePrincipal({ tenantId: contoso, app: 'client', state: 'missing' });
  control.updateServicePrincipal({ tenantId: contoso, app: 'server', state: 'missing' });
}

/** What the page says of the connector. */
export async function stateOf(page: Page): Promise<string | null> {
  return await page.textContent('h1');
}

/** The self-check, step by step. */
export async function checkOf(page: Page): Promise<string[]> {
  return await page.locator('#self-check .chip').allTextContents();
}
