import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { instant } from '../../times';
import type { Unapprovable, Urgency } from '../../api';
import { useEmergencyStop } from '../frame/emergency-state';

/**
 * The deadline of a decision, and what happens then.
 * @param unapprovable why a companion cannot be approved: shown instead of a deadline
 */
export function DecideBefore({
  decide,
  unapprovable,
}: {
  decide: Urgency | null;
  unapprovable: Unapprovable | null;
}) {
  const { t } = useTranslation();
  const stopped = useEmergencyStop()?.standing;
  if (unapprovable) return <CannotApprove why={unapprovable} />;
  if (!decide) return null;
  const { before, why, timeZone } = decide;
  const late = Date.parse(before) < Date.now();
  return (
    <Text size="sm" fw={600} c={late ? 'red.9' : undefined}>
      {t(`decide.${why === 'at-once' && stopped ? 'once-lifted' : why}`, { at: instant(before, timeZone) })}
      {late && why !== 'at-once' && why !== 'expired' && ` ${t('decide.passed')}`}
    </Text>
  );
}

/** Why a companion under review cannot be approved, and what to do about it. */
export function CannotApprove({ why }: { why: Unapprovable }) {
  const { t } = useTranslation();
  return (
    <Text size="sm" fw={600} c="red.9">
      {t(`unapprovable.${why}`)}
    </Text>
  );
}
