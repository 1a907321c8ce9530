import { Anchor, Alert, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Page } from './page';
import { usePerson } from '../../session';

/** Replaces a screen outside the person's roles: the reason, and who can help. The API decides what is allowed. */
export function NoPermission({ title }: { title: string }) {
  const { t } = useTranslation();
  const { roles } = usePerson();
  const theirs = roles.map((role) => t(`roles.${role}`)).join(', ');
  return (
    <Page title={title}>
      <Alert color="orange" title={t('noPermission.title')} maw={640}>
        <Stack gap="xs" align="flex-start">
          <Text size="sm">
            {t('noPermission.what', { roles: theirs === '' ? t('people.noRoles') : theirs })}
          </Text>
          <Anchor component={Link} to="/" underline="always" size="sm">
            {t('notFound.back')}
          </Anchor>
        </Stack>
      </Alert>
    </Page>
  );
}
