import { Alert, Box, Text } from '@mantine/core';
import IconAlertTriangle from '@tabler/icons-react/icons/IconAlertTriangle';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** What goes wrong, as clearly as the note that all goes well: a sign, what it is, what that means, and what to do. */
export function TroubleNote({
  color,
  title,
  todo,
  role,
  act,
  children,
}: {
  color: 'red' | 'orange' | 'yellow';
  title: string;
  /** What somebody has to do; null: nothing, or it is said already. */
  todo: ReactNode;
  role?: 'note';
  /** The button that does it. */
  act?: ReactNode;
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <Alert
      color={color}
      p="sm"
      icon={<IconAlertTriangle aria-hidden />}
      title={title}
      {...(role && { role })}
    >
      {children}
      {todo !== null && (
        <Text size="sm">
          <b>{t('verdict.todo')}</b> {todo}
        </Text>
      )}
      {act && <Box mt="xs">{act}</Box>}
    </Alert>
  );
}
