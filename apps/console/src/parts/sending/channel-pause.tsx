import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operations, type OperationsView } from '../../api';
import { number } from '../../times';
import { Confirm } from '../forms/confirm';
import { Reason } from '../forms/reason';
import { StoppedNumbers } from './stopped-numbers';
import { useGoesOn } from './use-goes-on';

type Operation = OperationsView['channels'][number];

/** The button that pauses a channel; one that is paused goes on by the last step of what explains the pause. */
export function ChannelPause({ of }: { of: Operation }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const { channel, pause } = of;
  return (
    <>
      {!pause && (
        <Group>
          <Button variant="default" size="xs" onClick={() => setAsking(true)}>
            {t('operations.pause', { channel: t(`channels.${channel}`) })}
          </Button>
        </Group>
      )}
      {asking && <PauseDialog of={of} onClose={() => setAsking(false)} />}
    </>
  );
}

interface DialogProps {
  of: Operation;
  onClose: () => void;
}

function PauseDialog({ of: { channel, waiting, paused, unlisted, inHand }, onClose }: DialogProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const name = { channel: t(`channels.${channel}`) };
  return (
    <Confirm
      touches={[['operations']]}
      title={t('operations.pauseTitle', name)}
      go={t('operations.pause', name)}
      danger
      ready={reason.trim() !== ''}
      onGo={() => operations.pause(channel, reason.trim())}
      told={t('done.pauseChannel', name)}
      onClose={onClose}
    >
      <Text size="sm">{t('operations.pauseWhat', name)}</Text>
      {/* As in the dialog that pauses a broadcast: what it holds, and apart from it what was paused before. */}
      <StoppedNumbers of={{ stopped: waiting - paused - unlisted, unlisted, paused, inHand }} />
      <Reason label={t('reason.required')} value={reason} onChange={setReason} required />
    </Confirm>
  );
}

/** What a channel that an operator paused sends again, before it is resumed. */
export function ResumeChannelDialog({
  of: { channel, waiting, paused, hindrance, alsoHeldBy },
  onClose,
}: DialogProps) {
  const { t } = useTranslation();
  const { afterResume } = useGoesOn();
  const name = { channel: t(`channels.${channel}`) };
  const causes = [...(hindrance ? [hindrance] : []), ...alsoHeldBy].map(({ cause }) => cause);
  const first = afterResume(channel, causes);
  const firstForNotices = afterResume(channel, causes, true);
  return (
    <Confirm
      touches={[['operations']]}
      title={t('operations.resumeTitle', name)}
      go={t('operations.resume', name)}
      onGo={() => operations.resume(channel)}
      told={t('done.resumeChannel', name)}
      onClose={onClose}
    >
      <Text size="sm">
        {waiting > paused
          ? t(first === null ? 'channelResume.goesOut' : 'channelResume.goesOutOnce', {
              ...name,
              messages: number(waiting - paused),
              what: first,
            })
          : t('channelResume.nothing')}
      </Text>
      {paused > 0 && <Text size="sm">{t('numbers.paused', { messages: number(paused) })}.</Text>}
      <Text size="sm">
        {firstForNotices === null
          ? t('channelResume.notices')
          : t('channelResume.noticesOnce', { what: firstForNotices })}
      </Text>
    </Confirm>
  );
}
