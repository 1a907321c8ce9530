import type { TFunction } from 'i18next';
import { type Broadcast, type Channel, CHANNELS, type Hindrance, type Progress } from '../../../api';
import { causeOf } from '../../../parts/broadcasts/chain.rules';
import { sumOf } from '../../../parts/sending/account.rules';
import { answerWords } from '../../../parts/sending/answer-words';
import { pauseWords } from '../../../parts/sending/brake-words';
import { pausePlace } from '../../../parts/sending/pause-place';
import { pauserOf, type Together } from '../../../parts/sending/pauses.rules';
import { takenWords } from '../../../parts/sending/taken-words';
import { exactClock, lately, listed, number } from '../../../times';
import { awayOf, whyOf } from '../../operations/troubles.rules';
import { troublesOf } from '../numbers/troubles.rules';
import { isAbout, todoOf } from './wall.rules';

export type Troubles = ReturnType<
  typeof troublesOf<Hindrance, Progress['away'][number], { channel: Channel }>
>;

/** A trouble of a channel that no hindrance tells of yet, as far as a band says it. */
export const UNTOLD = {
  kind: 'slowed',
  by: null,
  reason: null,
  brake: null,
  waves: 1,
  of: 1,
  all: 1,
  unlisted: 0,
  regions: null,
  doubted: false,
} as const;
export const NOBODY = sumOf([]);

const STOPPERS = ['author', 'kpu', 'operator', 'correction'] as const;

/** Who paused it, and why; null: nobody said. */
export function whyWords(t: TFunction, broadcast: Broadcast, of: Together<Hindrance>): string | null {
  const { kind, reason, by } = of;
  const who = STOPPERS.find((one) => one === by);
  const role = who && t(`home.pausedBy.${causeOf(who, broadcast.remainderOfId !== null)}`);
  const name = who && pauserOf(broadcast.stops, of);
  const said = [
    role && (name ? t('hindrances.who', { role, name }) : role),
    kind === 'slowed' && reason !== null ? answerWords(t, reason) : pauseWords(t, of),
  ].filter(Boolean);
  return said.length > 0 ? said.join(' · ') : null;
}

/** Who handles it, as far as an alert about it was taken; null: nobody is known to. */
export function handledWords(t: TFunction, { alert }: Broadcast, of: Together<Hindrance>): string | null {
  return alert && isAbout(alert.kind, of) ? takenWords(t, alert) : null;
}

/**
 * What lets it go on, and when Siar tries again by itself; null: nothing to be said.
 * @param stopped whether an emergency stop stands: until its end no broadcast is tried
 */
export function todoWords(
  t: TFunction,
  of: Together<Hindrance>,
  retryAt: (channel: Channel) => string | null,
  stopped: boolean,
): string | null {
  const todo = todoOf(of, whyOf(of));
  const [next] =
    of.cause === 'away' ? of.channels.flatMap((channel) => retryAt(channel) ?? []).toSorted() : [];
  const tries = stopped
    ? t('wall.nextStopped')
    : next
      ? t('wall.next', { at: exactClock(next) })
      : t('wall.nextSoon');
  if (todo === 'away') return tries;
  return todo && [t(`wall.todo.${todo}`), todo === 'account' && tries].filter(Boolean).join(' ');
}

/** Regions named in a band; more are counted. */
const NAMED = 3;
const placeOf = (t: TFunction, of: Together<Hindrance>): string =>
  of.regions === null || of.regions.length <= NAMED
    ? pausePlace(t, of)
    : t('hindrances.where', {
        regions: t('hindrances.regions', { regions: number(of.regions.length) }),
        channels: pausePlace(t, { ...of, regions: null }),
      });

/** What holds it up and since when, as Operasi says it. */
export function heldWords(t: TFunction, of: Together<Hindrance>): string {
  const { cause, since, by } = of;
  const said = {
    channels: listed(CHANNELS.filter((one) => of.channels.includes(one)).map((one) => t(`channels.${one}`))),
    place: placeOf(t, of),
    at: since ? lately(since) : '–',
    name: by ?? 'Siar',
  };
  const why = whyOf(of);
  switch (cause) {
    case 'brake':
      return t(`wall.brake.${why === null || why === 'silent' || why === 'error' ? 'sender' : why}`, said);
    case 'away':
      return t(`operations.summary.away.${awayOf(why)}`, said);
    case 'broadcast':
      return t('wall.paused', said);
    default:
      return t(`operations.summary.${cause}`, said);
  }
}
