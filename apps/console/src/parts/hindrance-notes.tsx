import { Alert, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CHANNELS, type Hindrance } from '../api';
import { useRoles } from '../session';
import { instant, number } from '../times';
import { answerWords } from './answer-words';
import { pauseWords } from './brake-words';

const STOPPERS = ['author', 'kpu', 'operator', 'brake', 'correction'] as const;
const COLOUR = { stopped: 'red', braked: 'red', paused: 'orange', slowed: 'yellow' } as const;

/**
 * The hindrances of a broadcast: since when, who did it, why, and what to do next; the strongest first. An unreachable
 * provider or a stalled channel is shown elsewhere.
 * @param byKpu whether KPU has to lift a doubt before an operator can resume
 */
export function HindranceNotes({ hindrances, byKpu }: { hindrances: readonly Hindrance[]; byKpu: boolean }) {
  const { t } = useTranslation();
  const operator = useRoles('operator');
  return together(hindrances).map(({ channels, waves, all, ...one }) => {
    const { kind, cause, since, reason, brake, by } = one;
    const words = cause === 'unserved' ? cause : kind;
    const who = STOPPERS.find((each) => each === by);
    return (
      <Alert
        key={keyOf(one)}
        color={COLOUR[kind]}
        p="sm"
        title={t(`hindrances.title.${words}`, {
          channels: channels.map((channel) => t(`channels.${channel}`)).join(', '),
          at: since ? instant(since) : '–',
        })}
      >
        <Text size="sm">
          {[
            who ? t(`home.pausedBy.${who}`) : by && t('hindrances.by', { name: by }),
            kind === 'slowed' && reason !== null ? answerWords(t, reason) : pauseWords(t, { reason, brake }),
            waves < all && t('hindrances.part', { waves: number(waves), of: number(all) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
        <Text size="sm">
          {t(
            words === 'paused' && byKpu
              ? 'hindrances.next.pausedKpu'
              : words === 'paused' && !operator
                ? 'hindrances.next.pausedAsk'
                : `hindrances.next.${words}`,
          )}
        </Text>
      </Alert>
    );
  });
}

interface Together extends Omit<Hindrance, 'channel'> {
  channels: Hindrance['channel'][];
}

const keyOf = ({
  kind,
  cause,
  since,
  by,
  reason,
  brake,
}: Pick<Hindrance, 'kind' | 'cause' | 'since' | 'by' | 'reason' | 'brake'>) =>
  JSON.stringify([kind, cause === 'unserved', since, by, reason, brake]);

/** Merges the hindrances that one act caused on several channels. */
function together(hindrances: readonly Hindrance[]): Together[] {
  const found = new Map<string, Together>();
  for (const { channel, ...hindrance } of hindrances) {
    const { cause } = hindrance;
    if (cause === 'away' || cause === 'stall') continue;
    const key = keyOf(hindrance);
    const group = found.get(key);
    if (!group) {
      found.set(key, { ...hindrance, channels: [channel] });
      continue;
    }
    group.channels = CHANNELS.filter((one) => one === channel || group.channels.includes(one));
    group.waves += hindrance.waves;
    group.of += hindrance.of;
    group.all += hindrance.all;
  }
  return [...found.values()];
}
