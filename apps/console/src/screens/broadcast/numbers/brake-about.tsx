import { Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Broadcast, Channel, Hindrance } from '../../../api';
import { Asking } from '../../../parts/frame/asking';
import { useRegions } from '../../../parts/regions/regions';
import type { Together } from '../../../parts/sending/pauses.rules';
import { lastTried } from '../../../parts/sending/trial.rules';
import { trialWords } from '../../../parts/sending/trial-words';
import { saidWords } from '../../operations/said-words';
import { smallestRegion } from '../../operations/troubles.rules';
import { ResumeDialog, useWaves } from '../stopping/stopping';
import { useTrials } from '../stopping/use-trials';

/** Of a brake: what the provider's code says in words, and how the trial of one region goes. */
export function BrakeAbout({ broadcast, of }: { broadcast: Broadcast; of: Together<Hindrance> }) {
  const { t } = useTranslation();
  useRegions();
  const trials = useTrials(broadcast, of.kind === 'braked' ? of.channels : []);
  if (of.kind !== 'braked') return null;
  const said = saidWords(t, of.brake?.code);
  return (
    <>
      {said && <Text size="sm">{said}</Text>}
      {trials.map((one) => (
        <Text key={one.channel} size="sm" fw={600} className="steady">
          {trialWords(t, one)}
        </Text>
      ))}
    </>
  );
}

/** The dialog of the region to be tried of a braked channel: another one than was tried last. */
export function TryDialog({
  broadcast,
  channel,
  onClose,
}: {
  broadcast: Broadcast;
  channel: Channel;
  onClose: () => void;
}) {
  const found = useWaves(broadcast.id);
  // Chosen once: what is let go leaves the list, and the dialog stays with what it asked about.
  const [region, setRegion] = useState<string | null>(null);
  const smallest = found.data
    ? smallestRegion(found.data, channel, lastTried(channel, broadcast.stops))
    : null;
  if (region === null && smallest !== null) setRegion(smallest);
  if (region === null) return <Asking of={found} />;
  return <ResumeDialog broadcast={broadcast} part={{ channel, region }} pausedBy="brake" onClose={onClose} />;
}
