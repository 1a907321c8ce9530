import { ActionIcon, VisuallyHidden } from '@mantine/core';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { late } from '../../late';
import { screen } from '../../screen';
import { number } from '../../times';
import classes from './bell.module.css';
import { useNews } from './news';

const NewsDialog = late(async () => ({
  default: (await screen(import('./news-dialog'))).Component,
}));

/** The bell: the number of unread news, and the button that opens them. */
export function Bell() {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const found = useNews();
  // Requests have no news line of their own: they count until they are closed.
  const unread = (found?.unread ?? 0) + (found?.waiting.requests ?? 0);
  const name = unread > 0 ? t('news.unread', { shown: number(unread) }) : t('news.title');
  return (
    <>
      <ActionIcon
        variant="default"
        size={36}
        aria-label={name}
        aria-haspopup="dialog"
        className={classes['bell'] ?? ''}
        onClick={() => setOpened(true)}
      >
        <svg
          viewBox="0 0 24 24"
          width="20"
          height="20"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.8"
          aria-hidden
        >
          <path d="M6 16.5h12l-1.5-2.2V10a4.5 4.5 0 0 0-9 0v4.3L6 16.5Z" strokeLinejoin="round" />
          <path d="M10 19.2a2.1 2.1 0 0 0 4 0M12 3.5v2" strokeLinecap="round" />
        </svg>
        {unread > 0 && (
          <span className={classes['count']} aria-hidden>
            {unread > 99 ? '99+' : unread}
          </span>
        )}
      </ActionIcon>
      <VisuallyHidden aria-live="polite">{unread > 0 && name}</VisuallyHidden>
      {opened && (
        <Suspense>
          <NewsDialog onClose={() => setOpened(false)} />
        </Suspense>
      )}
    </>
  );
}
