import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { instant } from '../../times';
import type { Urgency } from '../../api';
import { useEmergencyStop } from '../frame/emergency';

/**
 * The deadline of a decision, and what happens then.
 * @param inDoubt whether it is a companion that cannot be approved, since its correction is in doubt: shown instead
 */
export function DecideBefore({
  decide: { before, why },
  inDoubt = false,
}: {
  decide: Urgency;
  inDoubt?: boolean;
}) {
  const { t } = useTranslation();
  const stopped = useEmergencyStop()?.standing;
  if (inDoubt) return <WaitsForDoubt />;
  const late = Date.parse(before) < Date.now();
  return (
    <Text size="sm" fw={600} c={late ? 'red.9' : undefined}>
      {t(`decide.${why === 'at-once' && stopped ? 'once-lifted' : why}`, { at: instant(before) })}
      {late && why !== 'at-once' && why !== 'expired' && ` ${t('decide.passed')}`}
    </Text>
  );
}

/** Why a companion cannot be approved while its correction, which has the same text, is in doubt. */
export function WaitsForDoubt() {
  const { t } = useTranslation();
  return (
    <Text size="sm" fw={600} c="red.9">
      {t('decide.in-doubt')}
    </Text>
  );
}
