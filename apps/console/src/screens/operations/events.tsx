import { ActionIcon, Alert, Anchor, Group, Stack, Text, Title } from '@mantine/core';
import IconChevronLeft from '@tabler/icons-react/icons/IconChevronLeft';
import IconChevronRight from '@tabler/icons-react/icons/IconChevronRight';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { CHANNELS, operations, type OperationsView } from '../../api';
import { dispensable } from '../../late';
import { answerWords } from '../../parts/sending/answer-words';
import { carrierName } from '../../parts/sending/carriers';
import { brakeWords, isFinding } from '../../parts/sending/brake-words';
import { isSilent } from '../../parts/sending/silent.rules';
import { Asking } from '../../parts/frame/asking';
import { Section } from '../../parts/frame/section';
import { useRegions } from '../../parts/regions/regions';
import { nameOf } from '../../parts/regions/regions.rules';
import { ApprovedAt, ApprovedTimes } from '../../parts/broadcasts/approved';
import { titled } from '../../parts/broadcasts/titled';
import { clock, dayAt, earliestToday, instant, lately, listed, number, rupiah } from '../../times';
import { fraction, isMoved } from './account-words.rules';
import classes from './cards.module.css';
import { byDay, copiesOf, dayLater, flapped, folded, outageOf, together, wordsOf } from './events.rules';

const DayField = lazy(dispensable(() => import('../../parts/days/day-field')));

type Event = ReturnType<typeof told>[number];
type Parts = OperationsView['chainParts'];

/** Number of events shown at once, and with those behind the fold; the rest are found by their day. */
const SHOWN = 8;
const KNOWN = 20;
/** The events that are shown: one for each thing that happened. */
const told = (events: OperationsView['events']) => folded(together(flapped(events)));
/** Placeholder of the title until it becomes a link: titles may contain anything. */
const HERE = '\u0000';
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The latest events, or those of a day that is chosen, in sentences. The day and an event stand in the address. */
export function Events({ of, parts }: { of: OperationsView['events']; parts: Parts }) {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const asked = params.get('day') ?? '';
  const day = DAY.test(asked) ? asked : null;
  const today = earliestToday([]);
  const show = (to: string): void => setParams(to === '' ? {} : { day: to }, { replace: true });
  return (
    <Section
      title={t(day === null ? 'operations.events.title' : 'operations.events.titleOfDay')}
      aside={
        <Group gap={4} wrap="nowrap" align="center">
          <ActionIcon
            variant="subtle"
            size="lg"
            aria-label={t('operations.events.dayBefore')}
            title={t('operations.events.dayBefore')}
            onClick={() => show(dayLater(day ?? today, -1))}
          >
            <IconChevronLeft size={18} aria-hidden />
          </ActionIcon>
          <div className={classes.day}>
            <Suspense>
              <DayField
                label=""
                called={t('operations.events.day')}
                placeholder={t('operations.events.day')}
                value={day ?? ''}
                onChange={show}
              />
            </Suspense>
          </div>
          <ActionIcon
            variant="subtle"
            size="lg"
            aria-label={t('operations.events.dayAfter')}
            title={t('operations.events.dayAfter')}
            disabled={day === null || day >= today}
            onClick={() => show(dayLater(day ?? today, 1))}
          >
            <IconChevronRight size={18} aria-hidden />
          </ActionIcon>
        </Group>
      }
    >
      {day === null ? <Latest of={of} parts={parts} /> : <OfDay key={day} day={day} />}
    </Section>
  );
}

function Latest({ of, parts }: { of: OperationsView['events']; parts: Parts }) {
  const { t } = useTranslation();
  const all = told(of).slice(0, KNOWN);
  if (all.length === 0) return <Text size="sm">{t('operations.noEvents')}</Text>;
  const older = all.slice(SHOWN);
  return (
    <>
      <Days of={all.slice(0, SHOWN)} parts={parts} />
      {older.length > 0 && (
        <details>
          <Text component="summary" size="sm" mb="xs">
            {t('operations.olderEvents', { count: older.length })}
          </Text>
          <Days of={older} parts={parts} />
        </details>
      )}
    </>
  );
}

function OfDay({ day }: { day: string }) {
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ['operations', 'events', day],
    queryFn: () => operations.events(day),
  });
  if (!found.data) return <Asking of={found} />;
  const { more, chainParts, approved } = found.data;
  const events = told(found.data.events);
  return (
    <>
      {events.length === 0 ? (
        <Text size="sm">{t('operations.events.none', { day: dayAt(`${day}T00:00+07:00`) })}</Text>
      ) : (
        <ApprovedTimes value={approved}>
          <Days of={events} parts={chainParts} />
        </ApprovedTimes>
      )}
      {more && <Alert>{t('operations.events.more')}</Alert>}
    </>
  );
}

/** Events under the name of their day. */
function Days({ of, parts }: { of: readonly Event[]; parts: Parts }) {
  const { t } = useTranslation();
  const now = Date.now();
  const near: Partial<Record<string, 'today' | 'yesterday'>> = {
    [dayAt(new Date(now))]: 'today',
    [dayAt(new Date(now - 86_400_000))]: 'yesterday',
  };
  return (
    <Stack gap="md">
      {byDay(of).map(({ day, of: events }) => {
        const word = near[day];
        return (
          <Stack key={day} gap="xs">
            <Title order={3} size="sm" fw={600}>
              {word ? t(`operations.events.${word}`, { day }) : day}
            </Title>
            <Lines of={events} parts={parts} />
          </Stack>
        );
      })}
    </Stack>
  );
}

function Lines({ of, parts }: { of: readonly Event[]; parts: Parts }) {
  const [params] = useSearchParams();
  const linked = params.get('event');
  const there = useRef<HTMLLIElement>(null);
  const found = linked !== null && of.some(({ ids }) => ids.includes(linked));
  useEffect(() => {
    if (found) there.current?.scrollIntoView({ block: 'center' });
  }, [found, linked]);
  return (
    <ul className={classes.events} role="list">
      {of.map((event) => {
        const here = linked !== null && event.ids.includes(linked);
        return (
          <Text
            size="sm"
            component="li"
            key={event.id}
            style={{ overflowWrap: 'anywhere' }}
            {...(here && { ref: there, 'aria-current': 'true' as const })}
          >
            <Text span size="sm" c="dimmed" className="steady">
              {clock(event.at)}
            </Text>{' '}
            <span>
              <Sentence of={event} parts={parts} />
            </span>
          </Text>
        );
      })}
    </ul>
  );
}

function Sentence({ of, parts }: { of: Event; parts: Parts }) {
  const { act, actor, subject, broadcast, detail, unsent } = of;
  const { t } = useTranslation();
  const regions = useRegions();
  const name = subject.split(':')[1];
  const channel = of.channels.length > 0 ? listed(of.channels.map((one) => t(`channels.${one}`))) : null;
  const account = CHANNELS.every((one) => one !== name) ? (name ?? '') : (channel ?? '');
  const count = (key: string): string => number(Number(detail[key] ?? 0));
  const region = typeof detail['regionCode'] === 'string' ? detail['regionCode'] : null;
  const copies = copiesOf(of);
  const since = detail['pausedSince'];
  const summedSince = detail['summedSince'];
  const begun = detail['begun'];
  const found = detail['brake'];
  const given = detail['reason'] ?? detail['note'];
  const reason = isFinding(found)
    ? brakeWords(t, found)
    : ['provider.away', 'provider.back', 'channel.slow'].includes(act) && typeof given === 'string'
      ? isSilent(given)
        ? given
        : answerWords(t, given)
      : act === 'account.share'
        ? null
        : given;
  const moved = isMoved(given) ? t(`operations.account.moved.${given}`) : null;
  const [before = '', after = ''] = t(`operations.events.${wordsOf(of)}`, {
    who: actor?.name ?? 'Siar',
    title: HERE,
    channel: channel ?? name ?? '',
    account,
    from: fraction(Number(detail['from'])),
    to: fraction(Number(detail['to'])),
    part: [
      region && t('operations.inRegion', { region: nameOf(regions, region) }),
      channel && t('operations.onChannel', { channel }),
      copies !== null &&
        t(act === 'broadcast.pause' ? 'operations.copiesThen' : 'operations.copies', {
          messages: number(copies),
        }),
      detail['by'] === 'correction' && t('operations.forCorrection'),
    ]
      .filter(Boolean)
      .join(''),
    carrier: typeof detail['carrier'] === 'string' ? carrierName(t, detail['carrier']) : '',
    since: typeof since === 'string' ? instant(since) : '',
    times: count('times'),
    how: t(`operations.outage.${outageOf(given)}`),
    begun: typeof begun === 'string' ? clock(begun) : '',
    batches: count('batches'),
    broadcasts: count('broadcasts'),
    unknown: count('unknown'),
    resent: count('resent'),
    accepted: count('accepted'),
    addresses: count('addresses'),
    missed: number(unsent?.messages ?? 0),
    total: number(unsent?.all ?? 0),
    failed: count('failed'),
    handed: count('handed'),
    seconds: number(Math.max(1, Number(detail['seconds'] ?? 0))),
    spent: rupiah(Number(detail['spent'] ?? 0)),
    ceiling: rupiah(Number(detail['ceiling'] ?? 0)),
    job: typeof detail['job'] === 'string' ? detail['job'] : '',
  }).split(HERE);
  return (
    <>
      {before}
      {broadcast && after !== '' && (
        <>
          <Anchor component={Link} to={`/siaran/${broadcast.id}`} underline="always" size="sm">
            {titled(t, broadcast.title, parts[broadcast.id])}
          </Anchor>
          {/* An approval is told with its own time. */}
          {act !== 'broadcast.approve' && <ApprovedAt id={broadcast.id} within />}
        </>
      )}
      {after}
      {typeof summedSince === 'string' && ` ${t('operations.summed', { at: lately(summedSince) })}`}
      {act === 'account.share' && moved && ` ${t('operations.account.why', { why: moved })}`}
      {typeof reason === 'string' &&
        // That it does not answer stands before it.
        ` ${t(isSilent(reason) ? 'operations.code' : 'operations.reason', { reason })}`}
    </>
  );
}
