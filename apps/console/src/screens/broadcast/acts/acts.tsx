import { Button, Menu, VisuallyHidden } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate } from 'react-router';
import { type Broadcast, broadcasts, type Part } from '../../../api';
import { asksBeforeCopy, correctedOf, writtenFrom } from '../../../parts/broadcasts/chain.rules';
import { isEditable } from '../../../parts/broadcasts/editable.rules';
import { useRegions } from '../../../parts/regions/regions';
import { usePerson, useRoles } from '../../../session';
import { CopyDialog } from './copy-dialog';
import { CorrectDialog } from '../correcting/correct-dialog';
import { RejectDialog, WithdrawDialog } from './act-dialogs';
import { RemoveDialog } from './remove-dialog';
import { LiftDoubtDialog } from '../stopping/lift-doubt-dialog';
import { heldByKpu } from '../stopping/doubt.rules';
import { goesOn, isAllPaused, isDoubtable, wavesOf } from '../stopping/part-of.rules';
import { CancelDialog, GOING, OPEN, PAUSED, PauseDialog, ResumeDialog, useWaves } from '../stopping/stopping';
import { isSubmitting } from './submitting';
import { SubmitDialog } from './submit-dialog';
import { TestDialog } from './test-dialog';
import { tell } from '../../../parts/frame/toasts';

type Act =
  | 'change'
  | 'correct'
  | 'copy'
  | 'submit'
  | 'approve'
  | 'reject'
  | 'withdraw'
  | 'pause'
  | 'doubt'
  | 'resume'
  | 'liftDoubt'
  | 'cancel'
  | 'test'
  | 'remove';

/** Acts that stop nothing. */
const HARMLESS: readonly Act[] = ['change', 'correct', 'test'];

/** States in which a reminder of a series waits for an act on the series. */
const DECIDED_ON_AS_WHOLE: readonly Broadcast['state'][] = ['draft', 'in_review', 'rejected'];

/** Whether this person may let something go on that is paused, or end a doubt. */
export function useResumes(broadcast: Broadcast): boolean {
  const { resume } = useActs(broadcast);
  // What KPU doubts stays paused; what else is paused, or braked, may go on.
  const byKpu = heldByKpu(broadcast);
  const { data: waves = [] } = useWaves(broadcast.id, resume && byKpu && broadcast.pausedWaves > 0);
  return resume && (!byKpu || goesOn(waves.filter(({ state }) => state === 'paused')));
}

/**
 * The acts that are open to this person; the API decides again. Every act asks in a dialog first.
 * @param watched whether its course is shown: then what ends a pause stands beside the pause
 */
export function Acts({ broadcast, watched }: { broadcast: Broadcast; watched: boolean }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const open = useActs(broadcast);
  const location = useLocation();
  const asked = isSubmitting(location.state) && open.submit;
  const [act, setAct] = useState<Act | null>(asked ? 'submit' : null);
  useEffect(() => {
    // Loaded again, or come back to, the page asks nothing by itself.
    if (isSubmitting(location.state))
      void navigate(location.pathname + location.search + location.hash, { replace: true, state: null });
  }, [location, navigate]);
  const copy = useMutation({
    mutationFn: () => broadcasts.copy(broadcast.id),
    onSuccess: ({ id, draft }) => {
      void navigate(`/tulis/${id}`);
      tell(t(draft.schedule ? 'done.copy' : 'done.copyTimeless'));
    },
  });
  const resumes = useResumes(broadcast);
  const byKpu = heldByKpu(broadcast);
  const parted = broadcast.pausedWaves > 0 && broadcast.state !== 'paused';
  const { data: waves = [] } = useWaves(broadcast.id, open.pause && parted);
  // What was not paused may have ended since.
  const onlyDoubt = parted && isAllPaused(waves);
  const pauses = open.pause && (!onlyDoubt || isDoubtable(waves, broadcast.doubt, open.liftDoubt && !byKpu));
  const props = { broadcast, onClose: () => setAct(null) };
  // A broadcast withdrawn after copies went out can only be corrected.
  const onlyCorrect = broadcast.state === 'withdrawn' && broadcast.begun && open.correct;
  const source = open.correct ? writtenFrom(broadcast.chain) : undefined;
  // Its page is where the next correction is written; unless this person may not open it.
  const from = source?.id ?? null;
  // Of what is paused only the text can still be doubted: the next step is to let it go on, not this.
  const casts = pauses && (broadcast.state === 'paused' || onlyDoubt);
  // Citizens read that a corrected text is wrong: a doubt adds nothing.
  const doubts = (open.doubt || casts) && correctedOf(broadcast.chain) !== 'yes';
  const more = (['change', 'correct', 'doubt', 'test', 'withdraw', 'cancel', 'remove'] as const).filter(
    (one) => (one === 'doubt' ? doubts : open[one]) && !(one === 'correct' && (onlyCorrect || from !== null)),
  );
  const rejected = broadcast.state === 'rejected';
  const inSeries = DECIDED_ON_AS_WHOLE.includes(broadcast.state) ? broadcast.series : null;
  return (
    <>
      {/* The decision is made on the review screen, which shows all of it with its marks. */}
      {open.approve && (
        <Button component={Link} to={`/tinjau/${broadcast.id}`}>
          {t('acts.decide')}
        </Button>
      )}
      {inSeries && (
        <Button component={Link} to={`/seri/${inSeries.id}`}>
          {t('series.open')}
        </Button>
      )}
      {open.reject && (
        <Button variant="default" onClick={() => setAct('reject')}>
          {t('acts.reject')}
        </Button>
      )}
      {from !== null && (
        <Button component={Link} to={`/siaran/${from}`}>
          {t('acts.correctFrom')}
        </Button>
      )}
      {onlyCorrect && from === null && <Button onClick={() => setAct('correct')}>{t('acts.correct')}</Button>}
      {open.submit && (
        <Button variant={rejected ? 'default' : 'filled'} onClick={() => setAct('submit')}>
          {t('acts.submit')}
        </Button>
      )}
      {open.edit && (
        <Button variant={rejected ? 'filled' : 'default'} component={Link} to={`/tulis/${broadcast.id}`}>
          {t('acts.edit')}
        </Button>
      )}
      {open.liftDoubt && <Button onClick={() => setAct('liftDoubt')}>{t('acts.liftDoubt')}</Button>}
      {resumes && !(watched && broadcast.pausedWaves > 0) && (
        <Button onClick={() => setAct('resume')}>
          {t(broadcast.pausedWaves > 0 ? 'acts.resume' : 'resume.clear')}
        </Button>
      )}
      {pauses && !casts && (
        <Button variant="outline" color="red.9" onClick={() => setAct('pause')}>
          {t('acts.pause')}
        </Button>
      )}
      {(more.length > 0 || open.copy) && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default">{t('acts.more')}</Button>
          </Menu.Target>
          <Menu.Dropdown>
            {more.map((one) => (
              <Menu.Item
                key={one}
                onClick={() => setAct(one)}
                c={HARMLESS.includes(one) ? undefined : 'red.9'}
              >
                {t(`acts.${one}`)}
              </Menu.Item>
            ))}
            {open.copy && (
              <Menu.Item onClick={() => (asksBeforeCopy(broadcast) ? setAct('copy') : copy.mutate())}>
                {t('acts.copy')}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
      {act === 'copy' && <CopyDialog {...props} />}
      {act === 'correct' && <CorrectDialog {...props} />}
      {act === 'submit' && <SubmitDialog {...props} />}
      {act === 'reject' && <RejectDialog {...props} />}
      {act === 'withdraw' && <WithdrawDialog {...props} />}
      {act === 'change' && <WithdrawDialog {...props} change />}
      {(act === 'pause' || act === 'doubt') && <PauseDialog {...props} />}
      {act === 'resume' && <ResumeDialog {...props} />}
      {act === 'liftDoubt' && <LiftDoubtDialog {...props} />}
      {act === 'cancel' && <CancelDialog {...props} />}
      {act === 'test' && <TestDialog {...props} />}
      {act === 'remove' && <RemoveDialog {...props} />}
    </>
  );
}

/** The acts on a part of a broadcast: the same dialogs, preset to that part. */
export function PartActs({ broadcast, part }: { broadcast: Broadcast; part: Part }) {
  const { t } = useTranslation();
  const [act, setAct] = useState<'pause' | 'resume' | 'cancel' | null>(null);
  const open = useActs(broadcast);
  const [opened, setOpened] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  // The state of the part, not of the broadcast: another part may be paused.
  const { data: waves, isFetching } = useWaves(broadcast.id, opened);
  const onlyDoubt = broadcast.state === 'paused' || isAllPaused(waves ?? []);
  const about = { pause: onlyDoubt ? PAUSED : GOING, resume: PAUSED, cancel: OPEN } as const;
  const offered = (['pause', 'resume', 'cancel'] as const).filter((one) => open[one]);
  const inPart = wavesOf(waves ?? [], part);
  const overrules = open.liftDoubt && !heldByKpu(broadcast);
  const isCorrected = correctedOf(broadcast.chain) === 'yes';
  const possible = offered.filter(
    (one) =>
      inPart.some(({ state }) => about[one].includes(state)) &&
      (one !== 'pause' || !onlyDoubt || (!isCorrected && isDoubtable(inPart, broadcast.doubt, overrules))),
  );
  // What was offered stays while the menu is open: an item that vanishes takes the focus with it. What was read for an
  // earlier menu may have changed since.
  const [kept, setKept] = useState<typeof possible | null>(null);
  // A menu of one entry is that button: what it opens is known once the waves are.
  const alone = offered.length === 1;
  const [only] = possible;
  const asked = alone && opened && waves !== undefined && !isFetching;
  useEffect(() => {
    if (!asked) return;
    setOpened(false);
    if (only) setAct(only);
    else tell(t('part.none'));
  }, [asked, only, t]);
  if (!alone && opened && waves && !isFetching && kept === null) setKept(possible);
  if (!opened && kept !== null) setKept(null);
  // A part may be paused in part: then each act names what it concerns.
  const mixed = possible.includes('pause') && possible.includes('resume') && !onlyDoubt;
  const wordOf = (one: (typeof offered)[number]) => {
    if (one === 'cancel') return 'cancelPart';
    if (one === 'pause' && onlyDoubt) return 'doubt';
    return mixed ? (`${one}Rest` as const) : one;
  };
  // What may be done with it, as far as it is known before its waves are asked for.
  const name = !offered.includes('resume')
    ? offered.includes('cancel')
      ? 'acts.pauseOrCancel'
      : 'acts.pause'
    : offered.includes('pause')
      ? 'acts.part'
      : 'acts.resume';
  const known = useRegions();
  const what = part.channel ? t(`channels.${part.channel}`) : (known.get(part.region ?? '')?.name ?? '');
  if (offered.length === 0) return null;
  const props = { broadcast, part, onClose: () => setAct(null) };
  const words = (
    <>
      {t(name)}
      <VisuallyHidden>&nbsp;{t('acts.moreOf', { what })}</VisuallyHidden>
    </>
  );
  return (
    <>
      {alone ? (
        <Button variant="default" size="compact-sm" aria-haspopup="dialog" onClick={() => setOpened(true)}>
          {words}
        </Button>
      ) : (
        <Menu
          position="bottom-end"
          opened={opened}
          onChange={setOpened}
          // What came above it since it had the focus may have moved it out of view; a menu does not show without its button.
          onOpen={() => button.current?.scrollIntoView({ block: 'nearest' })}
        >
          <Menu.Target>
            <Button ref={button} variant="default" size="compact-sm">
              {words}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {kept?.length === 0 && <Menu.Item disabled>{t('part.none')}</Menu.Item>}
            {kept?.map((one) => (
              <Menu.Item key={one} onClick={() => setAct(one)} c={one === 'resume' ? undefined : 'red.9'}>
                {t(`acts.${wordOf(one)}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {act === 'pause' && <PauseDialog {...props} />}
      {act === 'resume' && <ResumeDialog {...props} />}
      {act === 'cancel' && <CancelDialog {...props} />}
    </>
  );
}

/** Whether it has a correction that holds or is not decided on: that one is to be corrected or finished. */
const hasCorrection = (chain: Broadcast['chain']): boolean =>
  ['yes', 'in_review', 'draft'].includes(correctedOf(chain));

/** Which acts are open to the person. */
export function useActs({
  state,
  author: begunBy,
  organisation,
  approval,
  draft,
  submission,
  originalId,
  remainderOfId,
  series,
  chain,
  pausedWaves,
  doubt,
  begun,
}: Broadcast): Record<Act | 'edit', boolean> {
  const person = usePerson();
  const author = useRoles('author') && person.organisation.id === organisation.id;
  const writes = useRoles('author');
  const office = person.organisation.regionCode;
  const covered = draft.audience.regions.every(
    (code) => office === null || code === office || code.startsWith(`${office}.`),
  );
  const reviewer = useRoles('reviewer') && person.organisation.kind === 'kpu' && covered;
  const operator = useRoles('operator');
  const editable = isEditable({ state, begun });
  const underWay = state === 'approved' || state === 'running' || state === 'paused';
  return {
    correct: writes && submission?.decision === 'approved' && remainderOfId === null && !hasCorrection(chain),
    // KPU could never approve a companion after its correction was itself corrected or taken back.
    submit: author && editable && state !== 'in_review' && approval.submittable && series === null,
    // Of what is approved, nothing is changed: it is withdrawn first. Nor does a series, or what corrects, become a draft again.
    change:
      author &&
      state === 'approved' &&
      !begun &&
      originalId === null &&
      remainderOfId === null &&
      series === null,
    // A companion keeps the text of its correction.
    edit: author && editable && remainderOfId === null,
    test: (author || reviewer) && draft.channels.length > 0,
    copy: writes,
    approve: approval.may,
    reject: reviewer && state === 'in_review' && series === null,
    // An unfinished draft of a correction blocks another correction.
    withdraw:
      ((author || reviewer) && (state === 'in_review' || underWay)) ||
      (author && state === 'draft' && originalId !== null),
    pause:
      (author || reviewer || operator) &&
      (state === 'approved' ||
        state === 'running' ||
        (state === 'paused' && (doubt === null || (reviewer && !heldByKpu({ doubt }))))),
    // Nothing is left to stop, but citizens still ask about it.
    doubt:
      (author || reviewer || operator) &&
      (state === 'completed' || state === 'expired') &&
      (doubt === null || (reviewer && !heldByKpu({ doubt }))),
    resume:
      operator &&
      correctedOf(chain) !== 'in_review' &&
      (pausedWaves > 0 || (doubt !== null && state !== 'cancelled')),
    liftDoubt: reviewer && doubt !== null && state !== 'cancelled',
    cancel: (author || reviewer) && underWay,
    // A submitted version stays, as the record of what KPU was asked.
    remove: author && editable && submission === null && begunBy.id === person.personId,
  };
}
