import { Button, Group, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { type Broadcast, broadcasts, type Template } from '../../api';
import { TemplateChoice } from '../../parts/template-choice';
import { Confirm } from './confirm';
import { shownOf } from './shown.rules';

/** Begins a correction, and leads to where its text is written. */
export function CorrectDialog({ broadcast, onClose }: { broadcast: Broadcast; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [title, setTitle] = useState(() =>
    t('correct.titleOf', { title: shownOf(broadcast).title }).slice(0, 150),
  );
  const [template, setTemplate] = useState<Template | null>(null);
  return (
    <Confirm
      id={broadcast.id}
      title={t('correct.title')}
      go={t('correct.go')}
      size="xl"
      ready={title.trim() !== ''}
      onGo={async () => {
        const { id } = await broadcasts.correct(broadcast.id, title, template?.id ?? null);
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
        data-autofocus
      />
      <Text size="sm">{t('templates.chooseHelp')}</Text>
      <TemplateChoice kind="correction" value={template} onChange={setTemplate} />
      {template && (
        <Group>
          <Button variant="default" size="xs" onClick={() => setTemplate(null)}>
            {t('templates.without')}
          </Button>
        </Group>
      )}
    </Confirm>
  );
}
