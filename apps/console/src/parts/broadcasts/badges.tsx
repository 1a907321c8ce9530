import { Badge } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import {
  type BroadcastState,
  CHANNELS,
  type HindranceKind,
  type Kind,
  type StrongestHindrance,
} from '../../api';
import { number } from '../../times';

/** The colour of a state, on every screen. */
const COLOUR: Record<BroadcastState, string> = {
  draft: 'gray.6',
  in_review: 'yellow.6',
  approved: 'sea.6',
  running: 'green.7',
  paused: 'orange.7',
  // It has ended, well or not: what failed is said beside it.
  completed: 'gray.6',
  rejected: 'red.8',
  withdrawn: 'gray.8',
  cancelled: 'red.9',
  expired: 'gray.9',
};

const HINDRANCE_COLOUR: Record<HindranceKind, string> = {
  stopped: 'red.9',
  braked: 'red.7',
  paused: 'orange.7',
  slowed: 'yellow.6',
};

/**
 * A broadcast's state, or its hindrance, in a word; the dot is an addition.
 * @param begun whether some copies may have gone out before it was cancelled
 */
export function StateBadge({
  state,
  hindrance = null,
  begun = false,
}: {
  state: BroadcastState;
  hindrance?: StrongestHindrance | null;
  begun?: boolean;
}) {
  const { t } = useTranslation();
  if (hindrance)
    return (
      <HindranceBadge
        hindrance={hindrance.kind}
        inPart={hindrance.inPart}
        stands={hindrance.stands}
        channels={hindrance.channels}
      />
    );
  return (
    <Badge variant="dot" color={COLOUR[state]} tt="none" fw={500} size="lg" style={{ flexShrink: 0 }}>
      {stateWords(t, { state, begun, hindrance: null })}
    </Badge>
  );
}

/** The word for a state: what was cancelled once some of it had gone out is told from what reached nobody. */
const stateWord = <State extends BroadcastState>(state: State, begun: boolean): State | 'midway' =>
  begun && state === 'cancelled' ? 'midway' : state;

/** How a broadcast stands, in the one word that every screen and file has for it: its hindrance, or else its state. */
export const stateWords = (
  t: TFunction,
  {
    state,
    begun,
    hindrance,
  }: { state: BroadcastState; begun: boolean; hindrance: StrongestHindrance | null },
): string => (hindrance ? hindranceWords(t, hindrance) : t(`states.${stateWord(state, begun)}`));

/**
 * The hindrance of a broadcast or a channel in a word.
 * @param stands whether it is slowed so far that nothing goes out: that is no slow channel, but one that stands still
 * @param channels affected; absent: all
 */
export function HindranceBadge({
  hindrance,
  inPart = false,
  stands = false,
  channels = [],
  regions = null,
  broadcasts = null,
}: {
  hindrance: HindranceKind;
  inPart?: boolean;
  stands?: boolean;
  channels?: StrongestHindrance['channels'];
  /** How many regions of a channel it holds; null: all of them, or not counted. */
  regions?: number | null;
  /** Of a channel: how many broadcasts it holds, of all that have something left there; null: not counted. */
  broadcasts?: { held: number; of: number } | null;
}) {
  const { t } = useTranslation();
  return (
    <Badge
      variant="dot"
      color={stands ? 'red.9' : HINDRANCE_COLOUR[hindrance]}
      tt="none"
      fw={600}
      size="lg"
      style={{ flexShrink: 0 }}
    >
      {broadcasts !== null && broadcasts.held < broadcasts.of
        ? t('hindrances.heldOf', {
            what: t(`hindrances.${hindrance}`),
            held: number(broadcasts.held),
            of: number(broadcasts.of),
          })
        : regions === null
          ? hindranceWords(t, { kind: hindrance, inPart, stands, channels })
          : t('hindrances.heldIn', { what: t(`hindrances.${hindrance}`), regions: number(regions) })}
    </Badge>
  );
}

/** A hindrance in a word, with the channels that it affects unless it affects all of the broadcast. */
export function hindranceWords(t: TFunction, { kind, inPart, stands, channels }: StrongestHindrance): string {
  const word = stands ? 'standsStill' : inPart && kind === 'paused' ? 'pausedInPart' : kind;
  const names = CHANNELS.filter((one) => channels.includes(one)).map((one) => t(`channels.${one}`));
  return names.length > 0 ? `${t(`hindrances.${word}`)}: ${names.join(', ')}` : t(`hindrances.${word}`);
}

/** Marks a channel on which copies failed: it may look fine otherwise, because its provider answers. */
export function FailingBadge({ failing }: { failing: 'all' | 'many' | null }) {
  const { t } = useTranslation();
  if (failing === null) return null;
  return (
    <Badge variant="dot" color="red.9" tt="none" fw={600} size="lg" style={{ flexShrink: 0 }}>
      {t(`failing.${failing}`)}
    </Badge>
  );
}

/** The kind, unless it is ordinary. */
export function KindBadge({ kind }: { kind: Kind }) {
  const { t } = useTranslation();
  if (kind === 'ordinary') return null;
  return (
    <Badge variant="outline" color={kind === 'urgent' ? 'red.9' : 'sea.7'} tt="none" fw={500}>
      {t(`kinds.${kind}`)}
    </Badge>
  );
}

/** Marks the companion of a correction, which has the correction's title. */
export function CompanionBadge() {
  const { t } = useTranslation();
  return (
    <Badge variant="outline" color="sea.7" tt="none" fw={500}>
      {t('chain.companion')}
    </Badge>
  );
}

/** Marks a decision that cannot wait, and whether somebody has taken it. */
export function AlertBadge({ alert }: { alert: 'waiting' | 'taken' | null }) {
  const { t } = useTranslation();
  if (alert === null) return null;
  return (
    <Badge variant={alert === 'waiting' ? 'filled' : 'outline'} color="red.9" tt="none" fw={500}>
      {t(`alert.${alert}`)}
    </Badge>
  );
}
