import { Checkbox, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Broadcast, broadcasts } from '../../api';
import { Confirm } from './confirm';
import { HowMany } from './numbers';

/** Hands the draft to KPU: from then on it is frozen. */
export function SubmitDialog({ broadcast, onClose }: { broadcast: Broadcast; onClose: () => void }) {
  const { t } = useTranslation();
  const [hours, setHours] = useState(false);
  const { id, version, draft } = broadcast;
  const leaves = draft.schedule?.leaveWindow === true;
  return (
    <Confirm
      id={id}
      title={t('submit.title')}
      go={t('acts.submit')}
      ready={!leaves || hours}
      onGo={() => broadcasts.submit(id, version, hours)}
      onClose={onClose}
    >
      <Text size="sm">{t('submit.what')}</Text>
      <HowMany broadcast={broadcast} />
      {leaves && (
        <Checkbox
          label={t('hours.confirm')}
          checked={hours}
          onChange={(event) => setHours(event.currentTarget.checked)}
        />
      )}
    </Confirm>
  );
}
