import { VisuallyHidden } from '@mantine/core';
import IconMessage from '@tabler/icons-react/icons/IconMessage';
import { useTranslation } from 'react-i18next';
import classes from './comments.module.css';

/** The number of open comments at a place that leads to them; nothing where there are none. */
export function OpenSign({ count }: { count: number }) {
  const { t } = useTranslation();
  if (count === 0) return null;
  return (
    <span className={classes['sign']}>
      <IconMessage size={14} aria-hidden />
      <span aria-hidden>{count}</span>
      <VisuallyHidden>, {t('comments.unresolved', { count })}</VisuallyHidden>
    </span>
  );
}
