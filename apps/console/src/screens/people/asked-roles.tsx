import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ManagedPerson } from '../../api';
import { listed } from '../../times';

/**
 * Which of a person's roles count now and which are only asked for, and who has to act next.
 * @param unconfirmable whether there is no second admin
 */
export function AskedRoles({
  person: { name, roles, awaited, reachable },
  unconfirmable,
}: {
  person: ManagedPerson;
  unconfirmable: boolean;
}) {
  const { t } = useTranslation();
  const names = (of: ManagedPerson['roles']): string => listed(of.map((role) => t(`roles.${role}`)));
  return (
    <>
      {roles.length > 0 && <Text size="sm">{t('people.rolesNow', { roles: names(roles) })}</Text>}
      {awaited.length > 0 && (
        <>
          <Text size="sm">{t('people.rolesAsked', { roles: names(awaited) })}</Text>
          <Text size="sm">
            {t(
              unconfirmable
                ? 'people.nobodyConfirms'
                : // Who has no address of their own is told nothing.
                  reachable
                  ? 'people.askedFor'
                  : 'people.askedForUnreached',
              { name },
            )}
          </Text>
        </>
      )}
      {roles.length === 0 && awaited.length === 0 && <Text size="sm">{t('people.rolesNone', { name })}</Text>}
    </>
  );
}
