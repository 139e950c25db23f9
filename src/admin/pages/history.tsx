import { Timestamp } from '../../http/layout.tsx';
import { displayName } from '../../oauth/parameters.ts';
import type { PolicyChange } from '../../tenants/policy.ts';

/** A decision, with the name of who took it where that can still be read. */
export interface ShownChange extends PolicyChange {
  readonly atMs: number;
  readonly actorId: string;
  readonly actorName: string | undefined;
}

const texts: Readonly<Partial<Record<PolicyChange['kind'], string>>> = {
  disable: 'switched the connector off',
  enable: 'switched the connector on',
  tool_off: 'switched the tool off:',
  tool_on: 'switched the tool on:',
  permission_off: 'switched the permission off:',
  permission_on: 'switched the permission on:',
  allow_group: 'added the group',
  disallow_group: 'removed the group',
  allow_user: 'added the person',
  disallow_user: 'removed the person',
  revoke_everybody: 'revoked everybody',
  reread_permissions: 'had the permissions re-read from Entra',
  revoke_user: 'revoked the person',
};

/** Who decided what, and when. */
export function ChangesSection({ changes }: { readonly changes: readonly ShownChange[] }) {
  return (
    <section id="changes" aria-labelledby="changes-heading">
      <h2 id="changes-heading">Last changes</h2>
      {changes.length === 0 ? (
        <p class="soft">Nobody has changed anything here. Consent is recorded by Entra, in its audit log.</p>
      ) : (
        <ol class="log">
          {changes.map(({ atMs, actorId, actorName, kind, subject }) => (
            <li>
              <span class="name">{actorName ? displayName(actorName, actorId) : actorId}</span>{' '}
              {texts[kind] ?? kind}
              {subject ? (
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
          ))}
        </ol>
      )}
    </section>
  );
}
