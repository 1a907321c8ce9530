import { Anchor, Group, Stack, Text, VisuallyHidden } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ListedBroadcast } from '../../api';
import { AlertBadge, CompanionBadge, KindBadge, StateBadge, stateWords } from '../../parts/broadcasts/badges';
import { ChannelSigns } from '../../parts/broadcasts/channel-signs';
import { lastWords } from '../../parts/broadcasts/last-words';
import { SeriesLine } from '../../parts/broadcasts/series';
import { ChainLines, CorrectedBadge, DoubtedBadge, LinkTo } from '../../parts/broadcasts/chain';
import { regionName } from '../../parts/regions/regions';
import { flawsOf, handed, percentShown, reached } from '../../parts/sending/account.rules';
import { FoundWords } from '../../parts/texts/found-words';
import { usePlainNames } from '../../parts/texts/plain-names';
import { languageName } from '../../parts/texts/language-name';
import { instant, lately, number, share } from '../../times';
import classes from './broadcasts.module.css';
import { type Column, reachedFew, shareReached } from './list.rules';
import { instantParts, sortable, wallParts } from './when';

/** A broadcast's title with what is to be known of it, and where its texts have the words of the search. */
export function TitleCell({
  broadcast,
  search,
  numbered,
  corrected,
}: {
  broadcast: ListedBroadcast;
  search: string;
  /** Whether its number stands beside its title. */
  numbered: boolean;
  /** Whether a column names the correction. */
  corrected: boolean;
}) {
  const { t } = useTranslation();
  const { id, title, kind, doubted, reads, alert, chain, series } = broadcast;
  return (
    <Stack gap={2} miw={0}>
      <div className={classes['title']}>
        <Anchor
          component={Link}
          to={`/siaran/${id}`}
          data-opens
          fw={600}
          fz="sm"
          style={{ overflowWrap: 'anywhere' }}
        >
          <FoundWords text={title} query={search} />
        </Anchor>
        <div className={classes['marks']}>
          {numbered && (
            <Text span size="xs" c="dimmed" className="steady">
              {t('list.number', { id })}
            </Text>
          )}
          <Text span size="xs" c="dimmed" className="steady">
            {lastWords(t, broadcast, lately)}
          </Text>
          <AlertBadge alert={alert} />
          <DoubtedBadge of={{ doubted, reads, chain }} />
          <CorrectedBadge chain={chain} />
          <KindBadge kind={kind} />
          {chain?.completes && <CompanionBadge />}
          <SeriesLine of={series} to={(one) => `/siaran/${one}`} />
        </div>
      </div>
      <ChainLines chain={corrected && chain ? { ...chain, correctedBy: null } : chain} brief />
      <Found of={broadcast} search={search} />
    </Stack>
  );
}

/** The place in the texts that answers the search. */
function Found({ of: { found }, search }: { of: ListedBroadcast; search: string }) {
  const { t } = useTranslation();
  const named = usePlainNames();
  if (!found) return null;
  return (
    <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
      <Text span size="sm" c="dimmed">
        {t('list.foundIn', {
          channel: t(`channels.${found.channel}`),
          language: languageName(found.language),
        })}
      </Text>{' '}
      <FoundWords text={named(found.text)} query={search} />
    </Text>
  );
}

/** When it was sent, or is to be sent, as a file sorts it: `2026-12-11 09:00`. */
function sortableTime(t: TFunction, { sentAt, plannedAt, plannedOwn, approvedAt }: ListedBroadcast): string {
  if (sentAt) return sortable(new Date(sentAt));
  if (plannedOwn) return sortable(new Date(plannedOwn.from));
  if (plannedAt === null) return '';
  if (plannedAt === 'now') return approvedAt ? '' : t('list.plannedNow');
  return plannedAt.slice(0, 16).replace('T', ' ');
}

/** When it was sent, or is to be sent, in the fewest words, on two lines; null: nobody knows yet. */
function sentParts(
  t: TFunction,
  { sentAt, plannedAt, plannedOwn, approvedAt }: ListedBroadcast,
): [first: string, second: string] | null {
  if (sentAt) return instantParts(sentAt);
  // Times of single regions are instants: the hour of one region alone would be nobody's.
  if (plannedOwn) {
    const at = instantParts(plannedOwn.from).join(' ');
    return [
      plannedOwn.atOnce ? at : t('list.plannedFrom', { at }),
      plannedOwn.atOnce ? '' : t('list.plannedOwn'),
    ];
  }
  if (plannedAt === null || (plannedAt === 'now' && approvedAt)) return null;
  if (plannedAt === 'now') return [t('list.plannedNow'), ''];
  return [wallParts(plannedAt).join(' '), t('list.plannedLocal')];
}

/** The same in one line. */
export const shortSentWords = (t: TFunction, broadcast: ListedBroadcast): string =>
  sentParts(t, broadcast)
    ?.filter(Boolean)
    .join(broadcast.sentAt ? ' ' : ', ') ?? '–';

/** The number of copies that may have arrived or not, in words; null: there are none. */
export const uncertainWords = (t: TFunction, { counts }: ListedBroadcast): string | null =>
  counts && counts.unknown > 0 ? t('list.uncertain', { count: number(counts.unknown) }) : null;

/** What nobody may overlook below the state: copies that may have arrived or not. */
export function Uncertain({ of }: { of: ListedBroadcast }) {
  const { t } = useTranslation();
  const words = uncertainWords(t, of);
  if (words === null) return null;
  return (
    <Text size="xs" className={classes['few']}>
      <span aria-hidden>? </span>
      {words}
    </Text>
  );
}

/** What of a broadcast that has ended did not go well, as its page has it; uncertain copies stand above it. */
function Flaws({ of: { state, counts } }: { of: ListedBroadcast }) {
  const { t } = useTranslation();
  if (state !== 'completed' || !counts) return null;
  return flawsOf(counts).flatMap(({ kind, sign, copies }) =>
    kind === 'unknown' ? (
      []
    ) : (
      <Text key={kind} size="xs" c="dimmed" className="steady">
        <span aria-hidden>{sign} </span>
        {t(`flaws.${kind}`, { copies: number(copies) })}
      </Text>
    ),
  );
}

/** The share of the copies that a provider accepted or delivered, with their number; marked where a broadcast has ended with few. */
export function Reached({ of, inLine = false }: { of: ListedBroadcast; inLine?: boolean }) {
  const { t } = useTranslation();
  const part = shareReached(of);
  if (!of.counts || part === null) return <>–</>;
  const few = reachedFew(of);
  return (
    <>
      <span className={few ? classes['few'] : undefined} title={few ? t('list.few') : undefined}>
        {few && <span aria-hidden>! </span>}
        {number(percentShown(of.counts))}%{few && <VisuallyHidden>, {t('list.few')}</VisuallyHidden>}
      </span>{' '}
      <Text span size={inLine ? 'sm' : 'xs'} c="dimmed" className={inLine ? '' : classes['second']}>
        {inLine
          ? `(${t('list.copies', { count: number(reached(of.counts)) })})`
          : t('list.copies', { count: number(reached(of.counts)) })}
      </Text>
    </>
  );
}

/** With the share that the list is sorted by. */
export const failedWords = ({ counts }: ListedBroadcast): string => {
  if (!counts) return '–';
  return counts.failed === 0
    ? number(0)
    : `${number(counts.failed)} (${share(counts.failed, handed(counts))})`;
};

/** The first regions by name, and how many more there are. */
export function regionWords(t: TFunction, { regions, regionCodes }: ListedBroadcast): string {
  const names = regionCodes.map((code) => regionName(code));
  if (regions > names.length) return t('times.regionCount', { count: regions });
  return names.join(', ');
}

export const channelWords = (t: TFunction, { channels }: ListedBroadcast): string =>
  channels.map((channel) => t(`channels.${channel}`)).join(', ');

/** A column's value as a text, for a file. */
export function textOf(t: TFunction, column: Column, broadcast: ListedBroadcast): string | number {
  const { counts, chain, author, organisation, updatedAt } = broadcast;
  switch (column) {
    case 'state':
      return stateWords(t, broadcast);
    case 'sent':
      return sortableTime(t, broadcast);
    case 'reached':
      return counts ? reached(counts) : '';
    case 'failed':
      return counts ? counts.failed : '';
    case 'correctedBy':
      return chain?.correctedBy ? (chain.correctedBy.title ?? chain.correctedBy.publicCode) : '';
    case 'channels':
      return channelWords(t, broadcast);
    case 'regions':
      return regionWords(t, broadcast);
    case 'author':
      return `${author}, ${organisation}`;
    case 'changed':
      return sortable(new Date(updatedAt));
  }
}

/** A column's value on screen. */
export function Cell({
  column,
  broadcast,
  offices,
}: {
  column: Column;
  broadcast: ListedBroadcast;
  /** Whether the list shows broadcasts of several offices. */
  offices: boolean;
}) {
  const { t } = useTranslation();
  const { state, hindrance, begun, author, organisation, updatedAt, chain } = broadcast;
  switch (column) {
    case 'state':
      return (
        <div className={classes['state']}>
          <StateBadge state={state} hindrance={hindrance} begun={begun} />
          <Uncertain of={broadcast} />
          <Flaws of={broadcast} />
        </div>
      );
    case 'sent': {
      const parts = sentParts(t, broadcast);
      if (!parts) return <>–</>;
      return (
        <>
          <span className={parts[1] === '' ? undefined : classes['day']}>{parts[0]}</span>{' '}
          {broadcast.sentAt ? (
            <span className={classes['day']}>{parts[1]}</span>
          ) : (
            <Text span size="xs" c="dimmed" className={classes['second']}>
              {parts[1]}
            </Text>
          )}
        </>
      );
    }
    case 'reached':
      return <Reached of={broadcast} />;
    case 'failed':
      return <>{failedWords(broadcast)}</>;
    case 'correctedBy':
      return chain?.correctedBy ? <LinkTo link={chain.correctedBy} /> : <>–</>;
    case 'channels':
      return broadcast.channels.length === 0 ? (
        <>–</>
      ) : (
        <Group gap={6} wrap="nowrap" title={channelWords(t, broadcast)}>
          <ChannelSigns of={broadcast.channels} size={18} />
          <VisuallyHidden>{channelWords(t, broadcast)}</VisuallyHidden>
        </Group>
      );
    case 'regions':
      return <>{regionWords(t, broadcast) || '–'}</>;
    case 'author':
      return (
        <Stack gap={0} maw="var(--author)">
          <Text fz="inherit" truncate title={author}>
            {author}
          </Text>
          {offices && (
            <Text size="xs" c="dimmed" truncate title={organisation} className={classes['second']}>
              {organisation}
            </Text>
          )}
        </Stack>
      );
    case 'changed':
      return <>{instant(updatedAt)}</>;
  }
}
