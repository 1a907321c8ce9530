import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Channel } from '../../api';
import { regionName, useRegions } from '../../parts/regions/regions';
import { actsAfter } from '../../parts/sending/trial.rules';
import { number } from '../../times';
import { useTrial } from '../operations/use-trial';

/** What ends a brake, as on Operasi: what came of a trial of one region says which act is next. */
export default function BrakeActs({ id, title, channel }: { id: string; title: string; channel: Channel }) {
  const { t } = useTranslation();
  const trial = useTrial({ broadcastId: id, channel });
  const { acts, first } = actsAfter(trial);
  // The names of regions come later.
  useRegions();
  return (
    <>
      {trial && (
        <Text size="sm" fw={600} role="status">
          {t(`operations.trial.${trial.state}`, {
            region: regionName(trial.region),
            accepted: number(trial.accepted),
            refused: number(trial.refused),
            waiting: number(trial.waiting),
          })}
        </Text>
      )}
      <Group gap="xs">
        {acts.map((act) => {
          const words =
            act === 'lepas' && trial?.state === 'passed'
              ? t('operations.releaseRestShort')
              : t(`home.act.${act}`);
          return (
            <Button
              key={act}
              component={Link}
              to={`/operasi?${new URLSearchParams({ tindakan: act, siaran: id, saluran: channel })}`}
              size="xs"
              variant={act === first ? 'filled' : 'default'}
              aria-label={`${words}: ${title}`}
            >
              {words}
            </Button>
          );
        })}
      </Group>
    </>
  );
}
