import type { Child } from 'hono/jsx';
import type { Messages } from '../../http/messages/en.ts';
import type { AdminNotice } from '../notice.ts';

/** Id of the form that every switch of a page belongs to. */
export const changeFormId = 'change';

interface ChangeProps {
  readonly change: string;
  readonly subject?: string;
  readonly label: string;
  /** Continues the label for screen readers. */
  readonly about?: string;
  readonly look?: 'quiet' | 'danger' | 'primary';
}

/** A button that makes one change of the policy. */
export function ChangeButton({ change, subject, label, about, look = 'quiet' }: ChangeProps) {
  return (
    <button
      class={`button ${look}`}
      type="submit"
      form={changeFormId}
      name="change"
      value={formatChange(change, subject)}
    >
      {label}
      {about === undefined ? null : <span class="hidden">{` ${about}`}</span>}
    </button>
  );
}

/** A link to the page that confirms a change that removes access. */
export function ConfirmLink({ change, subject, label, about, look = 'quiet' }: ChangeProps) {
  const query = new URLSearchParams({ change: formatChange(change, subject) });
  return (
    <a class={`button ${look}`} href={`/admin/confirm?${query.toString()}`}>
      {label}
      {about === undefined ? null : <span class="hidden">{` ${about}`}</span>}
    </a>
  );
}

/** An entry of a list, with the link that removes it. */
export function RemovableItem({
  change,
  subject,
  name,
  messages,
  children,
}: {
  readonly change: string;
  readonly subject: string;
  /** For screen readers. */
  readonly name: string;
  readonly messages: Messages;
  readonly children?: Child;
}) {
  return (
    <li>
      <span>{children}</span>
      <ConfirmLink change={change} subject={subject} label={messages.admin.remove} about={name} />
    </li>
  );
}

function formatChange(change: string, subject: string | undefined): string {
  return subject === undefined ? change : `${change}:${subject}`;
}

const looks: Readonly<Partial<Record<AdminNotice['code'], 'good' | 'idle'>>> = {
  changed: 'good',
  changed_unchecked: 'good',
  unchanged: 'idle',
  revoked_everybody: 'good',
  revoked_user: 'good',
  reread: 'good',
  consent_declined: 'idle',
  reauthentication: 'idle',
};

/** The result of the last action, where the action is. It receives the focus as the fragment of the URL. */
export function NoticeAt({
  at,
  notice,
  messages,
}: {
  /** Id of the part of the page. */
  readonly at: string;
  readonly notice: AdminNotice | undefined;
  readonly messages: Messages;
}) {
  if (notice?.at !== at) return null;
  const { code, detail } = notice;
  return (
    <p class={`notice ${looks[code] ?? 'bad'}`} id="notice" role="status" tabindex={-1}>
      {messages.admin.notices[code]}
      {detail === undefined ? null : (
        <>
          {' '}
          <code>{detail}</code>
        </>
      )}
    </p>
  );
}

/** A text field with its button. After bad input the message is beside the field, which keeps the text. */
export function FieldForm({
  id,
  action,
  kind,
  label,
  hint,
  button,
  look = '',
  formToken,
  notice,
  messages,
}: {
  readonly id: string;
  readonly action: string;
  /** Value of the field `kind`. */
  readonly kind: string;
  readonly label: string;
  readonly hint?: string;
  readonly button: string;
  readonly look?: 'danger' | '';
  readonly formToken: string;
  readonly notice: AdminNotice | undefined;
  readonly messages: Messages;
}) {
  const error = notice?.at === id ? notice : undefined;
  return (
    <form method="post" action={action}>
      <input type="hidden" name="form_token" value={formToken} />
      <input type="hidden" name="kind" value={kind} />
      <div class="row">
        <Field id={id} name="subject" label={label} hint={hint} error={error} />
        <button class={`button ${look}`} type="submit">
          {button}
        </button>
      </div>
      <FieldError id={id} error={error} messages={messages} />
    </form>
  );
}

/** A label with its text field. After bad input the field keeps the text, and {@link FieldError} describes it. */
export function Field({
  id,
  name,
  label,
  hint,
  error,
  maxlength = 200,
}: {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: AdminNotice | undefined;
  readonly maxlength?: number;
}) {
  const described = [hint === undefined ? '' : `${id}-hint`, error ? `${id}-error` : ''].join(' ').trim();
  return (
    <>
      <label for={id}>
        {label}
        {hint === undefined ? null : (
          <span id={`${id}-hint`} class="hint">
            {hint}
          </span>
        )}
      </label>
      <input
        type="text"
        id={id}
        name={name}
        value={error?.detail ?? ''}
        autocomplete="off"
        spellcheck={false}
        maxlength={maxlength}
        {...(error ? { 'aria-invalid': 'true' } : {})}
        {...(described === '' ? {} : { 'aria-describedby': described })}
      />
    </>
  );
}

/** The message of a field after bad input. */
export function FieldError({
  id,
  error,
  messages,
}: {
  readonly id: string;
  readonly error: AdminNotice | undefined;
  readonly messages: Messages;
}) {
  return error ? (
    <p class="notice bad" id={`${id}-error`} role="alert">
      {messages.admin.notices[error.code]}
    </p>
  ) : null;
}
