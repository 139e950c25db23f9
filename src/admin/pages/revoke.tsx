import { ChangeButton } from './controls.tsx';

/** Taking access back: of one person, of everybody, and the switch for all. */
export function RevokeSection({
  isEnabled,
  formToken,
}: {
  readonly isEnabled: boolean;
  readonly formToken: string;
}) {
  return (
    <section id="revoke" aria-labelledby="revoke-heading">
      <h2 id="revoke-heading">Take access back</h2>
      <details>
        <summary>Revoke one person</summary>
        <p class="soft small">
          Ends every connection that the person has made, in every application. They can connect again, unless
          Entra no longer lets them in: disable the account or remove the assignment there. You find the
          object id in Entra, Users.
        </p>
        <form method="post" action="/admin/change">
          <input type="hidden" name="form_token" value={formToken} />
          <div class="row">
            <label>
              Object id of the person
              <input
                type="text"
                name="subject"
                required
                autocomplete="off"
                spellcheck={false}
                maxlength={36}
              />
            </label>
            <button class="button danger" type="submit" name="change" value="revoke_user">
              Revoke this person
            </button>
          </div>
        </form>
      </details>
      <details>
        <summary>Revoke everybody</summary>
        <p class="soft small">
          Ends every connection of your organisation within ten seconds, and every sign-in to this page, your
          own too. Everybody has to connect again, which they can at once. It cannot be undone.
        </p>
        <ChangeButton change="revoke_everybody" label="Revoke everybody now" look="danger" />
      </details>
      {isEnabled ? (
        <details>
          <summary>Switch the connector off</summary>
          <p class="soft small">
            Nobody of your organisation can use it within ten seconds. Connections stay, and work again once
            it is switched on. What is granted in Entra stays too: to take that back, delete both enterprise
            applications there.
          </p>
          <ChangeButton change="disable" label="Switch it off for everybody" look="danger" />
        </details>
      ) : (
        <p>
          The connector is switched off for everybody.{' '}
          <ChangeButton change="enable" label="Switch the connector on" />
        </p>
      )}
    </section>
  );
}
