import { hostileTexts } from '../hostile-texts.ts';
import { addresses } from '../mail/addresses.ts';
import type { EmailAddress } from '../mail/mail-seed.ts';
import { numberedLines } from '../numbered-lines.ts';

const { megan, patti, adele, lidia, alex, miriam, joni } = addresses;

/** Something said, in seconds from the beginning of the transcript; it may have begun before. */
export interface Cue {
  readonly from: number;
  readonly to: number;
  readonly speaker: string;
  readonly text: string;
}

/** Transcript, attendance and notes of one occurrence. */
export interface MeetingRecord {
  /** Key of the event and number of the occurrence in its series. */
  readonly event: string;
  readonly occurrence: number;
  /** Number of the transcription, where it was stopped and started again. Default 0. */
  readonly part?: number;
  readonly cues: readonly Cue[];
  readonly isRecorded: boolean;
  readonly attendance: readonly { readonly emailAddress: EmailAddress; readonly seconds: number }[];
  readonly insight?: {
    readonly notes: readonly {
      readonly title: string;
      readonly text: string;
      readonly subpoints: readonly { readonly title: string; readonly text: string }[];
    }[];
    readonly actionItems: readonly {
      readonly title: string;
      readonly text: string;
      readonly owner: string;
    }[];
  };
}

function createCues(...lines: readonly (readonly [EmailAddress, string])[]): readonly Cue[] {
  return lines.map(([emailAddress, text], index) => ({
    from: index * 8 - 3,
    to: index * 8 + 4.32,
    speaker: emailAddress.name,
    text,
  }));
}

/** Transcripts, recordings, attendance and notes of past meetings. */
export const meetingRecords: readonly MeetingRecord[] = [
  {
    event: 'halo-weekly',
    occurrence: 23,
    isRecorded: true,
    cues: createCues(
      [megan, 'Packaging: Lidia, where are we?'],
      [lidia, 'The blue is too dark. A new proof comes on Friday.'],
    ),
    attendance: [
      { emailAddress: megan, seconds: 1790 },
      { emailAddress: lidia, seconds: 1600 },
    ],
  },
  {
    event: 'halo-weekly',
    occurrence: 24,
    isRecorded: false,
    cues: createCues(
      [megan, 'The agency has moved its date again.'],
      [adele, 'Then we ask Tailspin whom they use.'],
    ),
    attendance: [
      { emailAddress: megan, seconds: 1500 },
      { emailAddress: adele, seconds: 1500 },
    ],
  },
  {
    event: 'halo-weekly',
    occurrence: 25,
    isRecorded: true,
    cues: createCues(
      [megan, 'Budget is closed. We have one million three hundred and fifty thousand.'],
      [megan, 'The launch campaign is approved in full.'],
      [lidia, 'Good. Then I order the demo lamps today.'],
      [alex, 'I need the photos by the eighteenth of December.'],
      [adele, 'Training starts on the nineteenth of February, not before.'],
      [megan, 'Agreed. <b>Next week</b> we meet on Wednesday & at two.'],
    ),
    attendance: [
      { emailAddress: megan, seconds: 1805 },
      { emailAddress: lidia, seconds: 1780 },
      { emailAddress: alex, seconds: 900 },
      { emailAddress: adele, seconds: 1740 },
    ],
    insight: {
      notes: [
        {
          title: 'Budget',
          text: 'Marketing has EUR 1,350,000 for FY27; the launch campaign is approved in full.',
          subpoints: [{ title: 'Demo lamps', text: 'Lidia orders them at once.' }],
        },
        { title: 'Training', text: 'Retail training starts on 19 February.', subpoints: [] },
      ],
      actionItems: [
        { title: 'Order demo lamps', text: 'Lidia orders the demo lamps today.', owner: 'Lidia Holloway' },
        { title: 'Photos', text: 'Photos for the press kit by 18 December.', owner: 'Lidia Holloway' },
      ],
    },
  },
  {
    event: 'nightingale',
    occurrence: 0,
    isRecorded: true,
    cues: createCues([miriam, 'Everything said here is privileged.'], [joni, 'Understood.']),
    attendance: [
      { emailAddress: miriam, seconds: 3000 },
      { emailAddress: joni, seconds: 2900 },
    ],
  },
  {
    event: 'supplier-call',
    occurrence: 0,
    isRecorded: false,
    cues: createCues([lidia, 'The first pallet leaves on Monday.']),
    attendance: [{ emailAddress: lidia, seconds: 2400 }],
  },
  {
    event: 'supplier-call',
    occurrence: 0,
    part: 1,
    isRecorded: false,
    cues: createCues([megan, 'Then the second pallet follows on Thursday.']),
    attendance: [],
  },
  {
    event: 'works-council',
    occurrence: 0,
    isRecorded: true,
    cues: createCues([patti, 'Nothing of this leaves the room.']),
    attendance: [{ emailAddress: patti, seconds: 1500 }],
  },
  {
    event: 'leadership',
    occurrence: 3,
    isRecorded: false,
    cues: createCues(
      ...numberedLines('Remark', 1400).map((line, index) => [index % 3 === 0 ? patti : megan, line] as const),
      ...hostileTexts.map((text) => [patti, text.replaceAll(/\s*\n\s*/g, '\n')] as const),
    ),
    attendance: [
      { emailAddress: patti, seconds: 3500 },
      { emailAddress: megan, seconds: 3400 },
    ],
  },
];
