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
