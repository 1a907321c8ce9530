import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { broadcasts, type Draft } from '../../api';
import { Dialog } from '../../parts/dialog';
import { ErrorNote } from '../../parts/error-note';
import { languageName } from '../../parts/language-name';
import { listed } from '../../times';

/** Sends a copy marked [UJI] to one's own confirmed addresses. */
export function TestDialog({
  broadcast,
  onClose,
}: {
  broadcast: { id: string; draft: Draft };
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { id, draft } = broadcast;
  const languages = [...new Set(Object.values(draft.contents).flatMap((texts) => Object.keys(texts)))];
  const [language, setLanguage] = useState('id');
  const test = useMutation({ mutationFn: () => broadcasts.test(id, language) });
  return (
    <Dialog title={t('test.title')} onClose={onClose}>
      <Stack>
        <Text size="sm">{t('test.what')}</Text>
        {languages.length > 1 && (
          <Select
            label={t('test.language')}
            data={languages.map((value) => ({ value, label: languageName(value) }))}
            value={language}
            onChange={(value) => setLanguage(value ?? 'id')}
            allowDeselect={false}
          />
        )}
        <div role="status">
          {test.data && (
            <Text size="sm" fw={500}>
              {t('test.sent', {
                channels: listed(test.data.channels.map((channel) => t(`channels.${channel}`))),
              })}
            </Text>
          )}
        </div>
        {test.error && <ErrorNote error={test.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('actions.close')}
          </Button>
          <Button loading={test.isPending} onClick={() => test.mutate()}>
            {t('test.go')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
