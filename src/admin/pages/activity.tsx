import { Timestamp } from '../../http/layout.tsx';
import { findReasonText } from '../../http/messages/catalog.ts';
import type { Messages } from '../../http/messages/en.ts';
import { displayName } from '../../oauth/parameters.ts';
import { isRuleName } from '../../tenants/access-rules.ts';
import type { ActivitySummary } from '../../tenants/activity-store.ts';
import type { PolicyChange } from '../../tenants/policy.ts';
import { type ConsoleView, PageHeading, renderConsole } from './console.tsx';

/** A change, with the names of its actor and subject where they can be unsealed. */
export interface ShownChange extends PolicyChange {
  readonly atMs: number;
  readonly actorId: string;
  readonly actorName: string | undefined;
  readonly subjectName: string | undefined;
}

export interface ActivityPageOptions {
  readonly view: ConsoleView;
  readonly activity: ActivitySummary;
  readonly changes: readonly ShownChange[];
}

/** Counters of sign-ins and refusals, and the last changes. */
export async function activityPage({ view, activity, changes }: ActivityPageOptions): Promise<Response> {
  const { messages } = view;
  const { pages, activity: texts } = messages.admin;
  return await renderConsole(
    { view, current: 'activity', title: pages.activity },
    <>
      <PageHeading>{pages.activity}</PageHeading>
      <section aria-labelledby="numbers-heading">
        <h2 id="numbers-heading">{texts.numbersHeading}</h2>
        <p>{texts.users(activity.users)}</p>
        <p class="soft small">{activity.days.length === 0 ? texts.nothing : texts.noContent}</p>
        <CountTable
          head={[texts.day, texts.signIns, texts.refused]}
          rows={activity.days.map(({ day, signIns, refused }) => [day, String(signIns), String(refused)])}
        />
      </section>
      <RefusalsSection activity={activity} messages={messages} />
      <section id="changes" aria-labelledby="changes-heading">
        <h2 id="changes-heading">{texts.changesHeading}</h2>
        {changes.length === 0 ? <p class="soft">{texts.noChanges}</p> : null}
        <ol class="log">
          {changes.map((change) => (
            <ChangeItem change={change} messages={messages} />
          ))}
        </ol>
      </section>
    </>,
  );
}

function RefusalsSection({
  activity,
  messages,
}: {
  readonly activity: ActivitySummary;
  readonly messages: Messages;
}) {
  const { activity: texts, rules } = messages.admin;
  const refusals = activity.totals.filter(({ kind }) => kind === 'refused' || kind === 'reported');
  if (refusals.length === 0) return null;
  const rows = refusals.map(({ kind, name, count, lastDay }) => {
    const reason = isRuleName(name) ? rules.names[name] : (findReasonText(name, messages) ?? name);
    return [kind === 'reported' ? `${reason} (${texts.onlyReported})` : reason, String(count), lastDay];
  });
  return (
    <section aria-labelledby="refusals-heading">
      <h2 id="refusals-heading">{texts.refusalsHeading}</h2>
      <CountTable head={[texts.reason, texts.count, texts.lastDay]} rows={rows} />
    </section>
  );
}

function CountTable({
  head,
  rows,
}: {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}) {
  if (rows.length === 0) return null;
  return (
    <table class="table counts">
      <thead>
        <tr>
          {head.map((title) => (
            <th scope="col">{title}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([first, ...others]) => (
          <tr>
            <th scope="row">{first}</th>
            {others.map((text) => (
              <td>{text}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ChangeItem({
  change: { atMs, actorId, actorName, kind, subject, subjectName },
  messages: { admin },
}: {
  readonly change: ShownChange;
  readonly messages: Messages;
}) {
  const isRule = subject !== undefined && kind.startsWith('rule_') && isRuleName(subject);
  const name = isRule ? admin.rules.names[subject] : subjectName && displayName(subjectName, '');
  return (
    <li>
      <span class="name">{actorName ? displayName(actorName, actorId) : actorId}</span>{' '}
      {admin.changes[kind] ?? kind}
      {name ? ` ${name}` : null}
      {subject && !isRule ? (
        <>
          {' '}
          <code>{subject}</code>
        </>
      ) : null}
      <br />
      <span class="soft small">
        <Timestamp ms={atMs} />
      </span>
    </li>
  );
}
