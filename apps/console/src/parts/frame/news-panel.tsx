import '../../mantine-screens.css';
import { Anchor, Badge, Button, CloseButton, Group, Popover, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type RefObject, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { news, type NewsLine } from '../../api';
import { ago, instant, number } from '../../times';
import { everyone, reached } from '../sending/account.rules';
import { Asking } from './asking';
import { brakeWords } from '../sending/brake-words';
import classes from './bell.module.css';
import { ErrorNote } from './error-note';
import { LoadMore } from './load-more';
import { useAllNews, useNews, useNewsAgain } from './news';
import { ApprovedAt, ApprovedTimes } from '../broadcasts/approved';
import { titled } from '../broadcasts/titled';

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
  const requests = useNews()?.waiting.requests ?? 0;
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
          {found.data && lines.length === 0 && requests === 0 && (
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
                  <Line key={line.id} line={line} onOpen={onClose} />
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

function Line({ line, onOpen }: { line: NewsLine; onOpen: () => void }) {
  const { t } = useTranslation();
  const again = useNewsAgain();
  const { id, broadcast, channel, read, over, at, reason, brake, pins } = line;
  const { counts } = line;
  const open = (): void => {
    onOpen();
    // A failure to store it does not matter: the link opens anyway.
    if (!read) void news.read(id).finally(() => void again());
  };
  return (
    <Stack component="li" gap={2} px="md" py="sm" data-unread={(!read && !over) || undefined}>
      <Group gap="xs" justify="space-between" wrap="nowrap" align="flex-start">
        <Anchor
          component={Link}
          to={placeOf(line)}
          size="sm"
          fw={read || over ? 500 : 700}
          onClick={open}
          style={{ overflowWrap: 'anywhere' }}
        >
          {broadcast ? titled(t, broadcast.title, broadcast.part) : t(`channels.${channel ?? 'email'}`)}
          {broadcast && <ApprovedAt id={broadcast.id} />}
        </Anchor>
        {over && (
          <Badge variant="outline" color="gray.7" tt="none" style={{ flexShrink: 0 }}>
            {t('news.over')}
          </Badge>
        )}
        {!read && !over && (
          <Badge tt="none" style={{ flexShrink: 0 }}>
            {t('news.new')}
          </Badge>
        )}
      </Group>
      <Text size="sm">
        {t(`news.says.${saysOf(line)}`, {
          by: line.by ?? (line.kind === 'paused' || line.kind === 'cancelled' ? 'Siar' : 'KPU'),
          part: [channel && t(`channels.${channel}`), line.region].filter(Boolean).join(', '),
          channel: channel ? t(`channels.${channel}`) : '',
          total: number(counts ? everyone(counts) : 0),
          arrived: number(counts ? reached(counts) : 0),
          rest: number(counts ? everyone(counts) - reached(counts) - counts.unknown : 0),
          missed: number(counts ? counts.expired + counts.neverListed : 0),
          unknown: number(counts?.unknown ?? 0),
          parts: (line.unsent ?? [])
            .map((one) => `${t(`channels.${one.channel}`)} ${number(one.messages)}`)
            .join(', '),
          failed: number(counts?.failed ?? 0),
          handed: number(counts ? reached(counts) + counts.failed + counts.unknown : 0),
        })}
      </Text>
      {reason !== null && <Text size="sm">{t('news.reason', { reason })}</Text>}
      {brake && <Text size="sm">{t('news.reason', { reason: brakeWords(t, brake) })}</Text>}
      {pins > 0 && <Text size="sm">{t('news.pins', { shown: number(pins) })}</Text>}
      <Text size="xs" c="dimmed" component="time" dateTime={at} title={instant(at)}>
        {ago(at)}
      </Text>
    </Stack>
  );
}

/** Chooses the sentence by the present state, and by the part of the broadcast that the line is about. */
function saysOf({ kind, ended, counts, over, channel, region, forCorrection, outcome }: NewsLine) {
  switch (kind) {
    case 'finished':
      if (over) return 'finishedBefore';
      return ended === 'expired' ? 'expired' : kind;
    case 'expired':
      return 'unsent';
    case 'paused':
      if (forCorrection) return 'pausedForCorrection';
      return channel || region ? 'pausedPart' : kind;
    case 'cancelled':
      if (forCorrection) return 'cancelledForCorrection';
      return channel || region ? 'cancelledPart' : kind;
    case 'stopped':
      return channel ? 'stoppedChannel' : kind;
    case 'settled':
      return `settled-${outcome ?? 'cleared'}` as const;
    case 'unknown':
      return counts?.unknown === 0 ? 'unknownGone' : kind;
    default:
      return kind;
  }
}

function placeOf({ kind, broadcast }: NewsLine): string {
  if (broadcast === null) return '/operasi';
  return `${kind === 'submitted' || kind === 'deadline' ? '/tinjau' : '/siaran'}/${broadcast.id}`;
}
