import { Alert, Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Broadcast, broadcasts } from '../../../api';
import { reached } from '../../../parts/sending/account.rules';
import { number } from '../../../times';
import { HowFar } from '../numbers/numbers';
import { APPROVED, lostCompanion, sameTextOf } from './same-text.rules';

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
  if (other?.doubted) return <Text size="sm">{t(`sameText.ends.${other.is}`)}</Text>;
  return <StaysWithdrawn broadcast={broadcast} />;
}

/** How many got the text of a correction from its companion, which was withdrawn: for them it stays so. */
function StaysWithdrawn({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const { remainder } = broadcast;
  const id = remainder?.id ?? '';
  const lost = lostCompanion(broadcast);
  const progress = useQuery({
    queryKey: ['progress', id],
    queryFn: () => broadcasts.progress(id),
    enabled: lost,
  });
  if (!lost || !progress.data) return null;
  const { total } = progress.data;
  const people = reached(total) + total.claimed + total.unknown;
  if (people === 0) return null;
  return (
    <Text size="sm">
      {t('sameText.staysWithdrawn', { count: people, messages: number(people) })}{' '}
      <Anchor component={Link} to={`/siaran/${id}`} size="sm" underline="always">
        {t('sameText.open.companion')}
      </Anchor>
    </Text>
  );
}

/** On the page of a correction that holds: what those read who got its text from a companion that was withdrawn. */
export function LostCompanion({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  if (!lostCompanion(broadcast) || broadcast.reads !== null) return null;
  return (
    <Alert color="gray" role="note" title={t('sameText.companionWithdrawn')}>
      <StaysWithdrawn broadcast={broadcast} />
      <Text size="sm">{t('sameText.holdsHere')}</Text>
    </Alert>
  );
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
