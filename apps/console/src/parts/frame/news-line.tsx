import { Anchor, Badge, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { news, type NewsLine } from '../../api';
import { ago, instant, number } from '../../times';
import { ApprovedAt } from '../broadcasts/approved';
import { titled } from '../broadcasts/titled';
import { everyone, reached } from '../sending/account.rules';
import { brakeWords } from '../sending/brake-words';
import { useNewsAgain } from './news';

/** One line of news; its link marks it as read. */
export function Line({
  line,
  onOpen,
  px = 0,
}: {
  line: NewsLine;
  onOpen?: () => void;
  /** The room beside it. */
  px?: 'md' | 0;
}) {
  const { t } = useTranslation();
  const again = useNewsAgain();
  const { id, broadcast, channel, read, over, at, reason, brake, pins } = line;
  const { counts } = line;
  const open = (): void => {
    onOpen?.();
    // A failure to store it does not matter: the link opens anyway.
    if (!read) void news.read(id).finally(() => void again());
  };
  return (
    <Stack component="li" gap={2} px={px} py="sm" data-unread={(!read && !over) || undefined}>
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
