import type { Child } from 'hono/jsx';
import type { ExpiringCredential } from '../../entra/client-credential.ts';
import { credentialExpiryMessage } from '../../http/health.ts';
import { type ToolSummary, pageScript, renderPage } from '../../http/layout.tsx';
import type { Messages } from '../../http/messages/en.ts';
import { displayName } from '../../oauth/parameters.ts';
import type { AdminNotice } from '../notice.ts';
import type { AdminMetadata, AdminState } from '../state.ts';
import { adminScript, adminStyle } from './assets.ts';
import { changeFormId } from './controls.tsx';

/** The pages of the console, by their paths. */
export const consolePages = {
  overview: '/admin',
  access: '/admin/access',
  permissions: '/admin/permissions',
  tools: '/admin/tools',
  clients: '/admin/clients',
  people: '/admin/people',
  activity: '/admin/activity',
} as const;

export type ConsolePageName = keyof typeof consolePages;

/** The data of every page. */
export interface ConsoleView extends AdminMetadata {
  readonly messages: Messages;
  readonly state: AdminState;
  readonly notice: AdminNotice | undefined;
  readonly tools: readonly ToolSummary[];
  readonly endingCredentials: readonly ExpiringCredential[];
  readonly publicUrl: URL;
  /** The login origin of Entra, to which some forms redirect. */
  readonly loginUrl: URL;
  /** Origin of the Entra admin center. */
  readonly adminCenter: string;
  readonly serverAppId: string;
  readonly clientAppId: string;
}

interface FrameOptions {
  readonly view: Omit<ConsoleView, 'state' | 'policy' | 'report'>;
  /** Undefined for a page that is in no navigation. */
  readonly current?: ConsolePageName;
  readonly title: string;
}

/** Renders a page of the console. It works without a script. */
export async function renderConsole(
  { view, current, title }: FrameOptions,
  content: Child,
): Promise<Response> {
  const { messages, session, publicUrl, loginUrl } = view;
  const { admin } = messages;
  return await renderPage(
    {
      title: `${title} – ${admin.title}`,
      messages,
      host: publicUrl.host,
      formAction: ["'self'", loginUrl.origin],
      style: adminStyle,
      script: pageScript + adminScript,
      account: (
        <span class="account">
          <span>{displayName(session.username, admin.signedIn)}</span>
          <form method="post" action="/admin/sign-out">
            <input type="hidden" name="form_token" value={session.formToken} />
            <button class="link" type="submit">
              {admin.signOut}
            </button>
          </form>
        </span>
      ),
      navigation: view.isTenantAllowed ? <Navigation current={current} messages={messages} /> : null,
    },
    <>
      {view.endingCredentials
        .map((credential) => credentialExpiryMessage(credential, messages))
        .map(({ text, command }) => (
          <p class="notice warn" role="status">
            {admin.credential} {text} <code class="whole">{command}</code>
          </p>
        ))}
      <form id={changeFormId} method="post" action="/admin/change">
        <input type="hidden" name="form_token" value={session.formToken} />
      </form>
      {content}
    </>,
  );
}

function Navigation({
  current,
  messages: { admin },
}: {
  readonly current: ConsolePageName | undefined;
  readonly messages: Messages;
}) {
  return (
    <nav class="pages" aria-label={admin.title}>
      <ul>
        {Object.entries(consolePages).map(([name, path]) => (
          <li>
            <a href={path} {...(name === current ? { 'aria-current': 'page' } : {})}>
              {admin.pages[name as ConsolePageName]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Heading of a page. */
export function PageHeading({ children }: { readonly children?: Child }) {
  return <h1 class="heading">{children}</h1>;
}
