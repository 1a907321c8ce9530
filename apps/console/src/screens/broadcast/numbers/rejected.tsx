import { Button, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Broadcast, type Channel, CHANNELS, outcomes, type Rejected } from '../../../api';
import { isResendable } from '../../../parts/broadcasts/chain.rules';
import { Reason } from '../../../parts/forms/reason';
import { Section } from '../../../parts/frame/section';
import { useRoles } from '../../../session';
import { number } from '../../../times';
import { Confirm } from '../acts/confirm';
import { OVER } from './live.rules';
import { rejectedOf } from './rejected.rules';
import { ResendActs } from './resend-acts';
import { sendable } from './unknown.rules';

const EVERY_MS = 15_000;
const NONE: Rejected = { groups: [], resends: [] };

/** A cause of failure, as far as its copies can go again. */
export interface RejectedCause {
  channels: readonly Channel[];
  /** The codes that a person reads as the same cause. */
  reasons: readonly string[];
  words: string;
}

/**
 * What a provider rejected of a broadcast and can go again, and what operators sent again; undefined: not known. Of a
 * broadcast of which nothing can have failed yet, nothing is asked.
 * @param failed its failed messages
 * @param readAt when the number was read, in ms, on a page that shows all its numbers as of one moment
 */
export function useRejected(
  { id, state, begun, chain }: Pick<Broadcast, 'id' | 'state' | 'begun' | 'chain'>,
  failed: number,
  readAt?: number,
): Rejected | undefined {
  const over = OVER.includes(state);
  const asked = failed > 0 || begun;
  const { data } = useQuery({
    // Read again once it is over: nothing is rejected after that.
    queryKey: ['rejected-copies', id, over, ...(readAt === undefined ? [] : [readAt])],
    queryFn: () => outcomes.rejected(id),
    refetchInterval:
      failed > 0 && !over && readAt === undefined && isResendable({ state, chain }) && EVERY_MS,
    placeholderData: (before, query) => (query?.queryKey[1] === id ? before : undefined),
    enabled: asked,
  });
  return asked ? data : NONE;
}

/**
 * The causes of failure of a broadcast, from which operators send again, and what they sent again. The dialog stands here:
 * a cause is gone before the result is read, where all its messages go again.
 * @param children the causes; `onResend` asks about one of them
 */
export function RejectedCopies({
  id,
  rejected,
  children,
}: {
  id: string;
  rejected: Rejected | undefined;
  children: (onResend: (cause: RejectedCause) => void) => ReactNode;
}) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<RejectedCause | null>(null);
  const { groups, resends } = rejected ?? NONE;
  return (
    <>
      {children(setAsking)}
      {resends.length > 0 && (
        <Section title={t('rejected.resends')}>
          <ResendActs of={resends} words="resent" />
        </Section>
      )}
      {asking && <RejectedDialog id={id} of={groups} cause={asking} onClose={() => setAsking(null)} />}
    </>
  );
}

/** Of one cause: the operators' button to send its messages again, or who has it; nothing where none can go again. */
export function ResendRejected({
  broadcast,
  of,
  cause,
  onResend,
}: {
  broadcast: Pick<Broadcast, 'state' | 'chain'>;
  /** Of all causes. */
  of: Rejected['groups'];
  cause: RejectedCause;
  onResend: (cause: RejectedCause) => void;
}) {
  const { t } = useTranslation();
  const operates = useRoles('operator');
  const { copies, withheld } = sendable(rejectedOf(of, cause));
  const waits = withheld.filter(([why]) => why !== 'ended');
  const all = waits.reduce((sum, [, some]) => sum + some, copies);
  if (all === 0 || !isResendable(broadcast)) return null;
  if (broadcast.state === 'paused')
    return <Text size="sm">{t('rejected.whilePaused', { copies: number(all) })}</Text>;
  return (
    <Stack gap={4} my={4} align="flex-start">
      {copies > 0 && operates && (
        <Button
          className="unprinted"
          variant="default"
          size="xs"
          h="auto"
          py={6}
          styles={{ label: { whiteSpace: 'normal', overflow: 'visible', lineHeight: 1.3 } }}
          onClick={() => onResend(cause)}
        >
          {t('rejected.resend', { copies: number(copies) })}
        </Button>
      )}
      {copies > 0 && !operates && (
        <Text size="sm">{t('rejected.operators', { copies: number(copies) })}</Text>
      )}
      {waits.map(([why, some]) => (
        <Text key={why} size="sm">
          {t(`unknown.withheld.${why}`, { copies: number(some) })}
        </Text>
      ))}
    </Stack>
  );
}

function RejectedDialog({
  id,
  of,
  cause,
  onClose,
}: {
  id: string;
  of: Rejected['groups'];
  cause: RejectedCause;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const groups = rejectedOf(of, cause);
  const { copies, withheld } = sendable(groups);
  const taken = groups.filter((group) => group.withheld === null);
  const causes = [...new Set(taken.map((group) => group.reason))];
  const channels = CHANNELS.flatMap((channel) => {
    const some = taken.reduce((sum, one) => sum + (one.channel === channel ? one.copies : 0), 0);
    return some > 0 ? [t('unknown.line', { channel: t(`channels.${channel}`), copies: number(some) })] : [];
  });
  // A code without words is a cause of its own on each channel.
  const [channel] = cause.channels.length === 1 ? cause.channels : [];
  return (
    <Confirm
      id={id}
      title={t('rejected.ask')}
      gone={t('rejected.gone')}
      go={t('unknown.resendSome', { copies: number(copies) })}
      ready={copies > 0 && reason.trim() !== ''}
      onGo={() =>
        outcomes.resendRejected(id, {
          rejected: copies,
          causes,
          reason: reason.trim(),
          ...(channel && { channel }),
        })
      }
      onClose={onClose}
      account={({ resent, left }) => (
        <>
          <Text size="sm">{t('unknown.done', { copies: number(resent) })}</Text>
          {left > 0 && <Text size="sm">{t('rejected.left', { copies: number(left) })}</Text>}
        </>
      )}
    >
      <Text size="sm">{t('rejected.what')}</Text>
      <Text size="sm">{t('rejected.first')}</Text>
      <Stack gap={4} role="status">
        <Text size="sm" fw={600}>
          {copies === 0
            ? t('rejected.none')
            : t('rejected.count', { copies: number(copies), cause: cause.words })}
        </Text>
        {channels.length > 0 && <Text size="sm">{channels.join(' · ')}</Text>}
        {withheld.map(([why, some]) => (
          <Text key={why} size="sm">
            {t(`unknown.withheld.${why}`, { copies: number(some) })}
          </Text>
        ))}
      </Stack>
      <Reason label={t('reason.required')} value={reason} onChange={setReason} required />
    </Confirm>
  );
}
