import { Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { type Broadcast, broadcasts, type BroadcastState, type Passage } from '../../../api';
import { openIn } from '../../../parts/comments/comments.rules';
import { useDiscussion } from '../../../parts/comments/discussion';
import { Reason } from '../../../parts/forms/reason';
import { Pins } from '../../review/pins';
import { Confirm, useShowAnswer } from './confirm';
import { undoing } from './undoing';
import { endedByItself, leavesCompanion, leftUnapproved, pausedUnapproved } from '../stopping/ended.rules';
import { shownOf } from '../content/shown.rules';
import { HowFar } from '../numbers/numbers';
import { WithdrawalReaches } from '../correcting/same-text';

interface Props {
  broadcast: Broadcast;
  onClose: () => void;
}

const UNDER_WAY: readonly BroadcastState[] = ['approved', 'running', 'paused'];

/**
 * What remains when a correction does not hold: its original paused, or wrong text without a correction.
 * @param companion what becomes of its companion while it is not decided on
 * @param part whether only a part of it is stopped: its companion then goes on
 */
export function LeftByCorrection({
  broadcast: { state, originalId, chain, remainder },
  companion,
  part = false,
}: {
  broadcast: Broadcast;
  companion?: string;
  part?: boolean;
}) {
  const { t } = useTranslation();
  if (originalId === null) return null;
  const approved = UNDER_WAY.includes(state);
  const paused = pausedUnapproved(chain);
  const read = leftUnapproved(chain);
  return (
    <>
      {approved && <Text size="sm">{t('numbers.leavesWrong')}</Text>}
      {!approved && paused && <Text size="sm">{t(paused)}</Text>}
      {!approved && read && <Text size="sm">{t(read)}</Text>}
      {companion !== undefined && leavesCompanion({ remainder }, part) && <Text size="sm">{companion}</Text>}
      {approved &&
        !part &&
        remainder &&
        (UNDER_WAY.includes(remainder.state) || endedByItself(remainder)) && (
          <>
            <Text size="sm">{t('correction.companionDoubted')}</Text>
            <HowFar ids={[remainder.id]} />
          </>
        )}
    </>
  );
}

/** Rejects a broadcast with a reason, and with those pinned to passages of its texts. */
export function RejectDialog({
  broadcast,
  passages = [],
  onClose,
}: Props & { passages?: readonly Passage[] }) {
  const { t } = useTranslation();
  const { id, originalId } = broadcast;
  const showAnswer = useShowAnswer(id);
  const { talk } = useDiscussion(broadcast, 'submission');
  const open = openIn(talk?.threads ?? []);
  const [reason, setReason] = useState('');
  // Each passage says why already.
  const required = passages.length === 0;
  return (
    <Confirm
      id={id}
      title={t('reject.title')}
      go={t('acts.reject')}
      danger
      ready={!required || reason.trim() !== ''}
      onGo={() => broadcasts.reject(id, reason.trim(), passages).then(showAnswer)}
      told={() => ({
        text: t('done.reject'),
        title: shownOf(broadcast).title,
        // The rejection of a correction may resume its original, which cannot be undone.
        ...(originalId === null && { undo: undoing(id, 'reject', t('undone.reject')) }),
      })}
      onClose={onClose}
    >
      <Text size="sm">{t('reject.what')}</Text>
      <LeftByCorrection broadcast={broadcast} companion={t('reject.companion')} />
      {passages.length > 0 && <Text size="sm">{t('reviews.pinned', { count: passages.length })}</Text>}
      <Pins of={passages} placed />
      {open > 0 && <Text size="sm">{t('reject.comments', { count: open })}</Text>}
      <Reason
        label={t(required ? 'reason.required' : 'reason.optional')}
        value={reason}
        onChange={setReason}
        required={required}
      />
    </Confirm>
  );
}

/**
 * Withdraws a broadcast: copies that have not gone out never do.
 * @param change whether it is withdrawn to be changed: the form opens with it
 */
export function WithdrawDialog({ broadcast, onClose, change = false }: Props & { change?: boolean }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const showAnswer = useShowAnswer(broadcast.id);
  const { id, state, originalId, begun } = broadcast;
  const [reason, setReason] = useState('');
  return (
    <Confirm
      id={id}
      title={t(change ? 'withdraw.changeTitle' : 'withdraw.title')}
      go={t(change ? 'withdraw.change' : 'acts.withdraw')}
      danger
      onGo={async () => {
        // The form opens with what was read last.
        await broadcasts.withdraw(id, reason.trim()).then(showAnswer);
        if (change) await navigate(`/tulis/${id}`);
      }}
      told={() => ({
        text: t('done.withdraw'),
        title: shownOf(broadcast).title,
        // The waves of an approved broadcast are cancelled for good, and the original of a correction may have resumed.
        ...(state === 'in_review' &&
          originalId === null && { undo: undoing(id, 'withdraw', t('undone.withdraw')) }),
      })}
      onClose={onClose}
    >
      <Text size="sm">{t(change ? 'withdraw.changeWhat' : 'withdraw.what')}</Text>
      {!begun && !change && <Text size="sm">{t('withdraw.back')}</Text>}
      <LeftByCorrection broadcast={broadcast} companion={t('withdraw.companion')} />
      {UNDER_WAY.includes(state) && <WithdrawalReaches broadcast={broadcast} />}
      {UNDER_WAY.includes(state) && (
        <>
          <Text size="sm">{t(originalId === null ? 'withdraw.now' : 'withdraw.nowCorrection')}</Text>
          <HowFar ids={[id]} />
          <Text size="sm">{t('citizensRead.withdrawn')}</Text>
        </>
      )}
      <Reason label={t('reason.optional')} value={reason} onChange={setReason} />
    </Confirm>
  );
}
