import { displayName } from '../../oauth/parameters.ts';
import { defaultLabelRules, maxLabelNameLength } from '../../tenants/label-rules.ts';
import type { ConsoleView } from './console.tsx';
import { ChangeButton, ConfirmLink, Field, FieldError, NoticeAt } from './controls.tsx';

/** The sensitivity labels whose content is withheld or shown, and what happens to all other content. */
export function LabelsSection({ view }: { readonly view: ConsoleView }) {
  const { messages, policy, notice } = view;
  const { labels: texts, remove } = messages.admin;
  const { labels, withholdsOthers } = policy.labelRules ?? defaultLabelRules;
  return (
    <section id="labels" aria-labelledby="labels-heading">
      <h2 id="labels-heading">{texts.heading}</h2>
      <NoticeAt at="labels" notice={notice} messages={messages} />
      <p class="soft">{texts.text}</p>
      {labels.length === 0 ? <p class="soft">{texts.none}</p> : null}
      <ul class="members">
        {labels.map(({ id, name, isWithheld }) => (
          <li>
            <span>
              {name === '' ? null : <span class="name">{displayName(name, id)}</span>} <code>{id}</code>{' '}
              <span class={`chip ${isWithheld ? 'warn' : 'good'}`}>
                {isWithheld ? texts.withheld : texts.shown}
              </span>
            </span>
            <span>
              {isWithheld ? (
                <ChangeButton change="show_label" subject={id} label={texts.show} about={name || id} />
              ) : (
                <ConfirmLink change="withhold_label" subject={id} label={texts.withhold} about={name || id} />
              )}{' '}
              <ConfirmLink change="unlist_label" subject={id} label={remove} about={name || id} />
            </span>
          </li>
        ))}
      </ul>
      <LabelForm view={view} />
      <h3>{texts.othersHeading}</h3>
      <p class="soft">{texts.othersText}</p>
      <p>
        <span class={`chip ${withholdsOthers ? 'warn' : 'idle'}`}>
          {withholdsOthers ? texts.withheld : texts.shown}
        </span>
      </p>
      <div class="actions">
        {withholdsOthers ? (
          <ChangeButton change="show_other_labels" label={texts.show} about={texts.othersHeading} />
        ) : (
          <ConfirmLink change="withhold_other_labels" label={texts.withhold} about={texts.othersHeading} />
        )}
      </div>
    </section>
  );
}

/** Lists a label, with one button for each treatment. */
function LabelForm({ view: { messages, notice, session } }: { readonly view: ConsoleView }) {
  const { labels: texts } = messages.admin;
  const error = notice?.at === 'label' ? notice : undefined;
  return (
    <form method="post" action="/admin/labels">
      <input type="hidden" name="form_token" value={session.formToken} />
      <div class="row">
        <Field id="label" name="subject" label={texts.id} hint={texts.idHint} error={error} />
      </div>
      <FieldError id="label" error={error} messages={messages} />
      <div class="row">
        <Field
          id="label-name"
          name="name"
          label={texts.name}
          hint={texts.nameHint}
          maxlength={maxLabelNameLength}
        />
      </div>
      <div class="row">
        <button class="button" type="submit" name="treatment" value="withhold_label">
          {texts.withhold}
        </button>
        <button class="button" type="submit" name="treatment" value="show_label">
          {texts.show}
        </button>
      </div>
    </form>
  );
}
