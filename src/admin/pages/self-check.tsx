import { Timestamp } from '../../http/layout.tsx';
import { findReasonText } from '../../http/messages/catalog.ts';
import type { Messages } from '../../http/messages/en.ts';
import type { CheckStep } from '../self-check.ts';
import type { ConsoleView } from './console.tsx';

/** The whole path of a request, sent for the administrator, and where it stops. */
export function CheckSection({ report, state, messages }: ConsoleView) {
  const { check } = messages.admin;
  // Before consent it could only report what is missing, which the page shows anyway.
  const isSetUp = state.connector !== 'not_set_up';
  return (
    <section id="self-check" aria-labelledby="self-check-heading">
      <h2 id="self-check-heading">{check.heading}</h2>
      <p class="soft">
        {check.text}{' '}
        {!isSetUp ? (
          check.automatic
        ) : report ? (
          <>
            {check.lastRun} <Timestamp ms={report.atMs} />.
          </>
        ) : (
          check.never
        )}
      </p>
      {report && isSetUp ? (
        <ol class="steps">
          {report.steps.map((step) => (
            <StepRow step={step} messages={messages} />
          ))}
        </ol>
      ) : null}
      {isSetUp ? (
        <div class="actions">
          <a class="button" href="/admin/check">
            {check.run}
          </a>
        </div>
      ) : null}
    </section>
  );
}

const looks = { ok: ['good', '✓'], failed: ['bad', '✕'], skipped: ['idle', '–'] } as const;

function StepRow({
  step: { name, outcome, reason, code, traceId },
  messages,
}: {
  readonly step: CheckStep;
  readonly messages: Messages;
}) {
  const { check } = messages.admin;
  const [look, mark] = looks[outcome];
  return (
    <li>
      <span class={`mark ${look}`} aria-hidden="true">
        {mark}
      </span>
      <div>
        <p class="title">
          <span class="name">{check.steps[name]}</span>
          <span class={`chip ${look}`}>{check.outcomes[outcome]}</span>
        </p>
        {outcome === 'failed' ? <p class="small">{explain(reason, messages)}</p> : null}
        {code || traceId ? (
          <p class="soft small">
            {code ? (
              <>
                <code>{code}</code>{' '}
                <a href={`https://login.microsoftonline.com/error?code=${code.slice(6)}`}>
                  {check.codeLink}
                </a>{' '}
              </>
            ) : null}
            {traceId ? (
              <>
                {check.traceId} <code>{traceId}</code>
              </>
            ) : null}
          </p>
        ) : null}
      </div>
    </li>
  );
}

/** The reason for an administrator, or the text that users read. */
function explain(reason = '', messages: Messages): string {
  const { failed, reasons } = messages.admin.check;
  const own: Readonly<Record<string, string>> = reasons;
  return (Object.hasOwn(own, reason) ? own[reason] : findReasonText(reason, messages)) ?? failed;
}
