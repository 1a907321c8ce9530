import { Select, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { type Broadcast, broadcasts, templates } from '../../api';
import { Confirm } from './confirm';
import { shownOf } from './shown.rules';

/** Begins a correction, and leads to where its text is written. */
export function CorrectDialog({ broadcast, onClose }: { broadcast: Broadcast; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [title, setTitle] = useState(() =>
    t('correct.titleOf', { title: shownOf(broadcast).title }).slice(0, 150),
  );
  const [templateId, setTemplateId] = useState<string | null>(null);
  const ready = useQuery({
    queryKey: ['templates', 'correction'],
    queryFn: () => templates.list('correction'),
  });
  const approved = (ready.data ?? []).filter(({ usable }) => usable);
  return (
    <Confirm
      id={broadcast.id}
      title={t('correct.title')}
      go={t('correct.go')}
      ready={title.trim() !== ''}
      onGo={async () => {
        const { id } = await broadcasts.correct(broadcast.id, title, templateId);
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
      {approved.length > 0 && (
        <Select
          label={t('templates.choose')}
          description={t('templates.chooseHelp')}
          data={approved.map(({ id, title: name, office }) => ({
            value: id,
            label: `${name}, ${office.name}`,
          }))}
          value={templateId}
          onChange={setTemplateId}
          clearable
          clearButtonProps={{ 'aria-label': t('templates.without') }}
        />
      )}
    </Confirm>
  );
}
