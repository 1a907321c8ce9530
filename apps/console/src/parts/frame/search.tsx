import { Kbd, VisuallyHidden } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import IconSearch from '@tabler/icons-react/icons/IconSearch';
import { type RefObject, Suspense, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
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
  const begun = useRef('');
  const before = useRef<Element>(null);
  const open = (): void => {
    begun.current = '';
    if (!opened) before.current = document.activeElement;
    setOpened(true);
  };
  // The dialog returns the focus to what had it when it was drawn, which may be the field that stood in its place.
  const close = (): void => {
    flushSync(() => setOpened(false));
    const place = before.current;
    if (place instanceof HTMLElement && place.isConnected) place.focus({ preventScroll: true });
  };
  useHotkeys([['mod+K', open]], [], true);
  return (
    <>
      <button
        type="button"
        className={classes['search']}
        aria-keyshortcuts="Control+K"
        aria-haspopup="dialog"
        onClick={open}
      >
        <IconSearch size={16} stroke={1.75} aria-hidden />
        <span>{t('search.go')}</span>
        <Kbd size="sm">Ctrl K</Kbd>
      </button>
      {opened && (
        <Suspense fallback={<Typed label={t('search.go')} into={begun} />}>
          <SearchDialog begun={() => begun.current} onClose={close} />
        </Suspense>
      )}
    </>
  );
}

/** Takes what is typed before the dialog has been fetched. */
function Typed({ label, into }: { label: string; into: RefObject<string> }) {
  return (
    <VisuallyHidden>
      <input
        aria-label={label}
        ref={(input) => input?.focus()}
        onChange={({ currentTarget: { value } }) => (into.current = value)}
      />
    </VisuallyHidden>
  );
}
