import { Paper, Stack, Text } from '@mantine/core';
import { useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { Fold } from '../../../parts/frame/fold';
import { Template } from '../../../parts/texts/highlighted-text';
import { Changed } from '../../broadcast/content/texts';

/** What the text of a correction changes in the text that it corrects, which can be read beside it. */
export function AgainstOriginal({
  original,
  text,
  language,
}: {
  original: string;
  text: string;
  language: string;
}) {
  const { t } = useTranslation();
  // Typing goes first.
  const now = useDeferredValue(text);
  return (
    <Paper withBorder p="sm" component="section" aria-label={t('correction.changes')}>
      <Stack gap="xs">
        <Text size="sm" fw={600}>
          {t('correction.changes')}
        </Text>
        {now.trim() === original.trim() ? (
          <Text size="sm">{t('correction.unchanged')}</Text>
        ) : (
          <Text size="sm" className="message" lang={language}>
            <Changed from={original} to={now} brief />
          </Text>
        )}
        <Fold unfold={t('correction.showOriginal')} fold={t('correction.hideOriginal')}>
          <Text size="sm" className="message" lang={language}>
            <Template text={original} named />
          </Text>
        </Fold>
      </Stack>
    </Paper>
  );
}
