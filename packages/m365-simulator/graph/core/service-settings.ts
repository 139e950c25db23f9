import type { CloudName } from '../../entra/directory/microsoft-cloud.ts';
import { fabrikam } from '../../seed-data/tenants.ts';
import type { ServiceCondition } from './conditions.ts';

/** Settings of the simulated service. They can change at run time. */
export interface ServiceSettings {
  /** `documented`: as the reference pages of Graph state. `practice`: as the service was observed where the two differ. */
  behavior: 'documented' | 'practice';
  /** National cloud: `usgov` and `usgov-dod` sort no chats, `china` has no Teams. */
  cloud: CloudName;
  /** Tenants without the "Transcript API access" setting, which is off by default in Teams. */
  readonly transcriptApiDisabled: Set<string>;
  /** Tenants whose transcripts do not name the speakers. */
  readonly speakerAttributionDisabled: Set<string>;
  /** Observed conditions that hold. */
  readonly conditions: Set<ServiceCondition>;
}

/** The settings at the start. */
export function createServiceSettings(cloud: CloudName = 'global'): ServiceSettings {
  return {
    behavior: 'practice',
    cloud,
    transcriptApiDisabled: new Set([fabrikam]),
    speakerAttributionDisabled: new Set(),
    conditions: new Set(),
  };
}

/** Puts the settings of the start back. */
export function resetServiceSettings(settings: ServiceSettings): void {
  const { behavior, transcriptApiDisabled, speakerAttributionDisabled } = createServiceSettings();
  settings.behavior = behavior;
  replace(settings.transcriptApiDisabled, transcriptApiDisabled);
  replace(settings.speakerAttributionDisabled, speakerAttributionDisabled);
  settings.conditions.clear();
}

function replace(set: Set<string>, values: Iterable<string>): void {
  set.clear();
  for (const value of values) set.add(value);
}
