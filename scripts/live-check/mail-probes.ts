import { toIanaZone } from '../../src/time/time-zone.ts';
import { type Probe, decide, unknown } from './probe.ts';

const dayMs = 86_400_000;
/** Words that many mails have. */
const searchWords = ['meeting', 'update', 'report', 'project', 'please', 'team', 'review', 'invoice'];
const toDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Mail and calendar of the signed-in user. */
export const mailProbes: readonly Probe[] = [
  {
    id: 'received-range',
    line: 'G3',
    assumption: 'A pair of received bounds is honored in mail search.',
    async run({ client, nowMs }) {
      const [from, to] = [toDay(nowMs - 60 * dayMs), toDay(nowMs - 30 * dayMs)];
      const { status, code, body } = await client.send({
        shape: 'GET /me/messages?$search="received:{day}..{day}"&$select=receivedDateTime&$top=50',
        path: '/me/messages',
        query: { $search: `"received:${from}..${to}"`, $select: 'receivedDateTime', $top: '50' },
      });
      if (status !== 200) return decide(false, `${status} ${code}`);
      const times = ((body?.value ?? []) as { receivedDateTime: string }[]).map((mail) =>
        Date.parse(mail.receivedDateTime),
      );
      if (times.length === 0) return unknown('no mail between 30 and 60 days ago');
      const outside = times.filter(
        (ms) => ms < Date.parse(from) - dayMs || ms >= Date.parse(to) + 2 * dayMs,
      ).length;
      return decide(outside === 0, `${outside} of ${times.length} outside`);
    },
  },
  {
    id: 'search-mail-ids',
    line: 'G4',
    assumption: 'Ids from Search, with / for - and + for _ exchanged, open the mail.',
    async run({ client, nowMs }) {
      const found = await client.send({
        shape: 'POST /search/query (message)',
        path: '/search/query',
        json: {
          requests: [
            {
              entityTypes: ['message'],
              query: { queryString: `received>=${toDay(nowMs - 60 * dayMs)}` },
              from: 0,
              size: 25,
            },
          ],
        },
      });
      const ids = ((found.body?.value?.[0]?.hitsContainers?.[0]?.hits ?? []) as { hitId?: string }[]).flatMap(
        ({ hitId }) => (hitId === undefined ? [] : [hitId]),
      );
      const chosen = [...ids.filter((id) => /[/+]/.test(id)), ...ids].slice(0, 3);
      if (chosen.length === 0) return unknown(`${found.status} ${found.code}, no hits`.trim());
      let opened = 0;
      for (const id of chosen) {
        const { status } = await client.send({
          shape: 'GET /me/messages/{id}?$select=id',
          path: `/me/messages/${encodeURIComponent(id.replaceAll('/', '-').replaceAll('+', '_'))}`,
          query: { $select: 'id' },
        });
        if (status === 200) opened += 1;
      }
      return decide(opened === chosen.length, `${opened} of ${chosen.length} opened`);
    },
  },
  {
    id: 'search-immutable-ids',
    line: 'G32',
    assumption: 'A word search of mail with immutable ids can end in half an error body.',
    async run({ client }) {
      let broken = 0;
      for (const word of searchWords) {
        const { status, body } = await client.send({
          shape: 'GET /me/messages?$search="{word}"&$select=id&$top=50 (ImmutableId)',
          path: '/me/messages',
          query: { $search: `"${word}"`, $select: 'id', $top: '50' },
          headers: { prefer: 'IdType="ImmutableId"' },
        });
        if (status === 200 && body === undefined) broken += 1;
      }
      const details = `${broken} of ${searchWords.length} searches`;
      return broken === 0 ? unknown(details) : decide(true, details);
    },
  },
  {
    id: 'schedule-range',
    line: 'G7',
    assumption: 'getSchedule answers for 62 days.',
    async run({ client, nowMs }) {
      const me = await client.send({
        shape: 'GET /me?$select=userPrincipalName',
        path: '/me',
        query: { $select: 'userPrincipalName' },
      });
      const { status, code, body } = await client.send({
        shape: 'POST /me/calendar/getSchedule (62 days)',
        path: '/me/calendar/getSchedule',
        json: {
          schedules: [String(me.body?.userPrincipalName ?? '')],
          startTime: { dateTime: `${toDay(nowMs)}T00:00:00`, timeZone: 'UTC' },
          endTime: { dateTime: `${toDay(nowMs + 62 * dayMs)}T00:00:00`, timeZone: 'UTC' },
          availabilityViewInterval: 1440,
        },
      });
      const view = String(body?.value?.[0]?.availabilityView ?? '');
      return decide(
        status === 200 && view.length > 0,
        `${status} ${code} ${view.length} slots`.replace('  ', ' '),
      );
    },
  },
  {
    id: 'mailbox-time-zone',
    line: 'T9',
    assumption: 'The time zone of the mailbox is known by name, or has rules.',
    async run({ client }) {
      const { status, code, body } = await client.send({
        shape: 'GET /me/mailboxSettings?$select=timeZone,workingHours',
        path: '/me/mailboxSettings',
        query: { $select: 'timeZone,workingHours' },
      });
      if (status !== 200) return unknown(`${status} ${code}`);
      const isKnown = toIanaZone(String(body?.timeZone ?? '')) !== undefined;
      const hasRules = typeof body?.workingHours?.timeZone?.bias === 'number';
      return decide(
        isKnown || hasRules,
        isKnown ? 'known by name' : hasRules ? 'rules' : 'unknown name, no rules',
      );
    },
  },
];
