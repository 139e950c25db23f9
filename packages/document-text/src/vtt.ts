/** A long turn gets a new timestamp after this time. */
const turnSeconds = 120;
/** Limits far above real transcripts: half a day of cues, and the text of one cue. */
const maxCues = 30_000;
const maxCueCharacters = 4096;

/** Named character references of WebVTT. */
const references: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  nbsp: ' ',
  lrm: '',
  rlm: '',
};

interface Turn {
  readonly speaker: string;
  readonly startSeconds: number;
  readonly texts: string[];
}

const stamp = /^(-)?(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2}(?:[.,]\d{1,3})?)$/;

function parseSeconds(text: string): number | undefined {
  const parts = stamp.exec(text);
  if (!parts) return undefined;
  const seconds = Number(parts[2] ?? 0) * 3600 + Number(parts[3]) * 60 + Number(parts[4]?.replace(',', '.'));
  // Transcripts that start before the recording contain negative times.
  return parts[1] === '-' ? 0 : seconds;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

function formatClock(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${pad(Math.floor(whole / 3600))}:${pad(Math.floor(whole / 60) % 60)}:${pad(whole % 60)}`;
}

/** The start time of a cue in seconds, if the line is a timing line. */
function parseCueStart(line: string): number | undefined {
  const arrow = line.indexOf('-->');
  return arrow < 0 ? undefined : parseSeconds(line.slice(0, arrow).trim());
}

function decodeReferences(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|([a-z]{2,4}));/g, (whole, code?: string, name?: string) => {
    if (code === undefined) return references[name ?? ''] ?? whole;
    return Number(code) <= 0x10ffff ? String.fromCodePoint(Number(code)) : '';
  });
}

/** Replaces all line breaks, so that spoken text cannot imitate another turn. */
function oneLine(text: string): string {
  return text.replaceAll(/[\s\u0085]+/g, ' ').trim();
}

interface Speech {
  readonly speaker: string;
  readonly text: string;
}

/** Splits a cue by voice tags, such as `<v Ana Ruiz>Hello</v>`. Other tags are removed. */
function parseSpeeches(payload: string, speaker: string): Speech[] {
  const found: Speech[] = [];
  let current = speaker;
  for (const piece of payload.split(/(?=<v[. \t])/)) {
    const voice = /^<v(?:\.[\w.-]{0,64})?[ \t]{1,8}([^<>]{1,256})>/.exec(piece);
    if (voice) current = oneLine(decodeReferences(voice[1] ?? ''));
    const bare = piece.slice(voice?.[0].length ?? 0).replaceAll(/<[^<>]{0,256}>/g, '');
    const text = oneLine(decodeReferences(bare));
    if (text !== '') found.push({ speaker: current, text });
  }
  return found;
}

/** Yields lines one by one, to avoid a large array. */
function* splitLines(source: string): Generator<string> {
  for (let at = 0; at < source.length;) {
    const found = source.indexOf('\n', at);
    const end = found < 0 ? source.length : found;
    yield source.slice(at, end);
    at = end + 1;
  }
}

function readTurns(source: string): { turns: Turn[]; isCut: boolean } {
  const turns: Turn[] = [];
  let start: number | undefined;
  let payload = '';
  const endCue = () => {
    if (start === undefined) return;
    for (const { speaker, text } of parseSpeeches(payload, '')) {
      const last = turns.at(-1);
      if (last && last.speaker === speaker && start - last.startSeconds < turnSeconds) last.texts.push(text);
      else turns.push({ speaker, startSeconds: start, texts: [text] });
    }
    start = undefined;
    payload = '';
  };
  let cues = 0;
  for (const line of splitLines(source)) {
    const next = parseCueStart(line);
    if (next !== undefined) {
      endCue();
      cues += 1;
      if (cues > maxCues) return { turns, isCut: true };
      start = next;
    } else if (line.trim() === '') {
      endCue();
    } else if (start !== undefined && payload.length < maxCueCharacters) {
      payload += `${line.slice(0, maxCueCharacters)} `;
    }
  }
  endCue();
  return { turns, isCut: false };
}

/**
 * Converts a WebVTT transcript to one line per turn: `[00:01:05] Ana Ruiz: text`. Consecutive cues of one speaker are
 * one turn of at most two minutes. Notes and styles are left out.
 */
export function vttToText(source: string): { text: string; isCut: boolean } {
  const { turns, isCut } = readTurns(source.includes('\r') ? source.replaceAll(/\r\n?/g, '\n') : source);
  const lines = turns.map(({ speaker, startSeconds, texts }) => {
    const voice = speaker === '' ? '' : `${speaker}: `;
    return `[${formatClock(startSeconds)}] ${voice}${texts.join(' ')}`;
  });
  return { text: lines.join('\n'), isCut };
}
