import { List, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Mark } from '../../api/reviews';
import { useFindingWords } from '../refusals/finding-words';
import { Template } from './highlighted-text';
import { languageName } from './language-name';

/** A list of marks outside their texts, each with its place. */
export function MarkList({ of }: { of: readonly Mark[] }) {
  const { t } = useTranslation();
  const say = useFindingWords();
  return (
    <List size="sm">
      {of.map((mark) => (
        <List.Item key={mark.id}>
          {mark.channel === 'easy' ? t('marks.easy') : t(`channels.${mark.channel}`)} ·{' '}
          {languageName(mark.language)}: “<Template text={mark.quote} named />” {say(mark)}
        </List.Item>
      ))}
    </List>
  );
}

/** The marks that a reviewer has acknowledged; nothing when there are none. */
export function Acknowledged({ of }: { of: readonly Mark[] }) {
  const { t } = useTranslation();
  if (of.length === 0) return null;
  return (
    <Stack gap={2} component="section" aria-label={t('marks.acknowledged')}>
      <Text size="sm" fw={500}>
        {t('marks.acknowledged')}
      </Text>
      <MarkList of={of} />
    </Stack>
  );
}
