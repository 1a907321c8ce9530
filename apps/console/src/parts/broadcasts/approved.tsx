import { Text } from '@mantine/core';
import { createContext, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { lately } from '../../times';

const Times = createContext<Readonly<Record<string, string>>>({});

/** When the broadcasts of a screen were approved, by id. */
export const ApprovedTimes = Times.Provider;

/**
 * When a broadcast was approved, beside its title: others may have the same one. Nothing for one that was not.
 * @param within whether the title stands within a sentence
 */
export function ApprovedAt({ id, within = false }: { id: string; within?: boolean }) {
  const { t } = useTranslation();
  const at = useContext(Times)[id];
  if (at === undefined) return null;
  const words = t('approvedAt', { when: lately(at) });
  return (
    <>
      {' '}
      <Text span size="sm" c="dimmed" fw={400} style={{ whiteSpace: 'nowrap' }}>
        {within ? `(${words})` : words}
      </Text>
    </>
  );
}
