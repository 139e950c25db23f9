/** Id of the form that every switch of the page belongs to. */
export const changeFormId = 'change';

/** A button that makes one change of the policy. */
export function ChangeButton({
  change,
  subject,
  label,
  about,
  look = 'quiet',
}: {
  readonly change: string;
  readonly subject?: string;
  readonly label: string;
  /** What the label leaves to the eye: for those who hear the page. */
  readonly about?: string;
  readonly look?: 'quiet' | 'danger' | 'primary';
}) {
  return (
    <button
      class={`button ${look}`}
      type="submit"
      form={changeFormId}
      name="change"
      value={subject === undefined ? change : `${change}:${subject}`}
    >
      {label}
      {about === undefined ? null : <span class="hidden">{` ${about}`}</span>}
    </button>
  );
}

/** What the page says about the last thing that was done. */
const notices = {
  changed: { look: 'good', text: 'Done. It takes effect for everybody within ten seconds.' },
  unchanged: { look: 'idle', text: 'It was so already.' },
  revoked_everybody: {
    look: 'good',
    text: 'Done. Every connection of your organisation ends within ten seconds, and so has every sign-in to this page.',
  },
  revoked_user: { look: 'good', text: 'Done. Every connection of that person has ended.' },
  reread: {
    look: 'good',
    text: 'Done. Within ten seconds everybody has exactly the permissions that Entra grants now. Nobody has to sign in again.',
  },
  malformed: {
    look: 'bad',
    text: 'That is no object id. It looks like 0c0a0000-0000-4000-8000-00000000c0a0; you find it in Entra.',
  },
  full: {
    look: 'bad',
    text: 'The list is full: it takes 100 groups and 100 people. Put people into a group.',
  },
  consent_declined: { look: 'idle', text: 'Consent was called off. What was accepted before that stays.' },
  consent_refused: {
    look: 'bad',
    text: 'Microsoft did not take the consent. Only a Global Administrator can consent to all of it.',
  },
  reauthentication: {
    look: 'idle',
    text: 'You have signed in again. Nothing was changed: repeat the change within ten minutes.',
  },
  nothing_chosen: { look: 'bad', text: 'Choose at least one permission.' },
} as const;

export type NoticeCode = keyof typeof notices;

/** Whether there is such a notice. */
export function isNoticeCode(text: string | undefined): text is NoticeCode {
  return text !== undefined && Object.hasOwn(notices, text);
}

/** A notice, and what goes with it. */
export interface ShownNotice {
  readonly code: NoticeCode;
  readonly detail: string | undefined;
}

/** @see notices */
export function Notice({ code, detail }: ShownNotice) {
  const { look, text } = notices[code];
  return (
    <p class={`notice ${look}`} role="status">
      {text}
      {detail === undefined ? null : (
        <>
          {' '}
          <code>{detail}</code>
        </>
      )}
    </p>
  );
}
