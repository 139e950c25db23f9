import type { Policy } from '../../tenants/policy.ts';
import { ChangeButton } from './controls.tsx';

/** What the section needs to know. */
export interface PeopleOptions {
  readonly policy: Policy;
  readonly adminCenter: string;
  readonly formToken: string;
}

/** Who may use the connector: by assignment in Entra, and by lists of its own on top. */
export function PeopleSection({ policy, adminCenter, formToken }: PeopleOptions) {
  const { allowedGroups, allowedUsers } = policy;
  const isNarrowed = allowedGroups.length + allowedUsers.length > 0;
  return (
    <section id="people" aria-labelledby="people-heading">
      <h2 id="people-heading">Who may use it</h2>
      <p class="soft">
        Everybody whom Entra lets in. Begin with a pilot group: assignment in Entra is the strongest way,
        since Microsoft itself then refuses everybody else.
      </p>
      <ol class="small">
        <li>
          Open{' '}
          <a href={`${adminCenter}/#view/Microsoft_AAD_IAM/StartboardApplicationsMenuBlade/~/AppAppsPreview`}>
            Enterprise applications
          </a>{' '}
          and choose <strong>M365 MCP Server</strong>.
        </li>
        <li>Properties: set “Assignment required?” to Yes.</li>
        <li>
          Users and groups: add the group, as <em>Connector user</em>. Members of nested groups do not count.
        </li>
        <li>
          Do the same with <strong>M365 MCP Client</strong>: with one alone, people sign in and are refused
          afterwards.
        </li>
      </ol>
      <h3>Narrower still, here</h3>
      <p class="soft small">
        {isNarrowed
          ? 'Only these may use the connector. It takes effect within ten seconds.'
          : 'Nobody is named, so everybody whom Entra lets in may use it. As soon as you name somebody, nobody else may.'}{' '}
        Groups work where sign-ins say which groups a person is in; a person in more than 200 groups has to be
        named.
      </p>
      <Members kind="group" ids={allowedGroups} />
      <Members kind="person" ids={allowedUsers} />
      <AddForm kind="group" formToken={formToken} />
      <AddForm kind="person" formToken={formToken} />
    </section>
  );
}

type Kind = 'group' | 'person';

const kindNames: Readonly<Record<Kind, string>> = { group: 'Group', person: 'Person' };

function Members({ kind, ids }: { readonly kind: Kind; readonly ids: readonly string[] }) {
  if (ids.length === 0) return null;
  return (
    <ul class="members">
      {ids.map((id) => (
        <li>
          <span>
            {`${kindNames[kind]} `}
            <code>{id}</code>
          </span>
          <ChangeButton change={`disallow_${kind}`} subject={id} label="Remove" about={`${kind} ${id}`} />
        </li>
      ))}
    </ul>
  );
}

function AddForm({ kind, formToken }: { readonly kind: Kind; readonly formToken: string }) {
  return (
    <form method="post" action="/admin/change">
      <input type="hidden" name="form_token" value={formToken} />
      <div class="row">
        <label>
          {`Object id of a ${kind}`}
          <input type="text" name="subject" required autocomplete="off" spellcheck={false} maxlength={36} />
        </label>
        <button class="button" type="submit" name="change" value={`allow_${kind}`}>
          {`Add ${kind}`}
        </button>
      </div>
    </form>
  );
}
