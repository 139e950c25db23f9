import { Command, connectSteps } from './home.tsx';
import { renderPage } from './layout.tsx';

/** What the page needs to know. */
export interface HomePageOptions {
  readonly publicUrl: URL;
  /** The address that clients are given. */
  readonly resource: string;
  /** Whether any organisation is let in. */
  readonly isOpen: boolean;
}

const style = `
pre { margin: .75rem 0; padding: .7rem .9rem; background: var(--ground); border: 1px solid var(--line); border-radius: .5rem; white-space: pre-wrap; }
details { border-bottom: 1px solid var(--line); padding: .6rem 0; }
details:first-of-type { border-top: 1px solid var(--line); }
summary { cursor: pointer; font-weight: 600; }
`;

/** What this is, and how to connect to it. */
export async function homePage({ publicUrl, resource, isOpen }: HomePageOptions): Promise<Response> {
  return await renderPage(
    { title: 'Connect', host: publicUrl.host, style },
    <>
      <h1>Your Microsoft 365, for your assistant</h1>
      <p>
        Ask Claude or another assistant what your manager said about the budget, and it finds the mail, the
        file, the meeting. It reads what you may read, with your own rights, while you ask. It can change
        nothing.
      </p>
      {isOpen ? null : (
        <p class="note" role="status">
          No organisation is let in yet. The operator has to enter the id of one as{' '}
          <code>ALLOWED_TENANTS</code>.
        </p>
      )}
      <h2>Connect</h2>
      <p>Give your client this address, and sign in with your work account when it asks:</p>
      <Command text={resource} />
      {connectSteps(resource).map(({ client, steps }) => (
        <details>
          <summary>{client}</summary>
          {steps}
        </details>
      ))}
      <h2>Look after it</h2>
      <ul>
        <li>
          <a href="/me">What you have connected</a>, what is granted, and how to end it.
        </li>
        <li>
          <a href="/admin">For administrators</a> of an organisation: consent, permissions, switches, a
          self-check.
        </li>
      </ul>
    </>,
  );
}
