import { Anchor, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Broadcast, BroadcastState } from '../../api';
import { HowFar } from './numbers';
import { sameTextOf } from './same-text.rules';

const APPROVED: readonly BroadcastState[] = ['approved', 'running', 'paused', 'completed', 'expired'];

/** In the dialog of a doubt: it reaches the correction or companion with the same text too, and how far that one is. */
export function DoubtReaches({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const other = sameTextOf(broadcast);
  if (!other || other.doubted) return null;
  if (other.state === 'in_review') return <Text size="sm">{t('sameText.awaits')}</Text>;
  if (!APPROVED.includes(other.state)) return null;
  return (
    <>
      <Text size="sm">{t(`sameText.reaches.${other.is}`)}</Text>
      <HowFar ids={[other.id]} />
    </>
  );
}

/** In the dialog that withdraws a companion: its correction, with the same text, is put in doubt. */
export function WithdrawalReaches({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const other = sameTextOf(broadcast);
  if (other?.is !== 'correction' || !APPROVED.includes(other.state)) return null;
  return (
    <>
      <Text size="sm">{t('sameText.withdrawn')}</Text>
      <HowFar ids={[other.id]} />
    </>
  );
}

/** In the dialog that ends a doubt: it ends on the correction or companion with the same text too. */
export function DoubtEndsToo({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const other = sameTextOf(broadcast);
  return other?.doubted ? <Text size="sm">{t(`sameText.ends.${other.is}`)}</Text> : null;
}

/** On the page of a broadcast in doubt: the correction or companion with the same text is in doubt too, or taken back. */
export function DoubtedToo({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const other = sameTextOf(broadcast);
  const takenBack = other?.is === 'companion' && other.state === 'withdrawn';
  if (!other || !(other.doubted || takenBack)) return null;
  return (
    <Text size="sm">
      {t(takenBack ? 'sameText.takenBack' : `sameText.also.${other.is}`)}{' '}
      <Anchor component={Link} to={`/siaran/${other.id}`} size="sm" underline="always">
        {t(`sameText.open.${other.is}`)}
      </Anchor>
    </Text>
  );
}
