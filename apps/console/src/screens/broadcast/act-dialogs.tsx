import { Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Broadcast, broadcasts, type BroadcastState } from '../../api';
import { Confirm } from './confirm';
import { HowFar } from './numbers';

interface Props {
  broadcast: Broadcast;
  onClose: () => void;
}

const UNDER_WAY: readonly BroadcastState[] = ['approved', 'running', 'paused'];

/** Sends it back to its authors, with a reason they can work with. */
export function RejectDialog({ broadcast: { id }, onClose }: Props) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  return (
    <Confirm
      id={id}
      title={t('reject.title')}
      go={t('acts.reject')}
      danger
      ready={reason.trim() !== ''}
      onGo={() => broadcasts.reject(id, reason)}
      onClose={onClose}
    >
      <Text size="sm">{t('reject.what')}</Text>
      <Reason value={reason} onChange={setReason} required />
    </Confirm>
  );
}

/** Takes it back: what has not gone out does not. */
export function WithdrawDialog({ broadcast: { id, state }, onClose }: Props) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  return (
    <Confirm
      id={id}
      title={t('withdraw.title')}
      go={t('acts.withdraw')}
      danger
      onGo={() => broadcasts.withdraw(id, reason.trim())}
      onClose={onClose}
    >
      <Text size="sm">{t('withdraw.what')}</Text>
      {UNDER_WAY.includes(state) && <HowFar id={id} />}
      <Reason value={reason} onChange={setReason} />
    </Confirm>
  );
}

/** Stops it for a while. */
export function PauseDialog({ broadcast: { id }, onClose }: Props) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  return (
    <Confirm
      id={id}
      title={t('pause.title')}
      go={t('acts.pause')}
      onGo={() => broadcasts.pause(id, reason.trim())}
      onClose={onClose}
    >
      <Text size="sm">{t('pause.what')}</Text>
      <HowFar id={id} />
      <Reason value={reason} onChange={setReason} />
    </Confirm>
  );
}

/** Lets it go on. */
export function ResumeDialog({ broadcast: { id, pauseReason }, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Confirm
      id={id}
      title={t('resume.title')}
      go={t('acts.resume')}
      onGo={() => broadcasts.resume(id)}
      onClose={onClose}
    >
      <Text size="sm">{t('resume.what')}</Text>
      {pauseReason && <Text size="sm">{t('resume.why', { reason: pauseReason })}</Text>}
      <HowFar id={id} />
    </Confirm>
  );
}

/** Ends it for good. */
export function CancelDialog({ broadcast: { id }, onClose }: Props) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  return (
    <Confirm
      id={id}
      title={t('cancel.title')}
      go={t('acts.cancel')}
      danger
      ready={reason.trim() !== ''}
      onGo={() => broadcasts.cancel(id, reason)}
      onClose={onClose}
    >
      <Text size="sm">{t('cancel.what')}</Text>
      <HowFar id={id} />
      <Reason value={reason} onChange={setReason} required />
    </Confirm>
  );
}

function Reason({
  value,
  onChange,
  required = false,
}: {
  value: string;
  onChange: (value: string) => void;
  required?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <Textarea
      label={required ? t('reason.required') : t('reason.optional')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      required={required}
      withAsterisk={false}
      maxLength={2000}
      autosize
      minRows={3}
      maxRows={8}
      data-autofocus
    />
  );
}
