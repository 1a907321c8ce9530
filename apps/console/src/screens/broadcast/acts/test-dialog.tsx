import { Anchor, Button, Group, List, Select, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { broadcasts, CHANNELS, type Draft, ownAddresses } from '../../../api';
import { Dialog } from '../../../parts/forms/dialog';
import { ErrorNote } from '../../../parts/frame/error-note';
import { languageName } from '../../../parts/texts/language-name';

/** Sends a copy marked [UJI] to the person's own confirmed addresses. */
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
  const own = useQuery({ queryKey: ['own-addresses'], queryFn: ownAddresses.list });
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
        {own.data && !test.data && (
          <List size="sm" aria-label={t('test.goesTo')}>
            {CHANNELS.filter((channel) => draft.channels.includes(channel)).map((channel) => {
              const to = own.data.find((one) => one.channel === channel && one.confirmed)?.to;
              const name = t(`channels.${channel}`);
              if (!draft.contents[channel])
                return <List.Item key={channel}>{t('test.no-text', { channel: name })}</List.Item>;
              return (
                <List.Item key={channel}>
                  {`${name}: `}
                  {to ?? (
                    <Anchor component={Link} to="/alamat" size="sm" underline="always">
                      {t('test.noAddress')}
                    </Anchor>
                  )}
                </List.Item>
              );
            })}
          </List>
        )}
        <div role="status">
          {test.data && (
            <List size="sm">
              {test.data.sent.map(({ channel, to }) => (
                <List.Item key={channel} fw={500}>
                  {t('test.sentTo', { channel: t(`channels.${channel}`), to })}
                </List.Item>
              ))}
              {test.data.leftOut.map(({ channel, why }) => (
                <List.Item key={channel}>{t(`test.${why}`, { channel: t(`channels.${channel}`) })}</List.Item>
              ))}
            </List>
          )}
        </div>
        {test.error && <ErrorNote error={test.error} />}
        <Anchor component={Link} to="/alamat" size="sm" underline="always">
          {t('nav.addresses')}
        </Anchor>
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
