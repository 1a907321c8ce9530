import { Checkbox, Code, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Broadcast, broadcasts } from '../../api';
import { offsetMinutes, wallClock, zoneName } from '../../times';
import { Confirm } from './confirm';
import { HowFar, HowMany } from './numbers';
import { timeGroups } from './schedule.rules';

/** Approves exactly what is on screen: the digest is the one of the document this dialog was opened over. */
export function ApproveDialog({ broadcast, onClose }: { broadcast: Broadcast; onClose: () => void }) {
  const { t } = useTranslation();
  const [hours, setHours] = useState(false);
  // Kept from when the dialog opened: a newer submission must not slip in under the reader's eyes.
  const [seen] = useState(broadcast.submission);
  if (!seen) return null;
  const { document, digest } = seen;
  const leaves = document.schedule.leaveWindow === true;
  return (
    <Confirm
      id={broadcast.id}
      title={t('approve.title')}
      go={t('acts.approve')}
      ready={!leaves || hours}
      onGo={() => broadcasts.approve(broadcast.id, digest, hours)}
      onClose={onClose}
    >
      <Text size="sm">{t('approve.what')}</Text>
      <HowMany broadcast={broadcast} />
      {broadcast.originalId !== null && (
        <>
          <Text size="sm">{t('approve.cancels')}</Text>
          <HowFar id={broadcast.originalId} />
        </>
      )}
      {broadcast.remainder?.state === 'in_review' && <Text size="sm">{t('approve.remainder')}</Text>}
      {broadcast.remainderOfId !== null && <Text size="sm">{t('approve.afterCorrection')}</Text>}
      <Stack gap={2}>
        {timeGroups(document.schedule, document.regions, offsetMinutes).map(({ timeZone, at, regions }) => (
          <Text size="sm" key={`${timeZone} ${at}`}>
            {zoneName(timeZone)}: {at === 'now' ? t('times.now') : wallClock(at)} (
            {t('times.regionCount', { count: regions.length })})
          </Text>
        ))}
      </Stack>
      {leaves && (
        <Checkbox
          label={t('hours.confirm')}
          checked={hours}
          onChange={(event) => setHours(event.currentTarget.checked)}
        />
      )}
      <Stack gap={2}>
        <Text size="sm" fw={500}>
          {t('review.digest')}
        </Text>
        <Code block className="digest" style={{ whiteSpace: 'pre-wrap' }}>
          {digest}
        </Code>
      </Stack>
    </Confirm>
  );
}
