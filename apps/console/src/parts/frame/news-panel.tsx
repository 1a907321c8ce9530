import '../../mantine-screens.css';
import { Anchor, Button, CloseButton, Popover, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type RefObject, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { news } from '../../api';
import { instant, lately, number } from '../../times';
import { Asking } from './asking';
import classes from './bell.module.css';
import { useEmergencyStop } from './emergency-state';
import { ErrorNote } from './error-note';
import { LoadMore } from './load-more';
import { useAllNews, useNews, useNewsAgain } from './news';
import { ApprovedTimes } from '../broadcasts/approved';
import { Line } from './news-line';

/** All news of the person, the newest first, in a panel below the bell. */
export default function NewsPanel({
  bell,
  onClose,
}: {
  /** Escape and the button of the panel return the focus to it. */
  bell: RefObject<HTMLButtonElement | null>;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const found = useAllNews();
  const again = useNewsAgain();
  const readAll = useMutation({ mutationFn: news.readAll, onSettled: again });
  const lines = found.data?.pages.flatMap((page) => page.news) ?? [];
  const newest = lines[0]?.id;
  const now = useNews();
  const requests = now?.waiting.requests ?? 0;
  const slowed = now?.slowed ?? [];
  const stop = useEmergencyStop()?.standing;
  const panel = useRef<HTMLDivElement>(null);
  const leave = (): void => {
    bell.current?.focus({ preventScroll: true });
    onClose();
  };
  useEffect(() => {
    const outside = ({ target }: Event): void => {
      // The bell closes it by itself.
      const inside = [panel, bell].some(({ current }) => current?.contains(target as Node));
      if (!inside) onClose();
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [bell, onClose]);
  return (
    <Popover
      opened
      onDismiss={leave}
      closeOnClickOutside={false}
      position="bottom-end"
      offset={8}
      width="min(27rem, calc(100vw - 1rem))"
      shadow="lg"
      trapFocus
      withRoles={false}
      zIndex={250}
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <span className={classes['place']} />
      </Popover.Target>
      <Popover.Dropdown
        ref={panel}
        role="dialog"
        aria-label={t('news.title')}
        p={0}
        className={classes['panel'] ?? ''}
      >
        <div className={classes['head']}>
          <Title order={2} size="h5" flex={1}>
            {t('news.title')}
          </Title>
          {lines.some(({ read }) => !read) && newest !== undefined && (
            <Button
              variant="subtle"
              size="compact-sm"
              loading={readAll.isPending}
              onClick={() => readAll.mutate(newest)}
            >
              {t('news.readAll')}
            </Button>
          )}
          <CloseButton aria-label={t('actions.close')} onClick={leave} />
        </div>
        <div className={classes['body']}>
          <Asking of={found} />
          {stop && (
            <Text size="sm" fw={600} px="md" py="sm">
              {t('news.stopped', { at: instant(stop.since), by: stop.by?.name ?? 'Siar' })}
            </Text>
          )}
          {slowed.map(({ channel, since }) => (
            <Anchor
              key={channel}
              component={Link}
              to="/operasi"
              size="sm"
              fw={600}
              px="md"
              py="sm"
              display="block"
              onClick={onClose}
            >
              {t('news.slowed', { channel: t(`channels.${channel}`), at: lately(since) })}
            </Anchor>
          ))}
          {requests > 0 && (
            <Anchor
              component={Link}
              to="/permintaan"
              size="sm"
              fw={600}
              px="md"
              py="sm"
              display="block"
              onClick={onClose}
            >
              {t('news.waiting.requests', { shown: number(requests) })}
            </Anchor>
          )}
          {found.data && lines.length === 0 && requests + slowed.length === 0 && !stop && (
            <Text size="sm" p="md">
              {t('news.none')}
            </Text>
          )}
          {readAll.error && <ErrorNote error={readAll.error} />}
          {lines.length > 0 && (
            <ul className={classes['lines']}>
              <ApprovedTimes
                value={Object.assign({}, ...(found.data?.pages ?? []).map((page) => page.approved))}
              >
                {lines.map((line) => (
                  <Line key={line.id} line={line} onOpen={onClose} px="md" />
                ))}
              </ApprovedTimes>
            </ul>
          )}
          {found.hasNextPage && (
            <div className={classes['more']}>
              <LoadMore list={found} />
            </div>
          )}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
