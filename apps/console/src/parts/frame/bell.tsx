import IconBell from '@tabler/icons-react/icons/IconBell';
import { ActionIcon, VisuallyHidden } from '@mantine/core';
import { Suspense, useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { late } from '../../late';
import { screen } from '../../screen';
import { number } from '../../times';
import classes from './bell.module.css';
import { useEmergencyStop } from './emergency-state';
import { useNews } from './news';

const NewsPanel = late(async () => ({
  default: (await screen(import('./news-panel'))).Component,
}));

/** The bell: the number of unread news, and the button that opens them. */
export function Bell() {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const bell = useRef<HTMLButtonElement>(null);
  const close = useCallback(() => setOpened(false), []);
  const found = useNews();
  const stopped = Boolean(useEmergencyStop()?.standing);
  // What has no news line of its own counts until it is over.
  const unread =
    (found?.unread ?? 0) + (found?.waiting.requests ?? 0) + (found?.slowed.length ?? 0) + (stopped ? 1 : 0);
  const name = unread > 0 ? t('news.unread', { shown: number(unread) }) : t('news.title');
  return (
    <div className={classes['holder']}>
      <ActionIcon
        ref={bell}
        variant="subtle"
        color="gray"
        size={36}
        aria-label={name}
        aria-haspopup="dialog"
        aria-expanded={opened}
        className={classes['bell'] ?? ''}
        onClick={() => setOpened(!opened)}
      >
        <IconBell size={20} stroke={1.75} aria-hidden />
        {unread > 0 && (
          <span className={classes['count']} aria-hidden>
            {unread > 99 ? '99+' : unread}
          </span>
        )}
      </ActionIcon>
      <VisuallyHidden aria-live="polite">{unread > 0 && name}</VisuallyHidden>
      {opened && (
        <Suspense>
          <NewsPanel bell={bell} onClose={close} />
        </Suspense>
      )}
    </div>
  );
}
