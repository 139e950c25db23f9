import type { AdminState, ConnectorState } from '../state.ts';
import { ChangeButton } from './controls.tsx';

interface Words {
  readonly look: 'good' | 'warn' | 'bad' | 'idle';
  readonly mark: string;
  readonly heading: string;
  readonly text: string;
}

const words: Readonly<Record<ConnectorState, Words>> = {
  closed_by_operator: {
    look: 'bad',
    mark: '✕',
    heading: 'Closed by the operator',
    text: 'The operator of this connector has not enabled your organisation yet. Send them the tenant id below; nothing can be set up before.',
  },
  unknown: {
    look: 'idle',
    mark: '?',
    heading: 'Not known',
    text: 'Microsoft did not say what is granted. Run the self-check to see why.',
  },
  not_set_up: {
    look: 'idle',
    mark: '1',
    heading: 'Not set up yet',
    text: 'Nobody of your organisation can use the connector before you consent. You can take every permission back at any time.',
  },
  half_set_up: {
    look: 'warn',
    mark: '½',
    heading: 'Half set up',
    text: 'One of the two applications is ready, the other is not. Consent once more: both are asked for, in the right order.',
  },
  switched_off: {
    look: 'bad',
    mark: '✕',
    heading: 'Switched off',
    text: 'An administrator of your organisation has switched the connector off for everybody. What is granted in Entra is untouched.',
  },
  open_in_part: {
    look: 'good',
    mark: '✓',
    heading: 'Open, with some abilities off',
    text: 'People can use the connector. Some permissions or tools are not granted, or switched off here.',
  },
  open: {
    look: 'good',
    mark: '✓',
    heading: 'Open',
    text: 'People of your organisation can use the connector, each with the rights that they have in Microsoft 365 anyway.',
  },
};

/** Whether the connector is open, in one look, and the one thing to do next. */
export function StatusSection({ state }: { readonly state: AdminState }) {
  const { look, mark, heading, text } = words[state.connector];
  const needsConsent = state.connector === 'not_set_up' || state.connector === 'half_set_up';
  return (
    <section aria-labelledby="status">
      <div class="state">
        <span class={`badge ${look}`} aria-hidden="true">
          {mark}
        </span>
        <h1 id="status">{heading}</h1>
        <p class="soft">{text}</p>
      </div>
      {needsConsent ? (
        <div class="actions">
          <a class="button primary" href="/admin/consent?everything">
            Consent to everything
          </a>
          <a class="button" href="#permissions">
            Choose permissions
          </a>
        </div>
      ) : state.connector === 'switched_off' ? (
        <div class="actions">
          <ChangeButton change="enable" label="Switch the connector on" look="primary" />
        </div>
      ) : null}
    </section>
  );
}
