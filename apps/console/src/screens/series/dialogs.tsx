import { Alert, Checkbox, List, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { thingsIn } from '../../parts/texts/findings.rules';
import { broadcasts, type LateChoice, type Passage } from '../../api';
import type { Mark } from '../../api/reviews';
import { type Member, type MemberRefusal, refusalsIn, type Series, series as api } from '../../api/series';
import { useElections } from '../../parts/broadcasts/elections';
import { dayWord } from '../../parts/broadcasts/series';
import { openIn } from '../../parts/comments/comments.rules';
import { useThreads } from '../../parts/comments/discussion';
import { OpenComments } from '../../parts/comments/open-comments';
import { Confirm, type ConfirmProps } from '../../parts/forms/confirm';
import { Reason } from '../../parts/forms/reason';
import { useEmergencyStop } from '../../parts/frame/emergency-state';
import { faultLines, problemWords } from '../../parts/refusals/refusal-words';
import { Digest } from '../../parts/broadcasts/digest';
import { Acknowledged } from '../../parts/texts/mark-list';
import { HourLines } from '../broadcast/content/local-hours';
import { Obstacles } from '../broadcast/content/obstacles';
import { HowMany } from '../broadcast/numbers/numbers';
import { LateQuestion } from '../review/late-question';
import { Pins } from '../review/pins';
import type { Reviewed } from './once.rules';
import { ReminderFields, remindersOf, type Typed } from './reminders';

interface Props {
  series: Series;
  onClose: () => void;
}

/** Confirms an act on a series; a refusal says why, reminder by reminder. */
function Act<T>({ series, onGo, children, ...props }: ConfirmProps<T> & { series: Series }) {
  const [refused, setRefused] = useState<MemberRefusal[]>([]);
  const touches = [
    ['series', series.id],
    ['broadcasts'],
    ['reviews'],
    ['news'],
    ...series.members.flatMap(({ id }) => [
      ['broadcast', id],
      ['review', id],
      ['waves', id],
    ]),
  ];
  return (
    <Confirm
      touches={touches}
      {...props}
      onGo={async () => {
        setRefused([]);
        try {
          return await onGo();
        } catch (error) {
          setRefused(refusalsIn(error));
          throw error;
        }
      }}
    >
      {children}
      <Refused of={refused} />
    </Confirm>
  );
}

function Refused({ of }: { of: readonly MemberRefusal[] }) {
  const { t } = useTranslation();
  if (of.length === 0) return null;
  return (
    <List size="sm">
      {of.map(({ id, daysBefore, faults, ...problem }) => (
        <List.Item key={id}>
          <b>{dayWord(t, daysBefore)}</b>: {[problemWords(problem), ...faultLines(faults)].join(' ')}
        </List.Item>
      ))}
    </List>
  );
}

/** Undoes an act on some reminders, one after the other. @returns the sentence to show then */
const undoing =
  (of: readonly Reviewed[], act: Parameters<typeof broadcasts.undo>[1], said: string) =>
  async (): Promise<string> => {
    for (const { broadcast } of of) await broadcasts.undo(broadcast.id, act);
    return said;
  };

/** Submits every reminder that is not submitted. */
export function SubmitDialog({ series, reviewed, onClose }: Props & { reviewed: readonly Reviewed[] }) {
  const { t } = useTranslation();
  const meant = reviewed.filter(({ broadcast: { state } }) => state === 'draft' || state === 'rejected');
  const ready = meant.every(({ broadcast }) => broadcast.obstacles.length === 0);
  return (
    <Act
      series={series}
      title={t('series.submitTitle')}
      go={t('series.submit')}
      ready={ready}
      onGo={() =>
        api.submit(
          series.id,
          meant.map(({ broadcast: { id, version } }) => ({ id, version })),
        )
      }
      told={() => ({
        text: t('series.submitted'),
        title: series.title,
        undo: undoing(meant, 'submit', t('series.undone.submit')),
      })}
      onClose={onClose}
    >
      <Text size="sm">{t('series.submitWhat', { count: meant.length })}</Text>
      {meant.map(({ daysBefore, broadcast, review }) => (
        <Stack key={broadcast.id} gap={4} component="section" aria-label={dayWord(t, daysBefore)}>
          <Text size="sm" fw={600}>
            {dayWord(t, daysBefore)}
          </Text>
          {broadcast.obstacles.length > 0 && (
            <Alert color="red" title={t('broadcast.obstacles')}>
              <Obstacles of={broadcast.obstacles} />
            </Alert>
          )}
          <HourLines of={review.hours} />
          {review.findings.length > 0 && (
            <Text size="sm">
              {t('submit.marks', { count: thingsIn(review.findings), places: review.findings.length })}
            </Text>
          )}
        </Stack>
      ))}
    </Act>
  );
}

/** Approves exactly the reminders on screen, all at once. */
export function ApproveDialog({
  series,
  reviewed,
  acknowledged,
  onClose,
}: Props & { reviewed: readonly Reviewed[]; acknowledged: readonly Mark[] }) {
  const { t } = useTranslation();
  // Kept from the time of opening: newer submissions must not replace what the reviewer has read.
  const [seen] = useState({ digest: series.digest, reviewed });
  const [neutral, setNeutral] = useState(false);
  const [late, setLate] = useState<LateChoice | null>(null);
  const stopped = useEmergencyStop()?.standing;
  const threads = useThreads(reviewed.map(({ broadcast }) => broadcast));
  const open = openIn(threads) > 0;
  const [heard, setHeard] = useState(false);
  const quiet = reviewed.some(({ review }) => review.quiet);
  const missed = reviewed.filter(({ review }) => review.missed.length > 0);
  if (seen.digest === null) return null;
  const { digest } = seen;
  return (
    <Act
      series={series}
      title={t('series.approveTitle', { count: seen.reviewed.length })}
      go={t('series.approve')}
      ready={(!quiet || neutral) && (!open || heard) && (missed.length === 0 || late !== null)}
      onGo={() =>
        api.approve(series.id, {
          digest,
          // Of the texts on screen, not of what was submitted since.
          members: seen.reviewed.flatMap(({ broadcast: { id }, review: { submissions } }) =>
            submissions.slice(0, 1).map(({ digest: own }) => ({ id, digest: own })),
          ),
          confirmLocalHours: true,
          confirmNeutral: neutral,
          acknowledged: acknowledged.map(({ id }) => id),
          ...(late && { late }),
        })
      }
      told={() => ({
        text: t('series.approved'),
        title: series.title,
        undo: undoing(seen.reviewed, 'approve', t('series.undone.decide')),
      })}
      onClose={onClose}
    >
      <Text size="sm">{t('series.approveWhat')}</Text>
      {seen.reviewed.map(({ daysBefore, broadcast, review }) => (
        <Stack key={broadcast.id} gap={2} component="section" aria-label={dayWord(t, daysBefore)}>
          <Text size="sm" fw={600}>
            {dayWord(t, daysBefore)}
          </Text>
          <HourLines of={review.hours} />
          <HowMany broadcast={broadcast} />
        </Stack>
      ))}
      {stopped && (
        <Alert color="red">
          <Text size="sm">{t('approve.stopped')}</Text>
        </Alert>
      )}
      {open && <OpenComments of={threads} heard={heard} onHeard={setHeard} />}
      <Acknowledged of={acknowledged} />
      {missed[0] && <LateQuestion review={missed[0].review} value={late} onChange={setLate} />}
      {quiet && (
        <Checkbox
          label={t('series.neutral')}
          checked={neutral}
          onChange={(event) => setNeutral(event.currentTarget.checked)}
        />
      )}
      <Digest label={t('series.digest')} of={digest} />
    </Act>
  );
}

/** Returns every reminder under review to its authors. */
export function RejectDialog({
  series,
  reviewed,
  pins,
  onClose,
}: Props & { reviewed: readonly Reviewed[]; pins: Readonly<Record<string, readonly Passage[]>> }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const pinned = reviewed.filter(({ broadcast }) => (pins[broadcast.id] ?? []).length > 0);
  // Each passage says why already.
  const required = pinned.length < reviewed.length;
  return (
    <Act
      series={series}
      title={t('series.rejectTitle', { count: reviewed.length })}
      go={t('series.reject')}
      danger
      ready={!required || reason.trim() !== ''}
      onGo={() =>
        api.reject(
          series.id,
          reason.trim(),
          pinned.map(({ broadcast: { id } }) => ({ id, passages: [...(pins[id] ?? [])] })),
        )
      }
      told={() => ({
        text: t('series.rejected'),
        title: series.title,
        undo: undoing(reviewed, 'reject', t('series.undone.decide')),
      })}
      onClose={onClose}
    >
      <Text size="sm">{t('series.rejectWhat')}</Text>
      {pinned.map(({ daysBefore, broadcast: { id } }) => (
        <Stack key={id} gap={2}>
          <Text size="sm" fw={600}>
            {dayWord(t, daysBefore)}
          </Text>
          <Pins of={pins[id] ?? []} placed />
        </Stack>
      ))}
      <Reason
        label={t(required ? 'reason.required' : 'reason.optional')}
        value={reason}
        onChange={setReason}
        required={required}
      />
    </Act>
  );
}

/** Withdraws every reminder that is submitted and has not ended. */
export function WithdrawDialog({ series, onClose }: Props) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  return (
    <Act
      series={series}
      title={t('series.withdrawTitle')}
      go={t('series.withdraw')}
      danger
      onGo={() => api.withdraw(series.id, reason.trim())}
      told={t('series.withdrawn')}
      onClose={onClose}
    >
      <Text size="sm">{t('series.withdrawWhat')}</Text>
      <Reason label={t('reason.optional')} value={reason} onChange={setReason} />
    </Act>
  );
}

/** Takes one reminder out of the series. */
export function TakeOutDialog({ series, member, onClose }: Props & { member: Member }) {
  const { t } = useTranslation();
  const day = dayWord(t, member.daysBefore);
  return (
    <Act
      series={series}
      title={t('series.takeOutTitle', { day })}
      go={t('series.takeOut')}
      onGo={() => api.takeOut(series.id, member.id)}
      told={t('series.takenOut', { day })}
      onClose={onClose}
    >
      <Text size="sm">{t('series.takeOutWhat')}</Text>
    </Act>
  );
}

/** Adds a reminder: a copy of the nearest one. */
export function AddDialog({ series, onClose }: Props) {
  const { t } = useTranslation();
  const { data: elections } = useElections();
  const [typed, setTyped] = useState<Typed>({ key: 0, days: '', at: '09:00' });
  const [reminder] = remindersOf([typed]) ?? [];
  const twice = series.members.some(({ daysBefore }) => daysBefore === typed.days);
  return (
    <Act
      series={series}
      title={t('series.add')}
      go={t('series.addGo')}
      ready={reminder !== undefined && !twice}
      onGo={() => api.add(series.id, reminder ?? { daysBefore: 0, at: '' })}
      told={t('series.added')}
      onClose={onClose}
    >
      <Text size="sm">{t('series.addWhat')}</Text>
      <ReminderFields
        typed={typed}
        pollingDate={elections?.find(({ id }) => id === series.election.id)?.pollingDate ?? null}
        error={twice ? t('series.twice') : undefined}
        onChange={setTyped}
      />
    </Act>
  );
}
