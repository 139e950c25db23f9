import type { Child } from 'hono/jsx';
import { CopyLine } from '../../http/layout.tsx';
import { RichText } from '../../http/rich-text.tsx';
import { requestedPermissions } from '../../tenants/permissions.ts';
import type { ConnectorState } from '../state.ts';
import { type ConsoleView, renderConsole } from './console.tsx';
import { ChangeButton, NoticeAt } from './controls.tsx';
import { CheckSection } from './self-check.tsx';

const looks: Readonly<Record<ConnectorState, readonly ['good' | 'warn' | 'bad' | 'idle', string]>> = {
  closed_by_operator: ['bad', '✕'],
  unknown: ['idle', '?'],
  not_set_up: ['idle', '1'],
  half_set_up: ['warn', '½'],
  switched_off: ['bad', '✕'],
  open_in_part: ['good', '✓'],
  open: ['good', '✓'],
};

/** The first page: whether the connector is open, and the one thing to do next. */
export async function overviewPage(view: ConsoleView, resource: string): Promise<Response> {
  const { messages, state, isTenantAllowed, notice } = view;
  const isOpen = state.connector === 'open' || state.connector === 'open_in_part';
  return await renderConsole(
    { view, current: 'overview', title: messages.admin.pages.overview },
    <>
      <NoticeAt at="overview" notice={notice} messages={messages} />
      <StatusSection {...view} />
      {isOpen ? (
        <section aria-labelledby="hand-out">
          <h2 id="hand-out">{messages.admin.handOut.heading}</h2>
          <p>{messages.admin.handOut.text}</p>
          <CopyLine text={resource} messages={messages} />
          <p class="soft">
            <RichText text={messages.admin.handOut.next} />
          </p>
        </section>
      ) : null}
      <div class="pair">
        <SetUpSection {...view} />
        {isTenantAllowed ? <CheckSection {...view} /> : null}
      </div>
    </>,
  );
}

function StatusSection({ state: { connector }, messages: { admin } }: ConsoleView) {
  const [look, mark] = looks[connector];
  const { heading, text } = admin.states[connector];
  const needsConsent = connector === 'not_set_up' || connector === 'half_set_up';
  return (
    <section aria-labelledby="status">
      <div class="state">
        <span class={`badge ${look}`} aria-hidden="true">
          {mark}
        </span>
        <h1 id="status">{heading}</h1>
        <p class="soft">{text}</p>
      </div>
      {needsConsent ? (
        <div class="actions">
          <a class="button primary" href="/admin/consent?everything">
            {admin.setUp.consent}
          </a>
          <a class="button" href="/admin/permissions">
            {admin.setUp.choose}
          </a>
        </div>
      ) : connector === 'switched_off' ? (
        <div class="actions">
          <ChangeButton change="enable" label={admin.connector.switchOn} look="primary" />
        </div>
      ) : null}
    </section>
  );
}

/** The steps that open the connector, in order. */
function SetUpSection(view: ConsoleView) {
  const { state, isTenantAllowed, session, serverAppId, clientAppId } = view;
  const { setUp } = view.messages.admin;
  const { granted, missing, client, connector } = state;
  const count = requestedPermissions.length - missing.length;
  const isSetUp = isTenantAllowed && connector !== 'not_set_up' && connector !== 'half_set_up';
  return (
    <section id="set-up" aria-labelledby="set-up-heading">
      <h2 id="set-up-heading">{setUp.heading}</h2>
      <ol class="steps">
        <Step isDone={isTenantAllowed} title={setUp.enabled} view={view}>
          <p class="soft small">
            {setUp.tenantId} <code>{session.tenantId}</code>
            {isTenantAllowed ? null : <>. {setUp.tellOperator}</>}
          </p>
        </Step>
        <Step
          isDone={granted !== undefined && missing.length === 0}
          title="M365 MCP Server"
          chip={
            granted === undefined ? setUp.grantedUnknown : setUp.granted(count, requestedPermissions.length)
          }
          view={view}
        >
          <p class="soft small">
            {setUp.serverText}
            <br />
            {setUp.applicationId} <code>{serverAppId}</code>
          </p>
        </Step>
        <Step isDone={client === 'ready'} title="M365 MCP Client" view={view}>
          <p class="soft small">
            {`${setUp.client[client]} ${setUp.clientText}`}
            <br />
            {setUp.applicationId} <code>{clientAppId}</code>
          </p>
        </Step>
      </ol>
      {isSetUp ? (
        <p class="small">
          <a href="/admin/consent?everything">{missing.length > 0 ? setUp.consent : setUp.consentAgain}</a>
          <span class="soft">{missing.length > 0 ? null : `, ${setUp.afterUpdate}`}</span>
        </p>
      ) : null}
    </section>
  );
}

function Step({
  isDone,
  title,
  chip,
  children,
  view: {
    messages: {
      admin: { setUp },
    },
  },
}: {
  readonly isDone: boolean;
  readonly title: string;
  readonly chip?: string;
  readonly children?: Child;
  readonly view: ConsoleView;
}) {
  return (
    <li>
      <span class={`mark ${isDone ? 'good' : 'idle'}`}>
        <span aria-hidden="true">{isDone ? '✓' : '–'}</span>
        <span class="hidden">{isDone ? setUp.done : setUp.notDone}</span>
      </span>
      <div>
        <p class="title">
          <span class="name">{title}</span>
          {chip === undefined ? null : <span class={`chip ${isDone ? 'good' : 'idle'}`}>{chip}</span>}
        </p>
        {children}
      </div>
    </li>
  );
}
