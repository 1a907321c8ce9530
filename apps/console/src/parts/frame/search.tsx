import { Kbd } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import IconSearch from '@tabler/icons-react/icons/IconSearch';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { late } from '../../late';
import { screen } from '../../screen';
import classes from './search.module.css';

const SearchDialog = late(async () => ({
  default: (await screen(import('./search-dialog'))).Component,
}));

/** Opens the search from any screen: by a button, and by Ctrl+K wherever the focus is. */
export function Search() {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  useHotkeys([['mod+K', () => setOpened(true)]], [], true);
  return (
    <>
      <button
        type="button"
        className={classes['search']}
        aria-keyshortcuts="Control+K"
        aria-haspopup="dialog"
        onClick={() => setOpened(true)}
      >
        <IconSearch size={16} stroke={1.75} aria-hidden />
        <span>{t('search.go')}</span>
        <Kbd size="sm">Ctrl K</Kbd>
      </button>
      {opened && (
        <Suspense>
          <SearchDialog onClose={() => setOpened(false)} />
        </Suspense>
      )}
    </>
  );
}
