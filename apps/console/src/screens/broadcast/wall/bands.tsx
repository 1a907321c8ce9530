import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import {
  type Broadcast,
  type Channel,
  CHANNELS,
  type Counts,
  type Course,
  type Hindrance,
  type Progress,
} from '../../../api';
import { stateWords } from '../../../parts/broadcasts/badges';
import {
  bandWords,
  correctedOf,
  isResendable,
  takenBackIn,
  warningBadge,
} from '../../../parts/broadcasts/chain.rules';
import { useRegions } from '../../../parts/regions/regions';
import { flawsOf, waiting } from '../../../parts/sending/account.rules';
import { carrierName } from '../../../parts/sending/carriers';
import { type Together, together } from '../../../parts/sending/pauses.rules';
import { trialWords } from '../../../parts/sending/trial-words';
import { clock, exactClock, lately, listed, number } from '../../../times';
import { shownOf } from '../content/shown.rules';
import { narrowed } from '../stopping/stop-acts.rules';
import { useTrials } from '../stopping/use-trials';
import { failingNow } from '../numbers/failing.rules';
import { retriesIn, OVER } from '../numbers/live.rules';
import { happeningsOf, longestOf } from '../numbers/happened.rules';
import { lasted } from '../numbers/lasted';
import { isClear, type Refusal, untold } from '../numbers/troubles.rules';
import { useReport } from '../numbers/use-report';
import { useSlow } from '../numbers/use-slow';
import { slowTodo, slowWords } from '../numbers/verdict';
import { bandsOf, endOf, foremost, goneOutAt } from './wall.rules';
import classes from './wall.module.css';
import { Band, Below } from './band';
import { type Troubles, NOBODY, whyWords, handledWords, todoWords, heldWords, UNTOLD } from './band-words';

/** Across the whole wall, always in its place: what holds it up, that the connection is lost, or that all goes well. */
export function Bands({
  broadcast,
  progress: { state, endedAt, channels, total },
  troubles,
  refusals,
  retryAt,
  lost,
  at,
  end,
  outages,
  slow,
  later,
}: {
  broadcast: Broadcast;
  progress: Progress;
  troubles: Troubles;
  refusals: readonly Refusal<Channel>[];
  /** When Siar tries what waits on a channel again; null: not known. */
  retryAt: (channel: Channel) => string | null;
  lost: boolean;
  at: Date | null;
  /** When all of it will have gone out, ms since 1970; null: nobody can tell. */
  end: ReturnType<typeof goneOutAt>;
  outages: Course['outages'];
  slow: ReturnType<typeof useSlow>;
  /** What waits for another try. */
  later: ReturnType<typeof retriesIn>;
}) {
  const { t } = useTranslation();
  // The names are read by pausePlace once they are loaded.
  useRegions();
  const over = OVER.includes(state);
  const trials = useTrials(
    broadcast,
    CHANNELS.filter((channel) =>
      troubles.hindrances.some((one) => one.kind === 'braked' && one.channel === channel),
    ),
  );
  const trialOn = ({ kind, channels: on }: Together<Hindrance>): string | null => {
    const trial = kind === 'braked' && trials.find(({ channel }) => on.some((one) => one === channel));
    return trial ? trialWords(t, trial) : null;
  };
  const stopped = troubles.hindrances.some(({ kind }) => kind === 'stopped');
  const held = bandsOf(
    together([
      ...troubles.hindrances,
      ...untold(troubles).map(({ of: { channel, since }, cause }) => ({
        ...UNTOLD,
        channel,
        cause,
        since,
        waiting: waiting(channels[channel] ?? NOBODY),
      })),
    ]),
    refusals,
  ).map(({ of, tone }) => ({
    tone,
    band:
      'carriers' in of ? (
        <Band
          key={`refused ${of.channel}`}
          tone={tone}
          sort={t('wall.sorts.refused')}
          words={t('wall.refused', {
            carriers: listed(of.carriers.map((one) => carrierName(t, one))),
            channel: t(`channels.${of.channel}`),
            at: lately(of.since),
          })}
          figure={of.waiting === null ? null : [number(of.waiting), t('wall.held')]}
        >
          {t(of.trying ? 'carrierHold.trying' : 'carrierHold.next', { at: clock(of.nextAt) })}
        </Band>
      ) : (
        <Band
          key={JSON.stringify([of.cause, of.channels, of.since, of.by, of.regions])}
          tone={tone}
          sort={t(`wall.sorts.${of.cause}`)}
          words={heldWords(t, of)}
          // What a provider slows down still goes out.
          figure={of.waiting > 0 && of.cause !== 'slow-down' ? [number(of.waiting), t('wall.held')] : null}
        >
          <Below
            // The end of a long line may be cut: what comes next and who sees to it have one of their own.
            lines={[
              trialOn(of) ?? todoWords(t, of, retryAt, stopped),
              handledWords(t, broadcast, of),
              whyWords(t, broadcast, of),
            ]}
          />
        </Band>
      ),
  }));
  const failing = CHANNELS.flatMap((channel) => {
    const counts = channels[channel];
    const how = counts ? failingNow(channel, counts, broadcast.stops) : null;
    // A brake says why.
    const braked = troubles.hindrances.some((one) => one.kind === 'braked' && one.channel === channel);
    if (!counts || !how || braked) return [];
    return {
      tone: 'alarm' as const,
      band: (
        <Band
          key={`failing ${channel}`}
          tone="alarm"
          sort={t('wall.sorts.failing')}
          words={`${t(`channels.${channel}`)}: ${t(`failing.${how}`)}`}
          figure={[number(counts.failed), t('deliveryStates.failed')]}
        />
      ),
    };
  });
  const uncertain =
    troubles.uncertain > 0
      ? [
          {
            tone: 'notice' as const,
            band: (
              <Band
                key="uncertain"
                tone="notice"
                sort={t('wall.sorts.uncertain')}
                words={t(isResendable(broadcast) ? 'wall.uncertain' : 'wall.uncertainLeft')}
                figure={[number(troubles.uncertain), t('deliveryStates.unknown')]}
              >
                {t('wall.uncertainWhere')}
              </Band>
            ),
          },
        ]
      : [];
  const slowed = slow.map((one) => ({
    tone: 'notice' as const,
    band: (
      <Band
        key={`slow ${one.channel}`}
        tone="notice"
        sort={t(one.ahead > 0 ? 'wall.sorts.turn' : 'wall.sorts.slow')}
        words={slowWords(t, one)}
        figure={isClear(troubles) && end !== null ? [lately(new Date(end.at)), t('wall.ends')] : null}
      >
        {slowTodo(t, [one])}
      </Band>
    ),
  }));
  const { shown, more } = foremost([...held, ...failing, ...slowed, ...uncertain]);
  return (
    // What appears is announced, the figures that change beside it are not.
    <div className={classes.bands} role="status" aria-relevant="additions">
      <WrongBand broadcast={broadcast} />
      {lost && (
        <Band tone="alarm" words={t('wall.lost')}>
          {at && t('wall.lostAt', { at: exactClock(at) })}
        </Band>
      )}
      {over && (
        <Ended broadcast={broadcast} state={state} total={total} endedAt={endedAt} outages={outages} />
      )}
      {shown.map(({ band }) => band)}
      {more > 0 && <Text className={classes.more}>{t('wall.more', { count: more })}</Text>}
      {!over && isClear(troubles) && failing.length + slow.length === 0 && (
        <Band
          tone="calm"
          words={
            state === 'running'
              ? later
                ? t('wall.retried', { messages: number(later.messages), at: clock(later.at) })
                : t('wall.goes')
              : stateWords(t, { state, begun: broadcast.begun, hindrance: null })
          }
          figure={
            end !== null
              ? [lately(new Date(end.at)), t('wall.ends')]
              : state === 'running'
                ? [null, t('wall.measuring')]
                : null
          }
        />
      )}
    </div>
  );
}

/** That its text is corrected, wrong or in doubt: nothing else on the wall matters as much to who answers for it. */
function WrongBand({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const { chain, doubt, reads, submission } = broadcast;
  const correction = chain?.correctedBy;
  const warning = warningBadge(doubt !== null || reads === 'doubted', chain);
  if (!correction && warning === null) return null;
  const corrected = correctedOf(chain);
  const named =
    chain &&
    corrected !== 'no' &&
    t(`chain.title.${chain.inCompanion ? 'inCompanion' : takenBackIn(chain) ? 'stopped' : corrected}`);
  const words = chain && bandWords({ doubt, chain, reads, approved: submission?.decision === 'approved' });
  return (
    <Band
      tone="alarm"
      sort={t(correction ? 'wall.sorts.corrected' : 'wall.sorts.doubted')}
      words={named || (warning ? t(warning) : '')}
    >
      <Below
        lines={[
          correction ? `${t('chain.by')} ${correction.title ?? correction.publicCode}` : null,
          words ? t(words) : null,
          !words && reads ? t(`citizensRead.${reads}`) : null,
        ]}
      />
    </Band>
  );
}

/** That it has ended: first how many people it reached, then how many got nothing, and what is left to be done. */
function Ended({
  broadcast,
  state,
  total,
  endedAt,
  outages,
}: {
  broadcast: Broadcast;
  state: Progress['state'];
  total: Counts;
  endedAt: string | null;
  outages: Course['outages'];
}) {
  const { t } = useTranslation();
  const report = useReport(broadcast.id, total, endedAt);
  const nothing = report?.gotNothing ?? 0;
  const tone = endOf(state, total);
  // The longest of each kind alone: the page has all of them.
  const { channels } = shownOf(broadcast);
  const longest = longestOf(
    happeningsOf({ stops: narrowed(broadcast.stops), outages, lost: [], channels }, true),
  );
  return (
    <Band
      // Green is left to what went without a failure.
      tone={tone === 'calm' && flawsOf(total).length > 0 ? 'done' : tone}
      words={stateWords(t, { state, begun: broadcast.begun, hindrance: null })}
      figure={report ? [number(report.people), t('wall.people')] : null}
    >
      {[
        endedAt && lately(endedAt),
        nothing > 0 && t('wall.gotNothing', { people: number(nothing) }),
        ...longest.map(({ kind, channel, seconds }) => {
          const [name] = CHANNELS.filter((one) => one === channel);
          return t(name ? `wall.was.${kind}` : 'wall.was.all', {
            channel: name ? t(`channels.${name}`) : '',
            length: lasted(t, seconds),
          });
        }),
        tone === 'notice' && total.unknown === 0 && t('wall.todo.expired'),
      ]
        .filter(Boolean)
        .join(' · ')}
    </Band>
  );
}
