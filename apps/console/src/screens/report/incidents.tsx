import { Stack, Text, Title } from '@mantine/core';
import type { TFunction } from 'i18next';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { type Broadcast, type Channel, CHANNELS, type Course, type Report } from '../../api';
import { regionName, useRegions } from '../../parts/regions/regions';
import { brakeWords } from '../../parts/sending/brake-words';
import { exactClock, number } from '../../times';
import { outageWords } from '../broadcast/numbers/happened';
import { type Happening, happeningsOf, inTime, waitedIn } from '../broadcast/numbers/happened.rules';
import { lasted } from '../broadcast/numbers/lasted';
import { OVER } from '../broadcast/numbers/live.rules';
import { useActWords } from '../broadcast/stopping/stop-acts';
import { narrowed } from '../broadcast/stopping/stop-acts.rules';
import { saidWords } from '../operations/said-words';
import { byChannel, sentAtOf } from './report.rules';
import { goingUntil, piecesOf, trialsIn } from './incidents.rules';
import classes from './incidents.module.css';

type One = Happening<Broadcast['stops'][number], Course['outages'][number], Course['lost'][number]>;

/** What stopped something for a while: told in sentences. The rest stands in the list below them. */
export const STORIES: readonly One['kind'][] = ['stop', 'brake', 'away', 'pause'];
/** The colours of the strip. */
const LEGEND: readonly {
  name: 'going' | 'stopped' | 'paused';
  sample: string;
  kinds: readonly One['kind'][] | null;
}[] = [
  { name: 'going', sample: 'going', kinds: null },
  { name: 'stopped', sample: 'away', kinds: ['stop', 'brake', 'away'] },
  { name: 'paused', sample: 'pause', kinds: ['pause'] },
];
/** Where they stand. */
export const STOPPED = 'yang-menghentikan';
/** Told in sentences, at most. */
const MOST = 3;

/** What stopped a broadcast, each in three sentences: what, how long and of what number of copies, who did what and how it ended. */
export function Incidents({
  broadcast,
  course,
  report,
}: {
  broadcast: Broadcast;
  course: Course;
  report: Report;
}) {
  const { t } = useTranslation();
  const stops = narrowed(broadcast.stops);
  const channels = byChannel(report).map(([channel]) => channel);
  const all = happeningsOf({ stops, outages: course.outages, lost: course.lost, channels }, true).filter(
    ({ kind }) => STORIES.includes(kind),
  );
  const words = useSentences(broadcast, stops, course);
  // What stopped everything after a channel had sent all of its own stopped nothing there.
  const sentBy = (channel: Channel): string | undefined => {
    const counts = byChannel(report).find(([one]) => one === channel)?.[1];
    const sent = counts && counts.cancelled + counts.expired + counts.neverListed === 0;
    return sent ? course.ends[channel] : undefined;
  };
  if (all.length === 0) return null;
  const begun = sentAtOf(report) ?? broadcast.approvedAt;
  const span =
    begun === null
      ? null
      : ([
          Math.min(Date.parse(begun), ...all.flatMap(({ from }) => (from ? [Date.parse(from)] : []))),
          Date.parse(broadcast.endedAt ?? report.countedAt),
        ] as const);
  return (
    <Stack gap="sm" component="section" id={STOPPED} aria-label={t('stoppages.title')}>
      <Title order={2} size="h4">
        {t('stoppages.title')}
      </Title>
      {span && (
        <div className={classes['strip']} aria-hidden>
          {channels.map((channel) => (
            <Fragment key={channel}>
              <span>{t(`channels.${channel}`)}</span>
              <div className={classes['track']}>
                <div
                  className={classes['going']}
                  style={{ width: `${goingUntil(course.ends[channel], span) * 100}%` }}
                />
                {piecesOf(all, channel, span, sentBy(channel)).map(({ kind, left, width }) => (
                  <div
                    key={`${kind} ${left}`}
                    className={classes['piece']}
                    data-kind={kind}
                    style={{ insetInlineStart: `${left * 100}%`, width: `${width * 100}%` }}
                  />
                ))}
              </div>
            </Fragment>
          ))}
          <div className={classes['ends']}>
            <span>{exactClock(new Date(span[0]))}</span>
            <span>{exactClock(new Date(span[1]))}</span>
          </div>
          <div className={classes['legend']}>
            {LEGEND.filter(({ kinds }) => kinds === null || all.some(({ kind }) => kinds.includes(kind))).map(
              ({ name, sample }) => (
                <span key={name}>
                  <span className={classes['sample']} data-kind={sample} /> {t(`stoppages.legend.${name}`)}
                </span>
              ),
            )}
          </div>
        </div>
      )}
      <ul className={classes['stories']} role="list">
        {inTime(all.slice(0, MOST)).map((one) => {
          const [what = '', ...rest] = words(one);
          return (
            <li key={`${one.kind} ${one.from}`}>
              <Text size="sm" fw={600} className="steady">
                {one.from !== null && exactClock(one.from)}
                {one.to !== null && <> – {exactClock(one.to)}</>}
              </Text>{' '}
              <div>
                <Text fw={600}>{what}</Text> <Text>{rest.join(' ')}</Text>
              </div>
            </li>
          );
        })}
      </ul>
      {all.length > MOST && <Text size="sm">{t('stoppages.more', { count: all.length - MOST })}</Text>}
    </Stack>
  );
}

/** The sentences of one. */
function useSentences(
  { id, state, stops: acts, alert }: Broadcast,
  stops: Broadcast['stops'],
  { points }: Course,
): (one: One) => string[] {
  const { t } = useTranslation();
  const actWords = useActWords(id, acts);
  useRegions();
  return (one) => {
    const { from, to } = one;
    const outage = 'outage' in one ? one.outage : null;
    const channel = outage?.channel ?? ('act' in one ? one.act.channel : null);
    const seconds =
      outage?.seconds ??
      (from !== null && to !== null ? Math.round((Date.parse(to) - Date.parse(from)) / 1000) : null);
    // What was noted while it lasted is what waited: some were in the hands of a worker as it began.
    const noted =
      channel === null || from === null ? null : waitedIn({ kind: 'away', channel, from, to }, points);
    const held =
      'act' in one && one.act.regionCode === null ? Math.max(one.act.copies ?? 0, noted ?? 0) : noted;
    // Whoever releases a brake answers its alert with that: only who took the case is told besides.
    const taken =
      one.kind === 'brake' &&
      alert?.answer === 'taken' &&
      alert.answeredBy &&
      alert.answeredAt &&
      from !== null
        ? [{ at: alert.answeredAt, name: alert.answeredBy.name }].filter(({ at }) => at >= from)
        : [];
    const deeds = [
      ...taken.map(({ at, name }) => ({ at, words: t('stoppages.taken', { name, at: exactClock(at) }) })),
      ...trialsIn(one, stops, points).map(({ region, at, by, accepted }) => ({
        at,
        words: t(
          accepted === null ? 'stoppages.tried' : accepted === 0 ? 'stoppages.failed' : 'stoppages.passed',
          {
            name: by ?? 'Siar',
            at: exactClock(at),
            region: regionName(region),
            accepted: number(accepted ?? 0),
          },
        ),
      })),
    ].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
    return [
      whatWords(t, one, actWords),
      seconds === null
        ? ''
        : held
          ? t('stoppages.lastedHeld', { length: lasted(t, seconds), copies: number(held) })
          : t('stoppages.lasted', { length: lasted(t, seconds) }),
      ...deeds.map(({ words }) => words),
      endWords(t, one, OVER.includes(state)),
    ].filter((said, at) => at === 0 || said !== '');
  };
}

/** What it was and why, without the full stop of a title. */
function whatWords(t: TFunction, one: One, actWords: ReturnType<typeof useActWords>): string {
  if ('outage' in one) return outageWords(t, one.outage);
  if (!('act' in one)) return '';
  const { brake, channel } = one.act;
  const [name] = CHANNELS.filter((each) => each === channel);
  if (one.kind !== 'brake' || brake === null || !name) return actWords(one.act).filter(Boolean).join(' ');
  const said = saidWords(t, brake.code);
  const cause = brakeWords(t, brake);
  return said
    ? t('stoppages.brakeSaid', {
        channel: t(`channels.${name}`),
        cause,
        said,
      })
    : t('stoppages.brake', { channel: t(`channels.${name}`), cause });
}

/** How it ended, and who ended it. @param over whether the broadcast has ended */
function endWords(t: TFunction, { kind, to, ended, endedBy }: One, over: boolean): string {
  const said = { at: to === null ? '' : exactClock(to), name: endedBy ?? 'Siar' };
  // What was not let go on may be yet.
  if (ended === null || (!over && ended === 'unresumed')) return t('stoppages.ended.standing');
  const back = ended === 'back' || ended === 'backHeld' || ended === 'backStopped';
  if (kind === 'away' && back) return t(`stoppages.ended.${ended}`, said);
  if (ended === 'resumed')
    return t(kind === 'brake' ? 'stoppages.ended.released' : 'stoppages.ended.resumed', said);
  return back ? '' : t(`stoppages.ended.${ended}`, said);
}
