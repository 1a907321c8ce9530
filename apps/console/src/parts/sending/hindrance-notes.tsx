import { Anchor, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Broadcast, Hindrance } from '../../api';
import { useRoles } from '../../session';
import { instant, lately, number } from '../../times';
import { answerWords } from './answer-words';
import { pauseWords } from './brake-words';
import { causeOf } from '../broadcasts/chain.rules';
import { doubtWords } from './doubt-lines';
import { doubterOf, doubtsOnPause, openDoubts } from './doubts.rules';
import { pausePlace } from './pause-place';
import { endsNothing, pauserOf, sinceDoubt, type Together, together } from './pauses.rules';
import { TroubleNote } from './trouble-note';
import { useGoesOn } from './use-goes-on';
import { useRegions } from '../regions/regions';

const STOPPERS = ['author', 'kpu', 'operator', 'brake', 'correction'] as const;
const COLOUR = { stopped: 'red', braked: 'red', paused: 'orange', slowed: 'yellow' } as const;

/**
 * The hindrances of a broadcast, each pause by itself: where, since when, who did it, why, and what to do next; the
 * strongest first. An unreachable provider or a stalled channel is shown elsewhere.
 * @param stops the acts that held it back, for the names of the people
 * @param doubt the doubt that readers are told of; null: none, or its text is known to be wrong
 * @param companion whether it carries the text of a correction to other people
 * @param byKpu whether KPU has to lift a doubt before an operator can resume what was paused for it
 * @param inReview whether a correction of it is under review: KPU decides on that before anything is resumed
 * @param isSaid whether the page says already what somebody has to do about one of them
 * @param act what lets a pause go on; it stands in the last note of a pause, or alone where there is none
 */
export function HindranceNotes({
  hindrances,
  stops,
  doubt,
  companion,
  byKpu,
  inReview,
  isSaid = () => false,
  act = null,
  about,
}: {
  hindrances: readonly Hindrance[];
  stops: Broadcast['stops'];
  doubt: Broadcast['doubt'];
  companion: boolean;
  byKpu: boolean;
  inReview: boolean;
  isSaid?: (one: Together<Hindrance>) => boolean;
  act?: ReactNode;
  /** What else is known of one of them: below its reason. */
  about?: (one: Together<Hindrance>) => ReactNode;
}) {
  const { t } = useTranslation();
  const operator = useRoles('operator');
  const { triedAgain } = useGoesOn();
  // The names are read by pausePlace once they are loaded.
  useRegions();
  const shown = together(
    sinceDoubt(
      hindrances.filter(({ cause }) => cause !== 'away' && cause !== 'stall'),
      stops,
    ),
  );
  const nextOf = (one: (typeof shown)[number]) => {
    if (endsNothing(one)) return 'heldElsewhere';
    const words = wordsOf(one);
    if (inReview && (words === 'paused' || words === 'braked')) return 'inReview';
    // It is no pause of this broadcast: nothing on its page ends it.
    if (words === 'channel') return operator ? words : 'channelAsk';
    if (words !== 'paused') return words;
    if (one.doubted) return byKpu ? 'pausedKpu' : 'pausedDoubt';
    return operator ? words : 'pausedAsk';
  };
  /** What becomes of its copies until it ends. */
  const nextWords = (one: (typeof shown)[number]): string => {
    const next = nextOf(one);
    if (next === 'heldElsewhere') return t('hindrances.next.heldElsewhere');
    if (next === 'slowed') return triedAgain(one.channels, t('goesOn.again'));
    const waits = t(one.waiting > 0 ? 'hindrances.waits' : 'hindrances.nothingWaits');
    return next === 'inReview' ? `${t('hindrances.next.inReview')} ${waits}` : waits;
  };
  /** What somebody has to do about it; null: nothing by itself. */
  const todoWords = (one: (typeof shown)[number]): string | null => {
    const next = nextOf(one);
    return next === 'heldElsewhere' || next === 'inReview' ? null : t(`hindrances.next.${next}`);
  };
  const doubts = openDoubts(stops, doubt);
  /** That its content is in doubt, with the reason unless it is that of the pause, or with each of several. */
  const inDoubt = (one: (typeof shown)[number]): string | null => {
    if (!doubt || !one.doubted || one.by === 'correction') return null;
    const on = doubtsOnPause(doubts, one);
    if (on.length > 1)
      return t('hindrances.inDoubt', { reason: on.map((each) => doubtWords(t, each)).join('; ') });
    const { reason } = on[0] ?? doubt;
    return reason === null || (!one.brake && reason === one.reason)
      ? t('home.doubted')
      : t('hindrances.inDoubt', { reason });
  };
  const pause = shown.findLastIndex((one) => PAUSES.includes(nextOf(one)));
  const notes = shown.map((one, at) => {
    const { kind, since, reason, brake, by, regions, waves, of, all } = one;
    const words = wordsOf(one);
    const who = STOPPERS.find((each) => each === by);
    const name = who && (pauserOf(stops, one) ?? doubterOf(doubts, one));
    const next = shown[at + 1];
    // Said once for pauses that stand below each other and end the same way.
    const again = next && nextWords(next) === nextWords(one) && todoWords(next) === todoWords(one);
    return (
      <TroubleNote
        key={JSON.stringify([words, since, by, reason, brake, regions])}
        color={COLOUR[kind]}
        title={t(`hindrances.title.${words}`, {
          channels: pausePlace(t, one),
          at: since ? (kind === 'slowed' ? lately : instant)(since) : '–',
        })}
        todo={
          again || isSaid(one) ? null : nextOf(one) === 'channel' ? (
            <>
              {todoWords(one)}{' '}
              <Anchor component={Link} to="/operasi" size="sm" underline="always">
                {t('live.toOperations')}
              </Anchor>
            </>
          ) : (
            todoWords(one)
          )
        }
        act={at === pause && act}
      >
        <Text size="sm">
          {[
            // That it was the brake stands in the title.
            who &&
              who !== 'brake' &&
              (name
                ? t('hindrances.who', { role: t(`home.pausedBy.${causeOf(who, companion)}`), name })
                : t(`home.pausedBy.${causeOf(who, companion)}`)),
            !who && by && t('hindrances.by', { name: by }),
            kind === 'slowed' && reason !== null ? answerWords(t, reason) : pauseWords(t, { reason, brake }),
            inDoubt(one),
            regions === null &&
              one.channels.length === 1 &&
              waves > 0 &&
              waves < all &&
              t(waves < of ? 'hindrances.part' : 'hindrances.partLeft', {
                waves: number(waves),
                of: number(all),
              }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
        {about?.(one)}
        {!again && <Text size="sm">{nextWords(one)}</Text>}
      </TroubleNote>
    );
  });
  return (
    <>
      {notes}
      {pause < 0 && act}
    </>
  );
}

/** What a pause says of its end, where somebody of this page ends it. */
const PAUSES: readonly string[] = ['paused', 'pausedKpu', 'pausedDoubt', 'braked'];

const wordsOf = ({ kind, cause }: Pick<Hindrance, 'kind' | 'cause'>) =>
  cause === 'unserved' || cause === 'channel' ? cause : kind;
