import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { instant } from '../times';
import type { Urgency } from '../api';
import { useEmergencyStop } from './emergency';

/** The deadline of a decision, and what happens then. */
export function DecideBefore({ decide: { before, why } }: { decide: Urgency }) {
  const { t } = useTranslation();
  const stopped = useEmergencyStop()?.standing;
  const late = Date.parse(before) < Date.now();
  return (
    <Text size="sm" fw={600} c={late ? 'red.9' : undefined}>
      {t(`decide.${why === 'at-once' && stopped ? 'once-lifted' : why}`, { at: instant(before) })}
      {late && why !== 'at-once' && why !== 'expired' && ` ${t('decide.passed')}`}
    </Text>
  );
}
