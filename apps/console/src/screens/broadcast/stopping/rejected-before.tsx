import { Anchor, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import type { Broadcast, Channel } from '../../../api';
import { isResendable } from '../../../parts/broadcasts/chain.rules';
import { useRoles } from '../../../session';
import { number } from '../../../times';
import { rejectedOn } from '../numbers/rejected.rules';
import { useRejected } from '../numbers/rejected';
import { CAUSES } from '../numbers/verdict';

/**
 * Once a brake is released: what was rejected before does not go out again by itself. An operator decides on it on the
 * broadcast's page, when the provider takes messages again.
 * @param channels those on which the brake is released
 */
export function RejectedBefore({
  broadcast,
  channels,
}: {
  broadcast: Broadcast;
  channels: readonly Channel[];
}) {
  const { t } = useTranslation();
  const operator = useRoles('operator');
  // The page itself says what is next.
  const here = useLocation().pathname === `/siaran/${broadcast.id}`;
  const copies = rejectedOn(useRejected(broadcast, 1)?.groups ?? [], channels);
  if (copies === 0 || !isResendable(broadcast)) return null;
  return (
    <Text size="sm" fw={600}>
      {t('resume.rejectedBefore', { messages: number(copies) })}{' '}
      {operator && !here && (
        <Anchor component={Link} to={`/siaran/${broadcast.id}#${CAUSES}`} size="sm" underline="always">
          {t('resume.toRejected')}
        </Anchor>
      )}
    </Text>
  );
}
