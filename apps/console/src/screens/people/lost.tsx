import { Alert, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isGuarded } from '../../../../../libs/contract/roles.rules.js';
import type { ManagedPerson } from '../../api';
import { listed } from '../../times';
import type { Losses } from './losses.rules';

/**
 * What the office lacks afterwards: whoever takes the last holder of a role away should know it before.
 * @param waits whether the roles come back after a wait
 */
export function Lost({
  person,
  losses: { last, oneAdmin },
  waits,
}: {
  person: ManagedPerson;
  losses: Losses;
  waits: boolean;
}) {
  const { t } = useTranslation();
  if (last.length === 0 && !oneAdmin) return null;
  const office = person.organisation.name;
  const roles = listed(last.map((role) => t(`roles.${role}`)));
  return (
    <Alert color="red" variant="light">
      <Stack gap={4}>
        {last.length > 0 && (
          <Text size="sm">
            {t(waits ? 'people.lostWhile' : 'people.lost', { office, roles })}
            {!waits && last.some(isGuarded) && ` ${t('people.lostGuarded')}`}
          </Text>
        )}
        {last.some((role) => role === 'operator' || role === 'reviewer') && (
          <Text size="sm">{t(waits ? 'people.lostOnCallWhile' : 'people.lostOnCall')}</Text>
        )}
        {oneAdmin && (
          <Text size="sm">{t(waits ? 'people.oneAdminWhile' : 'people.oneAdmin', { office })}</Text>
        )}
      </Stack>
    </Alert>
  );
}
