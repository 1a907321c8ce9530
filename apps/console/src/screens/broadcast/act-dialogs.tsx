import { Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Broadcast, broadcasts, type BroadcastState, type Passage } from '../../api';
import { Reason } from '../../parts/reason';
import { Pins } from '../review/pins';
import { Confirm } from './confirm';
import { undoing } from './undoing';
import { HowFar } from './numbers';

interface Props {
  broadcast: Broadcast;
  onClose: () => void;
}

const UNDER_WAY: readonly BroadcastState[] = ['approved', 'running', 'paused'];

/** Sends it back to its authors, with a reason they can work with, and those pinned to passages of the texts. */
export function RejectDialog({
  broadcast: { id, originalId },
  passages = [],
  onClose,
}: Props & { passages?: readonly Passage[] }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  return (
    <Confirm
      id={id}
      title={t('reject.title')}
      go={t('acts.reject')}
      danger
      ready={reason.trim() !== ''}
      onGo={() => broadcasts.reject(id, reason, passages)}
      told={() => ({
        text: t('done.reject'),
        // What a correction corrects may go on meanwhile.
        ...(originalId === null && { undo: undoing(id, 'reject', t('undone.reject')) }),
      })}
      onClose={onClose}
    >
      <Text size="sm">{t('reject.what')}</Text>
      {passages.length > 0 && <Text size="sm">{t('reviews.pinned', { count: passages.length })}</Text>}
      <Pins of={passages} />
      <Reason label={t('reason.required')} value={reason} onChange={setReason} required />
    </Confirm>
  );
}

/** Takes it back: what has not gone out does not. */
export function WithdrawDialog({ broadcast: { id, state, originalId }, onClose }: Props) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  return (
    <Confirm
      id={id}
      title={t('withdraw.title')}
      go={t('acts.withdraw')}
      danger
      onGo={() => broadcasts.withdraw(id, reason.trim())}
      told={() => ({
        text: t('done.withdraw'),
        // An approved broadcast's waves are cancelled for good, and what a correction corrects may have gone on.
        ...(state === 'in_review' &&
          originalId === null && { undo: undoing(id, 'withdraw', t('undone.withdraw')) }),
      })}
      onClose={onClose}
    >
      <Text size="sm">{t('withdraw.what')}</Text>
      {UNDER_WAY.includes(state) && (
        <>
          <HowFar id={id} />
          <Text size="sm">{t('withdraw.shown')}</Text>
        </>
      )}
      <Reason label={t('reason.optional')} value={reason} onChange={setReason} />
    </Confirm>
  );
}
