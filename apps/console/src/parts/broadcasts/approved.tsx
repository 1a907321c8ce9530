import { Text } from '@mantine/core';
import { createContext, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { lately } from '../../times';

const Times = createContext<Readonly<Record<string, string>>>({});

/** When the broadcasts of a screen were approved, by id. */
export const ApprovedTimes = Times.Provider;

/** When a broadcast was approved, beside its title: others may have the same one. Nothing for one that was not. */
export function ApprovedAt({ id }: { id: string }) {
  const { t } = useTranslation();
  const at = useContext(Times)[id];
  if (at === undefined) return null;
  return (
    <>
      {' '}
      <Text span size="sm" c="dimmed" fw={400} style={{ whiteSpace: 'nowrap' }}>
        {t('approvedAt', { when: lately(at) })}
      </Text>
    </>
  );
}
