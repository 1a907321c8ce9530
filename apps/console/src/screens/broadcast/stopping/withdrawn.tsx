import { Alert, Stack, Text } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Broadcast } from '../../../api';
import { stateWords } from '../../../parts/broadcasts/badges';
import { CompletesLine } from '../../../parts/broadcasts/chain';
import { isNextWrittenHere } from '../../../parts/broadcasts/chain.rules';
import { useRoles } from '../../../session';
import { instant } from '../../../times';
import { holdsInCompanion, holdsInCorrection } from '../correcting/same-text.rules';

/** Who withdrew an approved broadcast, when and why. Renders nothing for any other broadcast. */
export function Withdrawn({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const { withdrawal, approvedAt, begun, state, chain } = broadcast;
  if (!withdrawal || approvedAt === null) return null;
  const { by, at, reason } = withdrawal;
  const { reads: read } = broadcast;
  return (
    <Alert color="red" role="note" title={t('broadcast.withdrawnTitle')}>
      <Stack gap={6}>
        <Text size="sm" fw={600}>
          {t('broadcast.withdrawnBy', { name: by.name, when: instant(at) })}
        </Text>
        <Text size="sm" className="message">
          {reason ? t('broadcast.withdrawnWhy', { reason }) : t('broadcast.withdrawnNoReason')}
        </Text>
        {/* The band of its corrections says it of a text that is known to be wrong. */}
        {begun && read && read !== 'wrong' && <Text size="sm">{t(`citizensRead.${read}`)}</Text>}
        {begun && state === 'withdrawn' && chain?.completes && !chain.correctedBy && (
          <>
            <Text size="sm">{t('sameText.correctThat')}</Text>
            <CompletesLine link={chain.completes} />
          </>
        )}
        {holdsInCompanion(broadcast) && <Text size="sm">{t('sameText.holdsInCompanion')}</Text>}
        <NextCorrection broadcast={broadcast} />
      </Stack>
    </Alert>
  );
}

/**
 * That an approved broadcast was cancelled, by whom and why, and what citizens read of it. Renders nothing for any other
 * broadcast.
 */
export function Cancelled({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const { reads: read, stops } = broadcast;
  const end = stops.findLast(({ act }) => act === 'cancel');
  // The band of its corrections says it of a text that is corrected, or known to be wrong.
  if (broadcast.state !== 'cancelled' || !read || read === 'corrected' || read === 'wrong') return null;
  return (
    <Alert color="red" role="note" title={endOf(t, broadcast)}>
      {end?.reason && (
        <Text size="sm" className="message">
          {t('broadcast.withdrawnWhy', { reason: end.reason })}
        </Text>
      )}
      <Text size="sm">{t(`citizensRead.${read}`)}</Text>
      {read === 'stopped' && holdsInCorrection(broadcast.chain) && (
        <Text size="sm">{t('sameText.readsInCorrection')}</Text>
      )}
      {holdsInCompanion(broadcast) && <Text size="sm">{t('sameText.holdsInCompanion')}</Text>}
      <NextCorrection broadcast={broadcast} />
    </Alert>
  );
}

/** Who cancelled it, and when. */
function endOf(t: TFunction, broadcast: Broadcast): string {
  const end = broadcast.stops.findLast(({ act }) => act === 'cancel');
  if (!end) return stateWords(t, broadcast);
  const when = instant(end.at);
  if (end.as === 'correction' || !end.by) return t('broadcast.cancelledForCorrection', { when });
  return t('broadcast.cancelledBy', { name: end.by.name, when });
}

/** How the next correction is written after one that was taken back, on the page of that. */
function NextCorrection({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const writes = useRoles('author');
  return isNextWrittenHere(broadcast) ? (
    <Text size="sm">{t(writes ? 'chain.nextHere' : 'chain.nextByAuthor')}</Text>
  ) : null;
}
