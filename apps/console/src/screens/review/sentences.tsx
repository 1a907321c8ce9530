import { Alert, List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Broadcast } from '../../api';
import { inSeveralLanguages, type Sentence, useSaid } from '../../parts/refusals/said';

/**
 * Sentences about a broadcast under one title, each once. Renders nothing without any.
 * @param draft what they are about
 */
export function Sentences({
  title,
  color,
  of,
  draft,
}: {
  title: string;
  color: string;
  of: readonly Sentence[];
  draft: Broadcast['draft'];
}) {
  const { t } = useTranslation();
  const said = useSaid();
  if (of.length === 0) return null;
  // Equal sentences of several regions appear once.
  const several = inSeveralLanguages(draft);
  const sentences = [...new Set(of.map((one) => said(one, several)))];
  return (
    <Alert color={color} title={title}>
      <List size="sm">
        {sentences.map((one) => (
          <List.Item key={one}>{one}</List.Item>
        ))}
      </List>
      {of.some(({ code }) => code === 'outside-window') && (
        <Text size="sm">{t('reviews.outsideWindow')}</Text>
      )}
    </Alert>
  );
}
