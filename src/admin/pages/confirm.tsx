import type { Messages } from '../../http/messages/en.ts';
import {
  type ConsolePageName,
  type ConsoleView,
  PageHeading,
  consolePages,
  renderConsole,
} from './console.tsx';

export interface ConfirmPageOptions {
  readonly view: ConsoleView;
  readonly question: string;
  /** Value of the form's `change`. */
  readonly change: string;
  /** The sealed name of the subject, which the form posts back. */
  readonly sealedName: string | undefined;
  readonly consequences: readonly string[];
  /** Page of the change. */
  readonly page: ConsolePageName;
}

/** Asks before a change that removes access: what it does, and how many users it affects. */
export async function confirmPage(options: ConfirmPageOptions): Promise<Response> {
  const { view, question, change, sealedName, consequences, page } = options;
  const { confirm, cancel } = view.messages.admin;
  return await renderConsole(
    { view, current: page, title: confirm.title },
    <>
      <PageHeading>{question}</PageHeading>
      <section aria-label={confirm.title}>
        <ul>
          {consequences.map((text) => (
            <li>{text}</li>
          ))}
        </ul>
        <form method="post" action="/admin/change">
          <input type="hidden" name="form_token" value={view.session.formToken} />
          {sealedName === undefined ? null : <input type="hidden" name="name" value={sealedName} />}
          <div class="actions">
            <button class="button danger" type="submit" name="change" value={change}>
              {confirm.yes}
            </button>
            <a class="button" href={consolePages[page]}>
              {cancel}
            </a>
          </div>
        </form>
      </section>
    </>,
  );
}

/** The number of users that a change affects, in words. */
export function formatAffected(users: number | undefined, { admin: { confirm } }: Messages): string {
  if (users === undefined || users === 0) return confirm.affectedUnknown;
  return confirm.affected(users);
}
