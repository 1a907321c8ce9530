import { Button, Group, Paper, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Broadcast } from '../../api';
import { instant } from '../../times';
import classes from './save-bar.module.css';
import type { Standing } from './use-saving';

/** Always in sight: whether what is on the form is saved, and where it goes on. */
export function SaveBar({
  standing,
  view,
  onTest,
  onCompare,
}: {
  standing: Standing;
  view: Broadcast | null;
  onTest: () => void;
  onCompare: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Paper withBorder p="sm" className={classes.bar}>
      <Group justify="space-between" gap="sm">
        <Text size="sm" role="status" style={{ flex: '1 1 14rem' }}>
          {standing === 'saved' && view
            ? t('saving.saved', { when: instant(view.updatedAt) })
            : t(`saving.${standing}`)}
        </Text>
        <Group gap="xs">
          {view && standing === 'saved' && (
            <>
              <Button variant="default" onClick={onTest}>
                {t('acts.test')}
              </Button>
              <Button variant="default" component={Link} to={`/siaran/${view.id}`}>
                {t('compose.onward')}
              </Button>
            </>
          )}
          {standing === 'overtaken' ? (
            <Button onClick={onCompare}>{t('compose.compare')}</Button>
          ) : (
            <Button type="submit" loading={standing === 'saving'}>
              {t('compose.save')}
            </Button>
          )}
        </Group>
      </Group>
    </Paper>
  );
}
