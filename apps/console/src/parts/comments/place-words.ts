import { useTranslation } from 'react-i18next';
import type { CommentThread } from '../../api/comments';
import { languageName } from '../texts/language-name';

/** Returns the part or the text that a thread is about, in words. */
export function usePlaceWords(): (of: Pick<CommentThread, 'part' | 'passage'>) => string {
  const { t } = useTranslation();
  return ({ part, passage }) =>
    passage
      ? [
          t(`channels.${passage.channel}`),
          languageName(passage.language),
          ...(passage.field === 'subject' ? [t('compose.subject')] : []),
        ].join(' · ')
      : t(`outline.parts.${part}`);
}
