import { List } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Mark } from '../../api/reviews';
import { useFindingWords } from '../refusals/finding-words';
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
          {languageName(mark.language)}: “{mark.quote}” {say(mark)}
        </List.Item>
      ))}
    </List>
  );
}
