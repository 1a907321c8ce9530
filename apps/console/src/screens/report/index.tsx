import { Alert, Anchor, Button, Code, Group, Stack, Table, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { type Broadcast, broadcasts, CHANNELS, outcomes, type Report as Summed } from '../../api';
import { useDrawings } from '../../parts/charts/drawings';
import { OutcomeBadges } from '../../parts/broadcasts/outcome-badges';
import { sumOf } from '../../parts/sending/account.rules';
import { Asking } from '../../parts/frame/asking';
import { useLargeRead } from '../../parts/sending/large-read';
import { ChainBand, ChainLinks, CorrectedBadge, DoubtedBadge } from '../../parts/broadcasts/chain';
import { titled } from '../../parts/broadcasts/titled';
import { Page } from '../../parts/frame/page';
import { Fold } from '../../parts/frame/fold';
import { Section, Surface } from '../../parts/frame/section';
import { clock, exactInstant, instant, listed, number, share, tellShares, zoneName } from '../../times';
import { GotNothing } from '../broadcast/correcting/correction';
import { CountsTable } from '../broadcast/numbers/counts-table';
import { Failures, ToFailed, useReason } from '../broadcast/numbers/failures';
import { OtherWays } from '../broadcast/numbers/other-ways';
import { RejectedCopies, useRejected } from '../broadcast/numbers/rejected';
import { Funnel } from '../broadcast/numbers/reach';
import { shownOf } from '../broadcast/content/shown.rules';
import { StopActs } from '../broadcast/stopping/stop-acts';
import { lasted } from '../broadcast/numbers/lasted';
import { NARROW } from '../broadcast/numbers/live';
import { OVER, worstFirst } from '../broadcast/numbers/live.rules';
import { missedWords } from '../broadcast/numbers/missed-words';
import { useHappeningWords } from '../broadcast/numbers/happened';
import { happeningsOf, inTime } from '../broadcast/numbers/happened.rules';
import { narrowed } from '../broadcast/stopping/stop-acts.rules';
import { Timeline } from '../broadcast/numbers/timeline';
import { useCourse } from '../broadcast/numbers/use-course';
import layout from '../broadcast/numbers/live.module.css';
import { Unknown } from '../broadcast/numbers/unknown';
import { CAUSES } from '../broadcast/numbers/verdict';
import { Cancelled, Withdrawn } from '../broadcast/stopping/withdrawn';
import { doubtLine, reportFile } from './export';
import { OnPhoneFolded } from './folded';
import { STOPPED } from './incidents';
import { slowTimeWords, useSlowTimes } from './slow-times';
import { Compared, Curves, Picture, Reached } from './picture';
import { RelatedBroadcasts, useRelated } from './related';
import { carrierLabel } from '../../parts/sending/carriers';
import { costWords, TIMELINESS } from './words';
import {
  byCarrier,
  byChannel,
  byZone,
  isOutdated,
  messagesIn,
  minutesBetween,
  latestStart,
  sentAtOf,
  smsTaken,
} from './report.rules';
import { reviews, type ReviewView } from '../../api/reviews';
import narrow from '../../parts/frame/narrow-table.module.css';
import paper from './report.module.css';

/** The least interval of asking again while copies are still to be listed or sent, in ms. */
const MOVING_MS = 3_000;
const moves = ({ lines }: Summed): boolean =>
  lines.some(({ pending, claimed, unlisted }) => pending + claimed + unlisted > 0);

/** The result of a broadcast on one page, to read, print and file. */
export default function Report() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  useDrawings();
  const report = useLargeRead({
    queryKey: ['report', id],
    read: () => outcomes.report(id),
    again: (data) => (data && moves(data) ? MOVING_MS : false),
    staleTime: 60_000,
  });
  const broadcast = useQuery({
    queryKey: ['broadcast', id],
    queryFn: () => broadcasts.get(id),
    // It ends a moment after its last copy: the report stops moving before.
    refetchInterval: ({ state: { data } }) =>
      (report.data && moves(report.data)) || data?.state === 'running' ? MOVING_MS : false,
  });
  const review = useQuery({ queryKey: ['review', id], queryFn: () => reviews.of(id) });
  if (broadcast.data && report.data && review.data)
    return (
      <Shown
        broadcast={broadcast.data}
        report={report.data}
        review={review.data}
        at={report.dataUpdatedAt}
        reload={
          <Button
            variant="default"
            loading={report.isFetching}
            onClick={() => void Promise.all([report.refetch(), broadcast.refetch(), review.refetch()])}
          >
            {t('report.reload')}
          </Button>
        }
      />
    );
  return (
    <Page title={t('report.title')}>
      <Asking of={[broadcast, report, review]} />
    </Page>
  );
}

function Shown({
  broadcast,
  report,
  review,
  at,
  reload,
}: {
  broadcast: Broadcast;
  report: Summed;
  review: ReviewView;
  at: number;
  reload: ReactNode;
}) {
  const { t } = useTranslation();
  const reasonOf = useReason();
  const { id, state } = broadcast;
  const onPhone = useMediaQuery(NARROW, undefined, { getInitialValueInEffect: false });
  const printed = usePrintedAt();
  const total = sumOf(report.lines);
  const asOf = new Date(report.countedAt);
  const related = useRelated(broadcast);
  // Those with numbers stand above, beside the text that they correct.
  const unnamed = report.corrections.filter(
    ({ publicCode }) => !related.some(({ link }) => link.publicCode === publicCode),
  );
  // Of a correction under review the band tells.
  const doubt = broadcast.doubt && doubtLine(t, broadcast);
  // The query of the section on unknown copies, under the same key.
  const unknown = useQuery({
    queryKey: ['unknown', id, total.unknown, at],
    queryFn: () => outcomes.unknown(id),
    placeholderData: keepPreviousData,
  });
  const happened = useHappenedRows(broadcast, report);
  const rejected = useRejected(broadcast, total.failed, at);
  const rows = byChannel(report).map(
    ([channel, counts]) => [t(`channels.${channel}`), counts, channel] as const,
  );
  const acts = (
    <Group gap="xs" className="unprinted">
      {reload}
      {/* A file without its resends and acceptances would say that there were none. */}
      {unknown.data && happened && rejected && (
        <Button
          component="a"
          href={reportFile(
            t,
            reasonOf,
            { broadcast, report, related, happened, ...unknown.data, resentRejected: rejected.resends },
            asOf,
          )}
          download={t('report.file', { id })}
          variant="default"
        >
          {t('report.csv')}
        </Button>
      )}
      <Button variant="default" onClick={() => window.print()}>
        {t('report.print')}
      </Button>
    </Group>
  );
  return (
    <div className={`${paper.report ?? ''} ${layout.page ?? ''}`}>
      <Page
        wide
        title={t('report.of', {
          title: titled(t, shownOf(broadcast).title, broadcast.remainderOfId ? 'companion' : null),
        })}
        aside={
          <Stack gap="xs">
            <Group gap="xs">
              <OutcomeBadges
                state={state}
                begun={broadcast.begun}
                hindrance={broadcast.hindrance}
                total={total}
              />
              <CorrectedBadge chain={broadcast.chain} />
              <DoubtedBadge of={broadcast} />
              <Text size="sm" c="dimmed">
                {t('report.asOf', { at: instant(asOf) })}
              </Text>
            </Group>
            <Text size="sm" fw={600} className={paper.printed}>
              {t('report.printed', { printed: instant(printed), at: exactInstant(asOf) })}
            </Text>
            <Anchor component={Link} to={`/siaran/${id}`} size="sm" underline="always" className="unprinted">
              {t('report.back')}
            </Anchor>
          </Stack>
        }
        actions={!onPhone && acts}
      >
        {isOutdated(report.countedAt, OVER.includes(state), at) && (
          <Alert color="yellow" role="status" title={t('report.outdated', { at: clock(asOf) })}>
            {t('report.outdatedWhat')}
          </Alert>
        )}
        {doubt && (
          <Text size="sm" fw={600}>
            {doubt}
          </Text>
        )}
        <ChainBand broadcast={broadcast} />
        <Withdrawn broadcast={broadcast} />
        <Cancelled broadcast={broadcast} />
        <RelatedBroadcasts of={related} />
        <Surface>
          <OnPhoneFolded unfold={t('report.facts.title')}>
            <Facts broadcast={broadcast} report={report} review={review} />
          </OnPhoneFolded>
          {(broadcast.unreached || broadcast.counting) && (
            <Section title={t('correction.rest')}>
              <GotNothing broadcast={broadcast} />
            </Section>
          )}
          <Picture broadcast={broadcast} report={report} />
          <RejectedCopies id={id} rejected={rejected}>
            {(onResend) => (
              <Section title={t('failures.title')} id={CAUSES}>
                <Failures
                  broadcast={broadcast}
                  of={report.failures.filter(({ state: of }) => of !== 'unknown')}
                  unreached={report.unreached}
                  channels={byChannel(report)}
                  missed={report.gotNothingBy ?? []}
                  rejected={rejected?.groups ?? []}
                  onResend={onResend}
                />
                {(report.gotNothing ?? 0) > 0 && (
                  <>
                    <Text size="sm" c="dimmed">
                      {t('failures.withoutNote')}
                    </Text>
                    <Text size="sm">
                      <OtherWays
                        broadcast={{ ...broadcast, state }}
                        missed={report.gotNothingBy ?? []}
                        unused={CHANNELS.filter(
                          (channel) => !report.lines.some((line) => line.channel === channel),
                        )}
                        rejected={rejected?.groups}
                      />
                    </Text>
                  </>
                )}
                {total.failed > 0 && <ToFailed id={id} />}
              </Section>
            )}
          </RejectedCopies>
          <Unknown broadcast={broadcast} copies={total.unknown} readAt={at} />
          <Reach report={report} onPhone={onPhone} />
          <Section title={t('report.pace')}>
            <OnPhoneFolded unfold={t('report.paceUnfold')}>
              <Curves broadcast={broadcast} report={report} />
            </OnPhoneFolded>
            <Fold unfold={t('report.timeliness')} fold={t('report.fold')}>
              <Timeliness report={report} />
            </Fold>
          </Section>
          <Section title={t('funnel.title')}>
            <OnPhoneFolded unfold={t('report.courseUnfold')}>
              <div className={layout.steps}>
                <Funnel total={total} channels={byChannel(report)} failures={report.failures} />
              </div>
            </OnPhoneFolded>
          </Section>
          <Section title={t('report.numbers')} term="arrived">
            <Fold unfold={t('report.unfold')} fold={t('report.fold')}>
              <Stack>
                <CountsTable caption={t('report.summary')} rows={rows} total={total} />
                <Carriers report={report} />
              </Stack>
            </Fold>
            <Text size="sm" c="dimmed">
              {t('report.footnote')}
            </Text>
          </Section>
          {/* One that still runs is smaller than those that have ended, whatever it becomes. */}
          {report.outline.endedAt !== null && (
            <Section title={t('picture.compared')}>
              <OnPhoneFolded unfold={t('report.comparedUnfold')}>
                <Compared report={report} whole={state !== 'cancelled'} />
              </OnPhoneFolded>
            </Section>
          )}
          <Section title={t('picture.hoursTitle')}>
            <OnPhoneFolded unfold={t('report.besidesUnfold')}>
              <Reached report={report} />
            </OnPhoneFolded>
          </Section>
        </Surface>
        <Surface>
          <Order broadcast={broadcast} report={report} />
          <Chain review={review} />
          {(report.corrections.length === 0 || unnamed.length > 0) && (
            <Section title={t('report.corrections')}>
              {unnamed.length === 0 ? (
                <Text size="sm">{t('report.noCorrections')}</Text>
              ) : (
                <ChainLinks of={unnamed} />
              )}
            </Section>
          )}
        </Surface>
        {onPhone && acts}
      </Page>
    </div>
  );
}

/** What goes out within this time of its hour is on time, in seconds. */
const LATE_S = 60;

/** Who sent it and who approved it, when it was due, began and ended, on which channels and where. */
function Facts({
  broadcast: { author, organisation, approvedAt, endedAt, smsCost },
  report,
  review: { submissions },
}: {
  broadcast: Broadcast;
  report: Summed;
  review: ReviewView;
}) {
  const { t } = useTranslation();
  const approved = submissions.find(({ decision }) => decision === 'approved');
  const [dueAt] = report.lines.map((line) => line.dueAt).toSorted();
  const sentAt = sentAtOf(report);
  // A broadcast is on time where its worst zone and channel are.
  const worst = latestStart(report, zoneName, endedAt !== null);
  const cost = smsTaken(report, smsCost);
  const { outline } = report;
  const channels = byChannel(report).map(([channel]) => t(`channels.${channel}`));
  const facts = [
    [t('report.facts.from'), `${organisation.name} · ${author.name}`],
    [
      t('report.facts.approved'),
      [approved?.decidedBy?.name, approvedAt && instant(approvedAt)].filter(Boolean).join(' · ') || '–',
    ],
    [t('report.facts.due'), dueAt ? instant(dueAt) : '–'],
    [
      t('report.facts.first'),
      sentAt
        ? t(
            !worst || (worst.seconds !== null && worst.seconds < LATE_S)
              ? 'report.facts.onTime'
              : worst.seconds === null
                ? 'report.facts.never'
                : 'report.facts.after',
            {
              at: instant(sentAt),
              length: lasted(t, worst?.seconds ?? 0),
              zone: worst?.zone,
              channel: worst && t(`channels.${worst.channel}`),
            },
          )
        : t('live.notYet'),
    ],
    [
      t('report.facts.ended'),
      endedAt
        ? outline.seconds === null
          ? instant(endedAt)
          : t('report.facts.took', { at: instant(endedAt), length: lasted(t, Math.round(outline.seconds)) })
        : t('report.facts.runs'),
    ],
    ...(cost ? [[t('numbers.cost'), costWords(t, cost)] as const] : []),
    [
      t('report.facts.where'),
      [listed(channels), t('times.regionCount', { count: report.regions.length })].join(' · '),
    ],
  ] as const;
  return (
    <dl className={paper.facts} aria-label={t('report.facts.title')}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <Text component="dt" size="sm" c="dimmed">
            {name}
          </Text>
          <Text component="dd" m={0} size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
            {value}
          </Text>
        </div>
      ))}
    </dl>
  );
}

/** What held it back, for the file; null: it is being read. */
function useHappenedRows(
  broadcast: Broadcast,
  report: Summed,
): (readonly [when: string, what: string, rest: string])[] | null {
  const { t } = useTranslation();
  const over = OVER.includes(broadcast.state);
  const { data: course, isError } = useCourse(broadcast.id, over, sumOf(report.lines));
  const stops = narrowed(broadcast.stops);
  const words = useHappeningWords(broadcast.id, broadcast.stops, course?.points ?? []);
  const slow = useSlowTimes(broadcast, report, course);
  // A file without them is better than none.
  if (!course) return isError ? [] : null;
  const channels = byChannel(report).map(([channel]) => channel);
  const { outages, lost } = course;
  return [
    ...inTime(happeningsOf({ stops, outages, lost, channels }, true)).map((one) => {
      const { when, what, rest } = words(one);
      return [when, what, rest] as const;
    }),
    ...slow.map((one) => [...slowTimeWords(t, one), ''] as const),
  ];
}

/** What happened, in order. */
function Order({ broadcast, report }: { broadcast: Broadcast; report: Summed }) {
  const course = useCourse(broadcast.id, OVER.includes(broadcast.state), sumOf(report.lines)).data;
  if (!course) return <StopActs broadcast={broadcast} />;
  return (
    <Timeline broadcast={broadcast} course={course} sentAt={sentAtOf(report)} cardOf={() => `#${STOPPED}`} />
  );
}

/** When the page is being printed: a sheet must say how old it is. */
function usePrintedAt(): Date {
  const [at, setAt] = useState(() => new Date());
  useEffect(() => {
    // The browser takes the page as it stands once this has returned.
    const printing = (): void => flushSync(() => setAt(new Date()));
    window.addEventListener('beforeprint', printing);
    return () => window.removeEventListener('beforeprint', printing);
  }, []);
  return at;
}

/** By zone and channel: when it was due, and when the first and the last copy went out. */
function Timeliness({ report }: { report: Summed }) {
  const { t } = useTranslation();
  return (
    <Wide label={t('report.timeliness')} head={TIMELINESS.map((one) => t(one))} numericFrom={2}>
      {byZone(report, zoneName).map(({ zone, channel, timeZone, dueAt, first, last }) => (
        <Table.Tr key={`${zone} ${channel} ${dueAt}`}>
          <Table.Th scope="row">{zone}</Table.Th>
          <Table.Td data-label={t('deliveries.channel')}>{t(`channels.${channel}`)}</Table.Td>
          <Table.Td className="numeric" data-label={t('report.due')}>
            {instant(dueAt, timeZone)}
          </Table.Td>
          <Table.Td className="numeric" data-label={t('report.first')}>
            {first ? clock(first, timeZone) : '–'}
          </Table.Td>
          <Table.Td className="numeric" data-label={t('report.delay')}>
            {first ? minutesBetween(dueAt, first) : '–'}
          </Table.Td>
          <Table.Td className="numeric" data-label={t('report.last')}>
            {last ? clock(last, timeZone) : '–'}
          </Table.Td>
        </Table.Tr>
      ))}
    </Wide>
  );
}

/** By mailbox provider and operator: the states of their copies. */
function Carriers({ report }: { report: Summed }) {
  const { t } = useTranslation();
  // Where none is known there is nothing to compare; the file has the counts all the same.
  const channels = byCarrier(report).filter(([, carriers]) => carriers.some(([carrier]) => carrier !== null));
  if (channels.length === 0) return null;
  return (
    <Stack>
      <Text size="sm" fw={600}>
        {t('report.carriers')}
      </Text>
      {channels.map(([channel, carriers]) => (
        <CountsTable
          key={channel}
          caption={t(`channels.${channel}`)}
          rows={carriers.map(([carrier, counts]) => [
            carrier === null ? t('report.otherCarriers') : carrierLabel(t, carrier),
            counts,
            channel,
          ])}
          total={sumOf(carriers.map(([, counts]) => counts))}
        />
      ))}
      <Text size="sm" c="dimmed">
        {t('report.carriersNote')}
      </Text>
    </Stack>
  );
}

/** The regions that a report shows, and on a phone, where each is a list; the others stand behind a button. */
const WORST = 5;
const WORST_ON_PHONE = 2;

/**
 * By region: people reached against registered voters, messages by channel, and what went wrong. Those with the worst
 * outcome first, the others behind a button; on paper all of them.
 */
function Reach({ report, onPhone }: { report: Summed; onPhone: boolean }) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const channels = byChannel(report).map(([channel]) => channel);
  const counts = new Map(
    report.regions.map(({ region }) => [
      region,
      sumOf(report.lines.filter((line) => line.region === region)),
    ]),
  );
  const worst = worstFirst(counts);
  const rank = (code: string): number => (worst.includes(code) ? worst.indexOf(code) : worst.length);
  const regions = report.regions.toSorted((a, b) => rank(a.region) - rank(b.region));
  // Where fewer have anything wrong, the rest are no worst: none where nothing is.
  const most = onPhone ? WORST_ON_PHONE : WORST;
  const first = Math.min(most, worst.length);
  const folds = regions.length > WORST;
  const shares = tellShares(
    report.regions.map(({ people, registeredVoters }) => [people, registeredVoters ?? 0]),
  );
  return (
    <Section title={t('report.reach')}>
      {folds &&
        (worst.length === 0 ? (
          <Text size="sm">{t('heat.nowhere')}</Text>
        ) : (
          <>
            <Text size="sm" className="unprinted">
              {t(all ? 'report.allFirst' : 'report.worst')}
            </Text>
            <Text size="sm" className={paper.printed}>
              {t('report.allFirst')}
            </Text>
          </>
        ))}
      {!shares && (
        <Text size="sm" c="dimmed">
          {t('report.noShares')}
        </Text>
      )}
      <OnPhoneFolded unfold={t('report.reachUnfold')}>
        <Wide
          label={t('report.reach')}
          head={[
            t('report.region'),
            t('heat.missed'),
            t('report.reached'),
            ...(shares ? [t('report.share')] : []),
            t('report.voters'),
            ...channels.map((channel) => t(`channels.${channel}`)),
          ]}
          numericFrom={1}
        >
          {regions.map(({ region, name, registeredVoters, people }, at) => {
            const of = counts.get(region);
            return (
              <Table.Tr key={region} {...(folds && !all && at >= first && { className: 'folded' })}>
                <Table.Th scope="row" fw={500}>
                  {name}
                </Table.Th>
                <Table.Td className="numeric" data-label={t('heat.missed')}>
                  {missedWords(t, of)}
                </Table.Td>
                <Table.Td className="numeric" data-label={t('report.reached')}>
                  {number(people)}
                </Table.Td>
                {shares && (
                  <Table.Td className="numeric" data-label={t('report.share')}>
                    {registeredVoters ? share(people, registeredVoters) : '–'}
                  </Table.Td>
                )}
                <Table.Td className="numeric" data-label={t('report.voters')}>
                  {registeredVoters === null ? '–' : number(registeredVoters)}
                </Table.Td>
                {channels.map((channel) => (
                  <Table.Td key={channel} className="numeric" data-label={t(`channels.${channel}`)}>
                    {number(messagesIn(report, region, channel))}
                  </Table.Td>
                ))}
              </Table.Tr>
            );
          })}
        </Wide>
        {folds && (
          <Group className="unprinted">
            <Button variant="default" aria-expanded={all} onClick={() => setAll((was) => !was)}>
              {all ? t('heat.fewer') : t('heat.all', { count: regions.length })}
            </Button>
          </Group>
        )}
      </OnPhoneFolded>
    </Section>
  );
}

/** Submissions and decisions with their people, the oldest first. */
function Chain({ review: { submissions } }: { review: ReviewView }) {
  const { t } = useTranslation();
  return (
    <Section title={t('report.chain')}>
      <OnPhoneFolded unfold={t('report.chainUnfold')}>
        <Stack>
          {submissions
            .toReversed()
            .map(({ no, submittedBy, submittedAt, decision, decidedBy, decidedAt, reason, late, digest }) => (
              <Stack gap={0} key={no}>
                <Text size="sm" fw={600}>
                  {t('report.submission', { no })}
                </Text>
                <Text size="sm">
                  {t('report.submittedBy', { name: submittedBy.name, when: instant(submittedAt) })}
                </Text>
                {decision && decidedBy && decidedAt && (
                  <Text size="sm">
                    {t('report.decidedBy', {
                      decision: t(`decisions.${decision}`),
                      name: decidedBy.name,
                      when: instant(decidedAt),
                    })}
                    {reason && `: ${reason}`}
                  </Text>
                )}
                {late && <Text size="sm">{t('report.late', { choice: t(`late.${late}`) })}</Text>}
                <Code className="digest">{digest}</Code>
              </Stack>
            ))}
          {submissions.length > 0 && (
            <Text size="sm" c="dimmed">
              {t('review.digestHelp')}
            </Text>
          )}
        </Stack>
      </OnPhoneFolded>
    </Section>
  );
}

/** A table that may be wider than the screen, and prints whole. */
function Wide({
  label,
  head,
  numericFrom,
  children,
}: {
  label: string;
  head: readonly string[];
  /** The first column of numbers or times; all after it are too. */
  numericFrom: number;
  children: ReactNode;
}) {
  return (
    <Table.ScrollContainer
      minWidth={640}
      className={narrow.table ?? ''}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'group', 'aria-label': label } }}
    >
      <Table fz="sm" verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            {head.map((name, at) => (
              <Table.Th key={name} scope="col" {...(at >= numericFrom ? { className: 'numeric' } : {})}>
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
