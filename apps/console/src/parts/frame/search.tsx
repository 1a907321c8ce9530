import { Kbd, VisuallyHidden } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import IconSearch from '@tabler/icons-react/icons/IconSearch';
import { type RefObject, Suspense, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { late } from '../../late';
import { screen } from '../../screen';
import type { Aside } from './search-dialog';
import classes from './search.module.css';

const SearchDialog = late(async () => ({
  default: (await screen(import('./search-dialog'))).Component,
}));

const LookDialog = late(async () => ({ default: (await screen(import('./look-dialog'))).Component }));
const ShortcutsDialog = late(async () => ({
  default: (await screen(import('./shortcuts-dialog'))).Component,
}));

/** Opens the search from any screen: by a button, and by Ctrl+K wherever the focus is. */
export function Search() {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const [aside, setAside] = useState<Aside | null>(null);
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
          <SearchDialog begun={() => begun.current} onAside={setAside} onClose={close} />
        </Suspense>
      )}
      {aside && (
        <Suspense>
          {aside === 'look' ? (
            <LookDialog onClose={() => setAside(null)} />
          ) : (
            <ShortcutsDialog onClose={() => setAside(null)} />
          )}
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
