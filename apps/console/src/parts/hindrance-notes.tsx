import { Alert, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CHANNELS, type Hindrance, type HindranceKind } from '../api';
import { instant, number } from '../times';
import { pauseWords } from './brake-words';

const STOPPERS = ['author', 'kpu', 'operator', 'brake', 'correction'] as const;
const COLOUR = { stopped: 'red', braked: 'red', paused: 'orange', slowed: 'yellow' } as const;

/** What stops a broadcast: since when, by whom, why, and what to do next; the strongest first. That a provider is away or nothing comes through is said beside. */
export function HindranceNotes({ hindrances }: { hindrances: readonly Hindrance[] }) {
  const { t } = useTranslation();
  return together(hindrances).map(({ kind, since, reason, brake, by, channels, waves, of }) => {
    const who = STOPPERS.find((one) => one === by);
    return (
      <Alert
        key={keyOf({ kind, since, reason, brake, by })}
        color={COLOUR[kind]}
        p="sm"
        title={t(`hindrances.title.${kind}`, {
          channels: channels.map((channel) => t(`channels.${channel}`)).join(', '),
          at: since ? instant(since) : '–',
        })}
      >
        <Text size="sm">
          {[
            who ? t(`home.pausedBy.${who}`) : by && t('hindrances.by', { name: by }),
            pauseWords(t, { reason, brake }),
            waves < of && t('hindrances.part', { waves: number(waves), of: number(of) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
        <Text size="sm">{t(`hindrances.next.${kind}`)}</Text>
      </Alert>
    );
  });
}

interface Together extends Omit<Hindrance, 'channel' | 'kind' | 'cause'> {
  kind: HindranceKind;
  channels: Hindrance['channel'][];
}

const keyOf = ({
  kind,
  since,
  by,
  reason,
  brake,
}: Pick<Hindrance, 'kind' | 'since' | 'by' | 'reason' | 'brake'>) =>
  JSON.stringify([kind, since, by, reason, brake]);

/** What was done to several channels by one act is said once. */
function together(hindrances: readonly Hindrance[]): Together[] {
  const found = new Map<string, Together>();
  for (const { channel, kind, cause, ...hindrance } of hindrances) {
    if (cause === 'away' || cause === 'stall') continue;
    const key = keyOf({ kind, ...hindrance });
    const group = found.get(key);
    if (!group) {
      found.set(key, { ...hindrance, kind, channels: [channel] });
      continue;
    }
    group.channels = CHANNELS.filter((one) => one === channel || group.channels.includes(one));
    group.waves += hindrance.waves;
    group.of += hindrance.of;
  }
  return [...found.values()];
}
