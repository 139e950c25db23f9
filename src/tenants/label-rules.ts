/** A sensitivity label that administrators listed, of Microsoft Purview. */
export interface ListedLabel {
  /** GUID. */
  readonly id: string;
  /** Empty for a label without a name. */
  readonly name: string;
  /** Whether content with the label is neither listed nor read out. */
  readonly isWithheld: boolean;
}

/** Rules of a tenant about content by its sensitivity label. */
export interface LabelRules {
  readonly labels: readonly ListedLabel[];
  /** Withholds content without a label, with a label that is not listed, and whose label is not known. */
  readonly withholdsOthers: boolean;
}

/** The rules of a tenant that has set none. */
export const defaultLabelRules: LabelRules = { labels: [], withholdsOthers: false };

/** Each one is a condition of every file search. */
export const maxListedLabels = 40;
export const maxLabelNameLength = 60;
