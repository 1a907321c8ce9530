import { Anchor, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Broadcast, Channel, Hindrance } from '../../../api';
import { Asking } from '../../../parts/frame/asking';
import { regionName, useRegions } from '../../../parts/regions/regions';
import type { Together } from '../../../parts/sending/pauses.rules';
import { trialOf } from '../../../parts/sending/trial.rules';
import { useRoles } from '../../../session';
import { clock, number } from '../../../times';
import { placeOfCause } from '../../operations/place';
import { saidBy } from '../../operations/said.rules';
import { smallestRegion } from '../../operations/troubles.rules';
import { ResumeDialog, useWaves } from '../stopping/stopping';

/** Of a brake: what the provider's code says in words, how the trial of one region goes, and where its steps stand. */
export function BrakeAbout({ broadcast, of }: { broadcast: Broadcast; of: Together<Hindrance> }) {
  const { t } = useTranslation();
  const operator = useRoles('operator');
  if (of.kind !== 'braked') return null;
  const said = saidBy(of.brake?.code);
  return (
    <>
      {said && (
        <Text size="sm">
          {t('operations.refused.code')} {t(`operations.refused.said.${said}`)}
        </Text>
      )}
      {of.channels.map((channel) => (
        <TrialLine key={channel} broadcast={broadcast} channel={channel} />
      ))}
      {operator && (
        <Text size="sm">
          <Anchor
            component={Link}
            to={`/operasi#${of.channels.map((one) => placeOfCause('brake', one))[0]}`}
            size="sm"
            underline="always"
          >
            {t('live.brakeSteps')}
          </Anchor>
        </Text>
      )}
    </>
  );
}

/** How the one region goes that was let go on; renders nothing without any. */
function TrialLine({ broadcast: { id, stops }, channel }: { broadcast: Broadcast; channel: Channel }) {
  const { t } = useTranslation();
  useRegions();
  const { data: waves = [] } = useWaves(id);
  const trial = trialOf(channel, waves, stops);
  if (!trial) return null;
  const { state, region, at, accepted, refused, waiting } = trial;
  // What is refused for the sender waits to be tried again: nothing taken so far says as much.
  const how = state === 'running' && accepted === 0 ? 'nothing' : state;
  return (
    <Text size="sm" fw={600} className="steady">
      {t(`live.trial.${how}`, {
        region: regionName(region),
        at: clock(at),
        accepted: number(accepted),
        refused: number(refused),
        waiting: number(waiting),
      })}
    </Text>
  );
}

/** The dialog of the region in which the fewest copies of a braked channel wait. */
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
  const smallest = found.data ? smallestRegion(found.data, channel) : null;
  if (region === null && smallest !== null) setRegion(smallest);
  if (region === null) return <Asking of={found} />;
  return <ResumeDialog broadcast={broadcast} part={{ channel, region }} pausedBy="brake" onClose={onClose} />;
}
