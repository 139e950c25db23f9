/** Settings of the organisations that their Teams administrators make, by tenant id. They can be turned while it runs. */
export interface TenantSwitches {
  /** Where Graph gives no transcripts: "Transcript API access" is off, which is the default of Teams. */
  readonly transcriptsOff: Set<string>;
  /** Where transcripts do not name who spoke. */
  readonly speakersOff: Set<string>;
}
