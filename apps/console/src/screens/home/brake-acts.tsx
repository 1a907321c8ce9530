import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Channel } from '../../api';
import { useRegions } from '../../parts/regions/regions';
import { OnCall } from '../../parts/sending/on-call';
import { type Way, waysOut } from '../../parts/sending/trial.rules';
import { trialWords } from '../../parts/sending/trial-words';
import { useSeveralHeld } from '../broadcast/stopping/use-trials';
import { useTrial } from '../operations/use-trial';

/** The dialog of each way in Operasi, as its address calls it. */
const DIALOGS = { try: 'coba', rest: 'lepas' } as const;

/**
 * What ends a brake, as on Operasi: what came of a trial of one region says which act is next.
 * @param several whether the brake holds more than one region, with copies or without
 */
export default function BrakeActs({
  id,
  title,
  channel,
  several,
}: {
  id: string;
  title: string;
  channel: Channel;
  several: boolean;
}) {
  const { t } = useTranslation();
  const trial = useTrial({ broadcastId: id, channel });
  const { primary, other } = waysOut(trial, useSeveralHeld(id, channel, several));
  // The names of regions come later.
  useRegions();
  const button = (way: Way | null, variant: 'filled' | 'default') =>
    way && (
      <Button
        component={Link}
        to={`/operasi?${new URLSearchParams({ tindakan: DIALOGS[way.act], siaran: id, saluran: channel })}`}
        size="xs"
        variant={variant}
        aria-label={t(`operations.${way.words}`, { title })}
      >
        {t(`operations.${way.words}Short`)}
      </Button>
    );
  return (
    <>
      <OnCall id={id} title={title} />
      {trial && (
        <Text size="sm" fw={600} role="status">
          {trialWords(t, trial)}
        </Text>
      )}
      <Group gap="xs">
        {button(primary, 'filled')}
        {button(other, 'default')}
      </Group>
    </>
  );
}
