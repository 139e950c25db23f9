import { displayName } from '../../oauth/parameters.ts';
import { type ConsoleView, PageHeading, renderConsole } from './console.tsx';
import { FieldForm, NoticeAt, RemovableItem } from './controls.tsx';

export interface PeoplePageOptions {
  readonly view: ConsoleView;
  /** Names of listed groups and users by object id. */
  readonly names: Readonly<Record<string, string>>;
}

/** Who may use the connector: by assignment in Entra, and by lists of its own on top. */
export async function peoplePage({ view, names }: PeoplePageOptions): Promise<Response> {
  const { messages, policy, notice, adminCenter, session } = view;
  const { people, pages } = messages.admin;
  const { allowedGroups, allowedUsers } = policy;
  const isNarrowed = allowedGroups.length + allowedUsers.length > 0;
  const form = { action: '/admin/people', formToken: session.formToken, notice, messages };
  return await renderConsole(
    { view, current: 'people', title: pages.people },
    <>
      <PageHeading>{pages.people}</PageHeading>
      <section id="assignment" aria-label={people.enterpriseApps}>
        <p class="soft">{people.intro}</p>
        <ol class="small">
          <li>
            {`${people.open} `}
            <a
              href={`${adminCenter}/#view/Microsoft_AAD_IAM/StartboardApplicationsMenuBlade/~/AppAppsPreview`}
            >
              {people.enterpriseApps}
            </a>
            {` ${people.choose}`}
          </li>
          {people.steps.map((step) => (
            <li>{step}</li>
          ))}
        </ol>
      </section>
      <section id="people" aria-labelledby="people-heading">
        <h2 id="people-heading">{people.hereHeading}</h2>
        <NoticeAt at="people" notice={notice} messages={messages} />
        <p class="soft">{isNarrowed ? people.narrowed : people.notNarrowed}</p>
        <Members kind="group" ids={allowedGroups} view={view} names={names} />
        <Members kind="user" ids={allowedUsers} view={view} names={names} />
        <FieldForm
          id="group"
          kind="group"
          label={people.groupLabel}
          hint={people.groupIdHint}
          button={people.addGroup}
          {...form}
        />
        <p class="soft small">{people.groupsHint}</p>
        <FieldForm id="user" kind="user" label={people.userLabel} button={people.addUser} {...form} />
      </section>
      <section id="revoke" aria-labelledby="revoke-heading">
        <h2 id="revoke-heading">{people.revokeHeading}</h2>
        <NoticeAt at="revoke" notice={notice} messages={messages} />
        <p class="soft">{people.revokeText}</p>
        <FieldForm
          id="revoke-user"
          kind="revoke_user"
          label={people.userLabel}
          button={people.revokeUser}
          look="danger"
          {...form}
        />
      </section>
    </>,
  );
}

function Members({
  kind,
  ids,
  view,
  names,
}: PeoplePageOptions & { readonly kind: 'group' | 'user'; readonly ids: readonly string[] }) {
  const { people } = view.messages.admin;
  if (ids.length === 0) return null;
  return (
    <ul class="members">
      {ids.map((id) => {
        const name = displayName(names[id], '');
        return (
          <RemovableItem change={`disallow_${kind}`} subject={id} name={name || id} messages={view.messages}>
            <span class="soft small">{people[kind]}</span> <span class="name">{name}</span>
            <code>{id}</code>
          </RemovableItem>
        );
      })}
    </ul>
  );
}
