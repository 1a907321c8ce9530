import { Alert, Anchor, Button, Checkbox, Group, Menu, SimpleGrid, Stack, Text } from '@mantine/core';
import { useLocalStorage, useSessionStorage } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { Passage } from '../../api';
import type { Member, Series } from '../../api/series';
import { DecideBefore } from '../../parts/broadcasts/decide-before';
import { dayWord, SeriesBadge } from '../../parts/broadcasts/series';
import { Asking } from '../../parts/frame/asking';
import { Page } from '../../parts/frame/page';
import { Section } from '../../parts/frame/section';
import { problemWords } from '../../parts/refusals/refusal-words';
import { usePerson, useRoles } from '../../session';
import { instant, listed } from '../../times';
import { Alternatives } from '../broadcast/content/alternatives';
import { HourLines } from '../broadcast/content/local-hours';
import { HowMany } from '../broadcast/numbers/numbers';
import { reviewKey } from '../compose/saving/kept';
import { DecisionBar } from '../review/decision-bar';
import { HoldNote } from '../review/hold-note';
import { ImportedNames } from '../review/imported-names';
import { sameWordsIn } from '../compose/texts/pinned.rules';
import { type Marking, sayTheSame, stateOf } from '../review/marking.rules';
import { ReviewTexts } from '../review/review-texts';
import { Sentences } from '../review/sentences';
import { useMarkKeys } from '../review/use-mark-keys';
import { languageName } from '../../parts/texts/language-name';
import { Cards } from './cards';
import { AddDialog, ApproveDialog, RejectDialog, SubmitDialog, WithdrawDialog } from './dialogs';
import { type Reviewed, type Shown, shownOnce } from './once.rules';
import { useReviewed, useSeries, useSeriesHold } from './use-series';

type Act = 'add' | 'submit' | 'approve' | 'reject' | 'withdraw';

/** A series of reminders: its days, and for KPU every text and hour of it, decided on at once. */
export default function SeriesScreen() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const found = useSeries(id);
  if (found.data) return <Whole key={id} series={found.data} />;
  return (
    <Page title={t('series.one')}>
      <Asking of={found} />
    </Page>
  );
}

function Whole({ series }: { series: Series }) {
  const { t } = useTranslation();
  const reviewed = useReviewed(series.members);
  const reviewer = useRoles('reviewer');
  const [act, setAct] = useState<Act | null>(null);
  const { acts, members, election, author, organisation } = series;
  const onClose = (): void => setAct(null);
  const more = [
    ...(acts.compose ? (['add'] as const) : []),
    ...(acts.withdraw ? (['withdraw'] as const) : []),
  ];
  const urgent = reviewed
    ?.map(({ review }) => review.decide)
    .filter((one) => one !== null)
    .toSorted((a, b) => Date.parse(a.before) - Date.parse(b.before))[0];
  return (
    <Page
      title={series.title}
      aside={
        <Stack gap="xs">
          <Group gap="xs">
            <SeriesBadge />
            <Text size="sm" fw={600}>
              {members.map(({ daysBefore }) => dayWord(t, daysBefore)).join(' · ')}
            </Text>
          </Group>
          <Text size="sm" c="dimmed">
            {t('series.about', {
              election: election.name,
              author: author.name,
              organisation: organisation.name,
            })}
          </Text>
          {urgent && <DecideBefore decide={urgent} unapprovable={null} />}
          {reviewer && (
            <Anchor component={Link} to="/tinjau" size="sm" underline="always">
              {t('reviews.back')}
            </Anchor>
          )}
        </Stack>
      }
      actions={
        <>
          {acts.submit && (
            <Button onClick={() => setAct('submit')} disabled={!reviewed}>
              {t('series.submit')}
            </Button>
          )}
          {more.length > 0 && (
            <Menu position="bottom-end">
              <Menu.Target>
                <Button variant="default">{t('acts.more')}</Button>
              </Menu.Target>
              <Menu.Dropdown>
                {more.map((one) => (
                  <Menu.Item key={one} onClick={() => setAct(one)} c={one === 'add' ? undefined : 'red.9'}>
                    {t(`series.${one}`)}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          )}
        </>
      }
    >
      {series.hidden > 0 && <Text size="sm">{t('series.hidden', { count: series.hidden })}</Text>}
      <Cards series={series} reviewed={reviewed} />
      {reviewed && <Texts series={series} reviewed={reviewed} onAct={setAct} act={act} />}
      {act === 'add' && <AddDialog series={series} onClose={onClose} />}
      {act === 'submit' && reviewed && <SubmitDialog series={series} reviewed={reviewed} onClose={onClose} />}
      {act === 'withdraw' && <WithdrawDialog series={series} onClose={onClose} />}
    </Page>
  );
}

/** The checks of a reviewer, which survive a reload of the page: for one digest of the series. */
interface Looked {
  digest: string | null;
  acknowledged: readonly string[];
  pins: Readonly<Record<string, readonly Passage[]>>;
}

/** What is submitted of the series, and the decision on it. */
function Texts({
  series,
  reviewed,
  act,
  onAct,
}: {
  series: Series;
  reviewed: readonly Reviewed[];
  act: Act | null;
  onAct: (act: Act | null) => void;
}) {
  const { t } = useTranslation();
  const { personId } = usePerson();
  const { acts, digest } = series;
  const hold = useSeriesHold(series, acts.reject);
  const nothing: Looked = { digest, acknowledged: [], pins: {} };
  const [kept, setKept] = useSessionStorage<Looked>({
    key: reviewKey(personId, `seri-${series.id}`),
    defaultValue: nothing,
    getInitialValueInEffect: false,
  });
  const looked = kept.digest === digest ? kept : nothing;
  const acknowledged = new Set(looked.acknowledged);
  const decides = acts.reject && hold.mine;
  const shown = shownOnce(reviewed.filter(({ broadcast }) => isSubmitted(broadcast.state)));
  const waiting = shown.filter(({ broadcast }) => broadcast.state === 'in_review');
  const marks = [
    ...new Map(waiting.flatMap(({ review }) => review.findings).map((one) => [one.id, one])).values(),
  ];
  const allPins = Object.values(looked.pins).flat();
  const undecided = waiting.flatMap(({ broadcast, review }) =>
    review.findings.filter((one) => stateOf(one, acknowledged, looked.pins[broadcast.id] ?? []) === 'open'),
  );
  const open = new Set(undecided.map(({ id }) => id)).size;
  const [keys, setKeys] = useLocalStorage({ key: 'siar-mark-keys', defaultValue: true });
  useMarkKeys(decides && keys);
  const markingOf = ({ broadcast, review }: Shown): Marking | null => {
    if (!decides || broadcast.state !== 'in_review') return null;
    const pins = looked.pins[broadcast.id] ?? [];
    return {
      stateOf: (mark) => stateOf(mark, acknowledged, pins),
      acknowledge: (of, on) => {
        const ids = new Set(acknowledged);
        for (const { id } of of) {
          if (on) ids.add(id);
          else ids.delete(id);
        }
        setKept({ ...looked, acknowledged: [...ids] });
      },
      alike: (mark) =>
        review.findings.filter(
          (other) =>
            other.id !== mark.id && sayTheSame(mark, other) && stateOf(other, acknowledged, pins) === 'open',
        ),
      pin: (passages) => pinTo(broadcast.id, [...pins, ...passages]),
      sameWords: (chosen) => sameWordsIn(review.submissions[0]?.document.contents ?? {}, chosen, pins),
    };
  };
  const pinTo = (id: string, next: readonly Passage[]): void =>
    setKept({ ...looked, pins: { ...looked.pins, [id]: next } });
  const onClose = (): void => onAct(null);
  if (shown.length === 0) return null;
  return (
    <>
      {acts.reject && <HoldNote hold={hold} />}
      {waiting.some(({ review }) => review.missed.length > 0) && (
        <Alert color="orange" title={t('late.title')}>
          <Text size="sm">{t('late.asked')}</Text>
        </Alert>
      )}
      {decides && marks.length > 0 && (
        <Checkbox
          size="sm"
          label={t('marks.keys')}
          checked={keys}
          onChange={(event) => setKeys(event.currentTarget.checked)}
        />
      )}
      {shown.map((member, at) => (
        <MemberSection
          key={member.broadcast.id}
          member={member}
          before={shown[at - 1]}
          pins={looked.pins[member.broadcast.id] ?? []}
          onPin={
            decides && member.broadcast.state === 'in_review'
              ? (next) => pinTo(member.broadcast.id, next)
              : null
          }
          marking={markingOf(member)}
        />
      ))}
      {waiting.length > 0 && acts.reject && (
        <DecisionBar
          held={
            acts.whyNot
              ? (problemWords(acts.whyNot) ?? t('reviews.notYours'))
              : digest === null
                ? t('series.incomplete')
                : null
          }
          clear={t(marks.length > 0 ? 'marks.all' : 'series.decide', { count: waiting.length })}
          open={open}
          pins={allPins.length}
          decides={decides}
          mayApprove={acts.approve}
          reject={t('series.reject')}
          approve={t('series.approve')}
          onReject={() => onAct('reject')}
          onApprove={() => onAct('approve')}
        />
      )}
      {act === 'approve' && (
        <ApproveDialog
          series={series}
          reviewed={waiting}
          acknowledged={marks.filter(({ id }) => acknowledged.has(id))}
          onClose={onClose}
        />
      )}
      {act === 'reject' && (
        <RejectDialog series={series} reviewed={waiting} pins={looked.pins} onClose={onClose} />
      )}
    </>
  );
}

/** Whether its submission is what counts. */
const isSubmitted = (state: Member['state']): boolean => state !== 'draft' && state !== 'withdrawn';

/** One reminder as it is submitted: its hours, and the texts that no earlier one has. */
function MemberSection({
  member,
  before,
  pins,
  onPin,
  marking,
}: {
  member: Shown;
  before: Shown | undefined;
  pins: readonly Passage[];
  onPin: ((pins: readonly Passage[]) => void) | null;
  marking: Marking | null;
}) {
  const { t } = useTranslation();
  const { broadcast, review, own, same, alternatives, daysBefore } = member;
  const beside = before?.review.submissions[0]?.document;
  const open = broadcast.state === 'in_review';
  const places = [...new Set(same.map((one) => one.as))];
  const left = Object.values(own.submissions[0]?.document.contents ?? {}).some(
    (texts) => Object.keys(texts).length > 0,
  );
  return (
    <Section
      title={t('series.member', { day: dayWord(t, daysBefore) })}
      aside={
        <Anchor component={Link} to={`/siaran/${broadcast.id}`} size="sm" underline="always">
          {t('series.openMember', { day: dayWord(t, daysBefore) })}
        </Anchor>
      }
    >
      {open && (
        <Stack gap={2}>
          <Text size="sm" fw={600}>
            {t('series.ifApproved')}
          </Text>
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs">
            <HourLines of={review.hours} />
            <HowMany broadcast={broadcast} />
          </SimpleGrid>
        </Stack>
      )}
      {!open && broadcast.approvedAt && (
        <Text size="sm">{t('series.approvedAt', { at: instant(broadcast.approvedAt) })}</Text>
      )}
      <Sentences
        title={t('broadcast.obstaclesReview')}
        color="red"
        draft={broadcast.draft}
        of={review.missed.length > 0 ? [] : broadcast.obstacles}
      />
      <Sentences
        title={t('broadcast.warnings')}
        color="yellow"
        draft={broadcast.draft}
        of={broadcast.warnings}
      />
      <ImportedNames review={review} />
      {places.map((as) => (
        <Text size="sm" key={as}>
          {t('series.same', {
            day: dayWord(t, as),
            texts: listed(
              same
                .filter((one) => one.as === as)
                .map(({ channel, language }) => `${t(`channels.${channel}`)} · ${languageName(language)}`),
            ),
          })}
        </Text>
      ))}
      {left && (
        <ReviewTexts
          broadcast={broadcast}
          review={own}
          pins={pins}
          onPin={onPin}
          marking={marking}
          named={dayWord(t, daysBefore)}
          {...(beside &&
            before && {
              beside: {
                label: t('series.besides', { day: dayWord(t, before.daysBefore) }),
                document: beside,
              },
            })}
        />
      )}
      {alternatives && (
        <Alternatives
          broadcast={broadcast}
          findings={review.findings.filter(({ channel }) => channel === 'easy')}
          marking={marking}
        />
      )}
    </Section>
  );
}
