import { Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { type Broadcast, broadcasts } from '../../api';
import { Confirm } from './confirm';
import { shownOf } from './shown.rules';

/** Begins a correction, and leads to where its text is written. */
export function CorrectDialog({ broadcast, onClose }: { broadcast: Broadcast; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [title, setTitle] = useState(() =>
    t('correct.titleOf', { title: shownOf(broadcast).title }).slice(0, 150),
  );
  return (
    <Confirm
      id={broadcast.id}
      title={t('correct.title')}
      go={t('correct.go')}
      ready={title.trim() !== ''}
      onGo={async () => {
        const { id } = await broadcasts.correct(broadcast.id, title);
        await navigate(`/tulis/${id}`);
      }}
      onClose={onClose}
    >
      <Text size="sm">{t('correct.what')}</Text>
      <TextInput
        label={t('compose.title')}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        maxLength={150}
        required
        withAsterisk={false}
        data-autofocus
      />
    </Confirm>
  );
}
