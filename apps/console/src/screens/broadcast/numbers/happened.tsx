import { Stack, Text } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Broadcast, Course } from '../../../api';
import { Fold } from '../../../parts/frame/fold';
import { answerWords } from '../../../parts/sending/answer-words';
import { unknownKey } from '../../../parts/sending/provider-codes.rules';
import { lately, number, span } from '../../../times';
import { awayOf, whyOf } from '../../operations/troubles.rules';
import { useActWords } from '../stopping/stop-acts';
import { narrowed } from '../stopping/stop-acts.rules';
import { type Happening, happeningsOf, inTime, waitedIn } from './happened.rules';
import { lasted } from './lasted';

/** Lines shown; the others are behind a fold. */
const SHOWN = 6;

type One = Happening<Broadcast['stops'][number], Course['outages'][number], Course['lost'][number]>;

/** What held a broadcast back and what it lost copies by: the gravest, in order of time. @param over whether it has ended */
export function Happened({
  broadcast: { id, stops },
  course: { outages, lost, parts, points },
  over,
  most = SHOWN,
  except = [],
}: {
  broadcast: Pick<Broadcast, 'id' | 'stops'>;
  course: Pick<Course, 'outages' | 'lost' | 'parts' | 'points'>;
  over: boolean;
  most?: number;
  /** Told elsewhere. */
  except?: readonly One['kind'][];
}) {
  const { t } = useTranslation();
  const channels = [...new Set(parts.map(({ channel }) => channel))];
  const all = happeningsOf({ stops: narrowed(stops), outages, lost, channels }, over).filter(
    ({ kind }) => !except.includes(kind),
  );
  const words = useHappeningWords(id, stops, points);
  if (all.length === 0) return null;
  const lines = (some: readonly One[]) => (
    <Stack gap={6} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
      {some.map((one, at) => {
        const { when, what, rest } = words(one);
        return (
          <li key={`${at} ${one.kind} ${one.from}`} style={{ overflowWrap: 'anywhere' }}>
            <Text size="sm">
              {when !== '' && (
                <Text span inherit fw={600} className="steady">
                  {when}
                </Text>
              )}{' '}
              {what}
            </Text>
            {rest !== '' && (
              <Text size="sm" c="dimmed">
                {rest}
              </Text>
            )}
          </li>
        );
      })}
    </Stack>
  );
  return (
    <Stack gap={4} component="section" aria-label={t('happened.title')}>
      <Text size="sm" fw={600}>
        {t('happened.title')}
      </Text>
      {lines(inTime(all.slice(0, most)))}
      {all.length > most && (
        <Fold unfold={t('happened.more', { count: all.length - most })} fold={t('moments.fewer')}>
          {lines(inTime(all.slice(most)))}
        </Fold>
      )}
    </Stack>
  );
}

/** What a provider did to a channel, in a sentence. */
export const outageWords = (
  t: TFunction,
  { kind, channel, account, reason }: Course['outages'][number],
): string =>
  t(kind === 'slow' ? 'outages.slow' : `outages.${awayOf(whyOf({ cause: 'away', brake: null, reason }))}`, {
    channel: account
      ? t('outages.ofAccount', { account, channel: t(`channels.${channel}`) })
      : t(`channels.${channel}`),
  });

const ANSWERS = [
  ['back', 'answers'],
  ['backHeld', 'answersHeld'],
  ['backStopped', 'answersStopped'],
] as const;

/** Returns the words of one: when, what it concerned, and why, how many copies and how it ended. */
export function useHappeningWords(
  id: string,
  stops: Broadcast['stops'],
  points: Course['points'],
): (one: One) => { when: string; what: string; rest: string } {
  const { t } = useTranslation();
  const actWords = useActWords(id, stops);
  const copiesOf = (one: One): number =>
    one.kind === 'lost' ? one.lost.copies : 'act' in one ? (one.act.copies ?? 0) : 0;
  const whatOf = (one: One): [what: string, why: string] => {
    if ('act' in one) return actWords(one.act);
    if ('lost' in one) {
      const { channel, reason, copies } = one.lost;
      return [
        t('happened.lost', { channel: t(`channels.${channel}`), copies: number(copies) }),
        t(`unknown.reasons.${unknownKey(reason)}.what`),
      ];
    }
    const { reason } = one.outage;
    return [outageWords(t, one.outage), reason === null ? '' : answerWords(t, reason)];
  };
  return (one) => {
    const { kind, from, to, ended, endedBy } = one;
    const [what, why] = whatOf(one);
    // A provider that answers a check has not taken a message yet.
    const how = (kind === 'away' && ANSWERS.find(([end]) => end === ended)?.[1]) || (ended ?? 'standing');
    const times = 'outage' in one ? one.outage.times : 1;
    const copies = kind === 'lost' ? 0 : copiesOf(one);
    const waited = 'outage' in one ? waitedIn(one.outage, points) : null;
    const seconds =
      'outage' in one
        ? one.outage.seconds
        : from !== null && to !== null && kind !== 'lost'
          ? Math.round((Date.parse(to) - Date.parse(from)) / 1000)
          : null;
    const between = (at: string): string =>
      seconds === null || times > 1
        ? t('happened.at', { at })
        : t('happened.lasted', { at, length: lasted(t, seconds) });
    return {
      when:
        from === null
          ? ''
          : to === null
            ? t(kind === 'cancel' ? 'happened.at' : 'happened.since', { at: lately(from) })
            : between(span(from, to)),
      what:
        times > 1
          ? `${[
              what.replace(/\.$/, ''),
              t('happened.times', { count: times }),
              seconds !== null && t('happened.lastedAll', { length: lasted(t, seconds) }),
            ]
              .filter(Boolean)
              .join(', ')}.`
          : what,
      rest: [
        // Where a person wrote it.
        /[^.!?…]$/.test(why) ? `${why}.` : why,
        waited !== null &&
          waited > 0 &&
          'outage' in one &&
          t('happened.waited', { copies: number(waited), channel: t(`channels.${one.outage.channel}`) }),
        // What it holds now stands in its note.
        copies > 0 &&
          (kind !== 'brake' || to !== null) &&
          t(kind === 'cancel' ? 'happened.dropped' : 'happened.held', { copies: number(copies) }),
        kind !== 'cancel' &&
          kind !== 'lost' &&
          `${t(`happened.ended.${how}`)}${endedBy === null ? '' : ` ${t('happened.by', { who: endedBy })}`}.`,
      ]
        .filter(Boolean)
        .join(' '),
    };
  };
}
