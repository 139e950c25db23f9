import { isInNetworks } from '../../lib/ip-network.ts';
import { type RuleMode, type RuleName, defaultAccessRules, ruleNames } from '../../tenants/access-rules.ts';
import type { ActivitySummary } from '../../tenants/activity-store.ts';
import { type ConsoleView, PageHeading, renderConsole } from './console.tsx';
import { LabelsSection } from './labels.tsx';
import { ChangeButton, ConfirmLink, FieldForm, NoticeAt, RemovableItem } from './controls.tsx';

/** The counter of each rule. */
const counters: Readonly<Record<RuleName, string>> = {
  bound_client: 'client_not_bound',
  network: 'network',
  network_at_mcp: 'network_at_mcp',
  directory_role: 'directory_role',
};

export interface AccessPageOptions {
  readonly view: ConsoleView;
  readonly activity: ActivitySummary;
  /** IP address of the browser, if the platform gives it. */
  readonly address: string | undefined;
}

/** The switch for everybody, and the rules about networks, roles and sensitivity labels. */
export async function accessPage({ view, activity, address }: AccessPageOptions): Promise<Response> {
  const { messages, policy, notice } = view;
  const { admin } = messages;
  return await renderConsole(
    { view, current: 'access', title: admin.pages.access },
    <>
      <PageHeading>{admin.pages.access}</PageHeading>
      <section id="connector" aria-labelledby="connector-heading">
        <h2 id="connector-heading">{admin.connector.heading}</h2>
        <NoticeAt at="connector" notice={notice} messages={messages} />
        <p>{policy.enabled ? admin.connector.on : admin.connector.off}</p>
        <p class="soft small">{admin.connector.offText}</p>
        <div class="actions">
          {policy.enabled ? (
            <ConfirmLink change="disable" label={admin.connector.switchOff} look="danger" />
          ) : (
            <ChangeButton change="enable" label={admin.connector.switchOn} look="primary" />
          )}
        </div>
      </section>
      <NetworksSection view={view} activity={activity} address={address} />
      <section aria-labelledby="roles-heading">
        <h2 id="roles-heading">{admin.rules.names.directory_role}</h2>
        <RuleControl name="directory_role" view={view} activity={activity} />
      </section>
      <LabelsSection view={view} />
      <section id="revoke" aria-labelledby="revoke-heading">
        <h2 id="revoke-heading">{admin.connector.revokeHeading}</h2>
        <NoticeAt at="revoke" notice={notice} messages={messages} />
        <p class="soft">{admin.connector.revokeText}</p>
        <div class="actions">
          <ConfirmLink change="revoke_everybody" label={admin.connector.revoke} look="danger" />
        </div>
      </section>
    </>,
  );
}

function NetworksSection({ view, activity, address }: AccessPageOptions) {
  const { messages, policy, notice, session } = view;
  const { networks, rules } = messages.admin;
  const listed = policy.rules?.networks ?? [];
  return (
    <section id="networks" aria-labelledby="networks-heading">
      <h2 id="networks-heading">{networks.heading}</h2>
      <NoticeAt at="networks" notice={notice} messages={messages} />
      {listed.length === 0 ? <p class="soft">{networks.none}</p> : null}
      <ul class="members">
        {listed.map((network) => (
          <RemovableItem change="disallow_network" subject={network} name={network} messages={messages}>
            <code>{network}</code>
          </RemovableItem>
        ))}
      </ul>
      {address === undefined ? null : (
        <p class="soft small">{networks.yours(address, isInNetworks(address, listed))}</p>
      )}
      <FieldForm
        id="network"
        action="/admin/networks"
        kind="network"
        label={networks.label}
        hint={networks.hint}
        button={messages.admin.add}
        formToken={session.formToken}
        notice={notice}
        messages={messages}
      />
      <h3>{rules.names.network}</h3>
      <RuleControl name="network" view={view} activity={activity} />
      <h3>{rules.names.network_at_mcp}</h3>
      <RuleControl name="network_at_mcp" view={view} activity={activity} />
    </section>
  );
}

const looks: Readonly<Record<RuleMode, string>> = { off: 'idle', report: 'warn', on: 'good' };

/** How often the rule would have denied a request or sign-in in the last 30 days. */
export function countReported(rule: RuleName, activity: ActivitySummary): number {
  return getCount('reported', rule, activity);
}

function getCount(kind: 'refused' | 'reported', rule: RuleName, { totals }: ActivitySummary): number {
  return totals.find((total) => total.kind === kind && total.name === counters[rule])?.count ?? 0;
}

/** The mode of a rule, its counts, and the buttons that change it. */
export function RuleControl({
  name,
  view,
  activity,
}: {
  readonly name: RuleName;
  readonly view: ConsoleView;
  readonly activity: ActivitySummary;
}) {
  const { messages, policy, notice } = view;
  const { rules } = messages.admin;
  const mode = (policy.rules ?? defaultAccessRules)[ruleNames[name]];
  const title = rules.names[name];
  return (
    <div id={`rule-${name}`}>
      <NoticeAt at={`rule-${name}`} notice={notice} messages={messages} />
      <p class="soft">{rules.texts[name]}</p>
      <p>
        <span class={`chip ${looks[mode]}`}>{rules.modes[mode]}</span>{' '}
        <span class="soft small">
          {mode === 'off'
            ? rules.reportHint
            : mode === 'report'
              ? rules.reported(countReported(name, activity))
              : null}
          {mode === 'on' ? rules.denied(getCount('refused', name, activity)) : null}
        </span>
      </p>
      <div class="actions">
        {mode === 'report' ? null : (
          <ChangeButton change="rule_report" subject={name} label={rules.setMode.report} about={title} />
        )}
        {mode === 'on' ? null : (
          <ConfirmLink change="rule_on" subject={name} label={rules.setMode.on} about={title} />
        )}
        {mode === 'off' ? null : (
          <ChangeButton change="rule_off" subject={name} label={rules.setMode.off} about={title} />
        )}
      </div>
    </div>
  );
}
