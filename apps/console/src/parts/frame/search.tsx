import { Button, Kbd } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { late } from '../../late';
import { screen } from '../../screen';
import { READERS, useRoles } from '../../session';

const SearchDialog = late(async () => ({
  default: (await screen(import('./search-dialog'))).Component,
}));

/** Opens the search from any screen: by a button, and by Ctrl+K wherever the focus is. */
export function Search() {
  const { t } = useTranslation();
  const watches = useRoles(...READERS);
  const [opened, setOpened] = useState(false);
  useHotkeys(watches ? [['mod+K', () => setOpened(true)]] : [], [], true);
  if (!watches) return null;
  return (
    <>
      <Button
        variant="default"
        size="xs"
        aria-keyshortcuts="Control+K"
        rightSection={<Kbd size="sm">Ctrl K</Kbd>}
        classNames={{ section: 'search-keys' }}
        onClick={() => setOpened(true)}
      >
        {t('search.go')}
      </Button>
      {opened && (
        <Suspense>
          <SearchDialog onClose={() => setOpened(false)} />
        </Suspense>
      )}
    </>
  );
}
