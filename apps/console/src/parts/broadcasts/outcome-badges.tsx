import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { BroadcastState, Counts, StrongestHindrance } from '../../api';
import { number } from '../../times';
import { flawsOf } from '../sending/account.rules';
import { StateBadge } from './badges';

/**
 * The state of a broadcast that is looked at alone, and beside it what of its copies failed, ended unsent or is uncertain.
 * @param total its counts; null: not read yet
 */
export function OutcomeBadges({
  total,
  ...of
}: {
  state: BroadcastState;
  hindrance: StrongestHindrance | null;
  begun: boolean;
  total: Counts | null;
}) {
  const { t } = useTranslation();
  const flaws = total ? flawsOf(total) : [];
  const ended = of.state === 'completed' || of.state === 'cancelled' || of.state === 'expired';
  if (!ended) return <StateBadge {...of} />;
  return (
    <>
      <StateBadge {...of} />
      {flaws.map(({ kind, sign, copies }) => (
        <Badge
          key={kind}
          variant="light"
          color={kind === 'unknown' ? 'yellow' : kind === 'failed' ? 'red' : 'gray'}
          c="var(--mantine-color-text)"
          tt="none"
          fw={600}
          size="lg"
          leftSection={<span aria-hidden>{sign}</span>}
          style={{ flexShrink: 0 }}
        >
          {t(`flaws.${kind}`, { copies: number(copies) })}
        </Badge>
      ))}
    </>
  );
}
