import { Alert, Anchor, Checkbox, Group, Radio, Select, Stack, Text } from '@mantine/core';
import { useIsMutating, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import {
  type Broadcast,
  broadcasts,
  type Channel,
  CHANNELS,
  DEAD_ADDRESSES,
  type Part,
  type Paused,
  type Resumed,
  type Tally,
  type Wave,
  type WaveState,
} from '../../../api';
import { everyone } from '../../../parts/sending/account.rules';
import { Asking } from '../../../parts/frame/asking';
import { pauseWords } from '../../../parts/sending/brake-words';
import { citizensRead, correctedOf } from '../../../parts/broadcasts/chain.rules';
import { DoubtLines } from '../../../parts/sending/doubt-lines';
import { doubtsOn, openDoubts } from '../../../parts/sending/doubts.rules';
import { useEmergencyStop } from '../../../parts/frame/emergency-state';
import { OnPausedChannels } from '../../../parts/sending/on-paused-channels';
import { pausePlace, regionNames } from '../../../parts/sending/pause-place';
import type { TFunction } from 'i18next';
import { pausesOf } from '../../../parts/sending/pauses.rules';
import { ENOUGH, heldRegions } from '../../../parts/sending/trial.rules';
import { Reason } from '../../../parts/forms/reason';
import { regionName, useRegions } from '../../../parts/regions/regions';
import { ActNumbers, StoppedNumbers } from '../../../parts/sending/stopped-numbers';
import { useRoles } from '../../../session';
import { exactInstant, instant, listed, number } from '../../../times';
import { LeftByCorrection } from '../acts/act-dialogs';
import { Confirm } from '../acts/confirm';
import { shownOf } from '../content/shown.rules';
import { heldByKpu, pauseWhat } from './doubt.rules';
import {
  endsCancelled,
  isAllPaused,
  keptInDoubt,
  numbersOf,
  onPausedChannels,
  tallyOf,
  wavesOf,
} from './part-of.rules';
import { DoubtEndsToo, DoubtReaches } from '../correcting/same-text';
import { holdsInCorrection } from '../correcting/same-text.rules';
import { TakenOut } from '../numbers/taken-out';
import { RejectedBefore } from './rejected-before';

interface Props {
  broadcast: Broadcast;
  /** The part selected at first, by default the whole. */
  part?: Part;
  onClose: () => void;
}

export const GOING: readonly WaveState[] = ['planned', 'prepared', 'released'];
export const PAUSED: readonly WaveState[] = ['paused'];
export const OPEN: readonly WaveState[] = [...GOING, ...PAUSED];
const ALL = 'all';

/** Pauses a broadcast or a part of it; a paused one can only be put in doubt. */
export function PauseDialog({ broadcast, part: first = {}, onClose }: Props) {
  const { t } = useTranslation();
  const { id, state } = broadcast;
  const ended = state === 'completed' || state === 'expired';
  const { data } = useWaves(id, !ended);
  const waves = data ?? [];
  const nothingGoes = state === 'paused' || ended || isAllPaused(waves);
  // What ends or is paused under an open dialog leaves it the question that it was: nobody casts a doubt by a press on "pause".
  const [asked, setAsked] = useState<boolean | null>(null);
  if (asked === null && (nothingGoes || data)) setAsked(nothingGoes);
  const onlyDoubt = asked ?? nothingGoes;
  const late = nothingGoes && !onlyDoubt;
  // Citizens read the answer: nobody gives it by leaving a choice as it was.
  const [given, setDoubt] = useState<boolean | null>(null);
  const doubt = onlyDoubt ? true : given;
  const [reason, setReason] = useState('');
  const [part, setPart] = useState<Part>(first);
  const inPart = new Set(wavesOf(waves, part).map((wave) => wave.id));
  const othersGoOn = waves.some((wave) => GOING.includes(wave.state) && !inPart.has(wave.id));
  const words = onlyDoubt ? 'doubtIt' : 'pause';
  const reviewer = useRoles('reviewer');
  // What the act was when it was confirmed: a pause of the whole leaves nothing but a doubt to be cast.
  const acted = useRef({ onlyDoubt, ended });
  return (
    <Confirm
      id={id}
      title={t(onlyDoubt || isWhole(part) ? `${words}.title` : 'pause.partTitle', {
        part: partName(t, part),
      })}
      gone={t(`${words}.gone`)}
      go={t(onlyDoubt ? 'acts.doubt' : 'acts.pause')}
      ready={doubt !== null && !late}
      lacks={late ? t('pause.late') : null}
      onGo={() => {
        acted.current = { onlyDoubt, ended };
        return broadcasts.pause(id, {
          ...part,
          doubt: doubt === true,
          ...(reason.trim() && { reason: reason.trim() }),
        });
      }}
      onClose={onClose}
      account={(paused) => <Held paused={paused} {...acted.current} />}
    >
      <Text size="sm">
        {t(ended ? 'doubtIt.whatEnded' : onlyDoubt ? 'doubtIt.what' : pauseWhat(doubt, reviewer))}
      </Text>
      {!ended && <PartOf id={id} open={onlyDoubt ? PAUSED : GOING} part={part} onChange={setPart} expiring />}
      {!onlyDoubt && (
        <Radio.Group
          label={t('pause.why')}
          description={doubt === null ? t('pause.choose') : undefined}
          value={doubt === null ? null : doubt ? 'doubt' : 'technical'}
          onChange={(value) => setDoubt(value === 'doubt')}
          required
        >
          <Stack gap="xs" mt="xs">
            {(['doubt', 'technical'] as const).map((why) => (
              <Radio
                key={why}
                value={why}
                label={t(`pause.${why}`)}
                description={t(
                  why === 'technical' && broadcast.doubt ? 'pause.technicalDoubted' : `pause.${why}Shown`,
                )}
                data-autofocus={why === 'doubt' || undefined}
              />
            ))}
          </Stack>
        </Radio.Group>
      )}
      {doubt !== false && <DoubtReaches broadcast={broadcast} />}
      {doubt === true && !onlyDoubt && othersGoOn && <Text size="sm">{t('pause.othersGoOn')}</Text>}
      <Reason label={t('reason.optional')} value={reason} onChange={setReason} />
    </Confirm>
  );
}

/** A channel, a region, or one in the other: `SMS di Papua`. */
function partName(t: TFunction, { channel, region }: Part): string {
  if (!channel) return region ? regionName(region) : '';
  return pausePlace(t, { channels: [channel], regions: region ? [region] : null });
}

const isWhole = ({ channel, region }: Part): boolean => channel === undefined && region === undefined;

/** What a pause, or a doubt alone, changed. */
function Held({ paused, onlyDoubt, ended }: { paused: Paused; onlyDoubt: boolean; ended: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      {!onlyDoubt && <Text size="sm">{t('pause.done', { count: paused.waves })}</Text>}
      {paused.doubted && (
        <Text size="sm">
          {paused.alsoDoubted > 0 && !onlyDoubt
            ? t('pause.doneDoubtedToo', { messages: number(paused.alsoDoubted) })
            : t('pause.doneDoubted')}
        </Text>
      )}
      {!ended && <ActNumbers of={numbersOf(paused, onlyDoubt)} expiring={paused.expiring} />}
    </>
  );
}

/**
 * Resumes a broadcast or a part of it: without what is in doubt, unless that is all, or the operator says so.
 * @param pausedBy resumes only what this one paused
 */
export function ResumeDialog({
  broadcast,
  part: first = {},
  pausedBy,
  onClose,
}: Props & { pausedBy?: Wave['pausedBy'] }) {
  const { id, pausedWaves, doubt } = broadcast;
  const { t } = useTranslation();
  const [part, setPart] = useState<Part>(first);
  const [also, setAlso] = useState(false);
  const nothingPaused = pausedWaves === 0;
  const found = useWaves(id);
  const { data } = found;
  const waves = data ?? [];
  const pausedHere = wavesOf(waves, part).filter(({ state }) => state === 'paused');
  const all = pausedBy ? pausedHere.filter((wave) => wave.pausedBy === pausedBy) : pausedHere;
  const others = pausedHere.filter((wave) => !all.includes(wave));
  const apart = keptInDoubt(all);
  const kept = also ? [] : apart;
  const doubted = all.filter((wave) => wave.doubted && !kept.includes(wave));
  const ends = waves.every((wave) => wave.state !== 'paused' || !wave.doubted || doubted.includes(wave));
  const byKpu = heldByKpu(broadcast);
  const inReview = correctedOf(broadcast.chain) === 'in_review';
  // Nothing but the doubt is left of the part, or of the whole: the server refuses it.
  const refused = byKpu && (nothingPaused || doubted.length > 0);
  useRegions();
  const doubts = openDoubts(broadcast.stops, doubt);
  const inDoubt = (some: readonly Wave[]) => ({
    messages: number(waitingIn(some)),
    regions: regionNames(t, [...new Set(some.map(({ regionCode }) => regionCode))]),
  });
  const braked = all.filter(({ pausedBy }) => pausedBy === 'brake');
  const onlyBraked = braked.length > 0 && all.every((wave) => braked.includes(wave) || apart.includes(wave));
  const held = braked.flatMap(({ channel }) => heldRegions(channel, waves));
  // A part that is all the brake holds is no trial of it.
  const tried =
    part.region !== undefined && held.some((region) => region !== part.region) ? part.region : null;
  // Others are offered beside it, though nothing waits there.
  const isAllHeld =
    part.region !== undefined &&
    held.length === 1 &&
    waves.some(({ state, regionCode }) => state === 'paused' && regionCode !== part.region);
  const names = listed(
    CHANNELS.filter((channel) => braked.some((one) => one.channel === channel)).map((channel) =>
      t(`channels.${channel}`),
    ),
  );
  const { standing: stands, pausedChannels = [] } = useEmergencyStop() ?? {};
  const going = all.filter((wave) => !kept.includes(wave));
  const behind = onPausedChannels(pausedChannels, going);
  const progress = useQuery({
    queryKey: ['progress', id],
    queryFn: () => broadcasts.progress(id),
    staleTime: 0,
  });
  const away = (progress.data?.away ?? []).filter((one) =>
    going.some(({ channel }) => channel === one.channel),
  );
  const words = () => {
    if (nothingPaused)
      return { title: t('resume.doubtTitle'), gone: t('resume.doubtGone'), go: t('resume.clear') };
    const what = {
      title: onlyBraked
        ? tried === null
          ? t('resume.brakeTitle', { channels: names })
          : t('resume.brakeTryTitle', { channels: names, region: regionName(tried) })
        : t(isWhole(part) ? 'resume.title' : 'resume.partTitle', { part: partName(t, part) }),
      gone: t(onlyBraked ? 'resume.brakeGone' : 'resume.gone'),
      go: t(onlyBraked ? 'resume.brakeGo' : 'acts.resume'),
    };
    // Nothing else is held: resuming it ends the doubt.
    if (doubted.length > 0 && doubted.length === all.length && !also)
      return { ...what, title: t('resume.doubtedTitle'), go: t('resume.doubtedGo') };
    if (!also) return what;
    return {
      ...what,
      title: onlyBraked
        ? t('resume.brakeAlsoTitle', { channels: names })
        : t(isWhole(part) ? 'resume.alsoTitle' : 'resume.partAlsoTitle'),
      go: t('resume.alsoGo'),
    };
  };
  // Where it goes on, as it was asked: what goes on is paused no more.
  const where = useRef<{ regions: string[]; released: Channel[] }>({ regions: [], released: [] });
  const resume = (): Promise<Resumed> => {
    where.current = {
      regions: [...new Set(going.map(({ regionCode }) => regionCode))],
      // After a trial of one region nobody knows yet whether the rest would be taken.
      released: tried === null ? [...new Set(braked.map(({ channel }) => channel))] : [],
    };
    return broadcasts.resume(id, part, { doubted: also, pausedBy });
  };
  // Nobody resumes what the dialog has not named yet.
  if (!nothingPaused && data === undefined)
    return (
      <Confirm
        id={id}
        title={t('resume.reading')}
        go={t('acts.resume')}
        ready={false}
        onGo={resume}
        onClose={onClose}
      >
        <Asking of={found} />
      </Confirm>
    );
  return (
    <Confirm
      id={id}
      {...words()}
      ready={!refused && !inReview}
      onGo={resume}
      onClose={onClose}
      account={(resumed) => (
        <>
          <WentOn id={id} resumed={resumed} regions={where.current.regions} held={Boolean(stands)} />
          {resumed.brakeReleased && where.current.released.length > 0 && (
            <RejectedBefore broadcast={broadcast} channels={where.current.released} />
          )}
        </>
      )}
    >
      <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
        {broadcast.approvedAt === null
          ? shownOf(broadcast).title
          : t('resume.of', { title: shownOf(broadcast).title, when: exactInstant(broadcast.approvedAt) })}
      </Text>
      {inReview && (
        <Alert color="red">
          <Text size="sm">{t('hindrances.next.inReview')}</Text>
        </Alert>
      )}
      {!nothingPaused && stands && (
        <Alert color="red">
          <Text size="sm">{t('resume.held')}</Text>
        </Alert>
      )}
      {!nothingPaused && !inReview && (
        <Text size="sm">
          {t(onlyBraked ? (tried === null ? 'resume.brakeWhat' : 'resume.brakeTry') : 'resume.what')}
        </Text>
      )}
      {!nothingPaused && !inReview && onlyBraked && isAllHeld && (
        <Text size="sm" fw={600}>
          {t('resume.brakeAllHere')}
        </Text>
      )}
      {!nothingPaused && !inReview && onlyBraked && tried !== null && waitingIn(going) < ENOUGH && (
        <Text size="sm" fw={600}>
          {t('resume.brakeTooFew', { messages: number(waitingIn(going)) })}
        </Text>
      )}
      {!nothingPaused && !inReview && onlyBraked && tried !== null && (
        <Text size="sm">{t('resume.brakeTryCosts', { messages: number(waitingIn(going)) })}</Text>
      )}
      {!nothingPaused && <WhyPaused waves={all} of={waves} />}
      <TakenOut
        broadcast={broadcast}
        channels={braked.flatMap(({ channel, brake }) =>
          brake && DEAD_ADDRESSES[brake.why] === 'found' ? [channel] : [],
        )}
      />
      {braked.length > 0 && !onlyBraked && <Text size="sm">{t('resume.brakeToo', { channels: names })}</Text>}
      {doubt && nothingPaused && <Text size="sm">{t('resume.doubtEnded')}</Text>}
      {nothingPaused && <DoubtLines of={doubts} />}
      {!nothingPaused && (
        <PartOf
          id={id}
          open={PAUSED}
          part={part}
          onChange={(chosenPart) => {
            setPart(chosenPart);
            // The choice was made for what is in doubt in the former part.
            setAlso(false);
          }}
          except={[...kept, ...others]}
          none={kept.length > 0 ? t('resume.allInDoubt') : undefined}
          expiring
          onlyOpen
        />
      )}
      {doubt && doubted.length > 0 && (
        <Alert color="red">
          <Text size="sm">
            {refused
              ? t('resume.refused', inDoubt(doubted))
              : `${t('resume.doubtIn', inDoubt(doubted))} ${t(ends ? 'resume.doubtEnds' : 'resume.doubtStays')}`}
          </Text>
          <DoubtLines of={doubtsOn(doubts, doubted)} />
        </Alert>
      )}
      {doubt && !refused && (nothingPaused || (doubted.length > 0 && ends)) && (
        <DoubtEndsToo broadcast={broadcast} />
      )}
      {kept.length > 0 && (
        <Alert color="orange">
          <Text size="sm">
            {t('resume.keptInDoubt', inDoubt(kept))}
            {byKpu && ` ${t('resume.keptByKpu')}`}
          </Text>
          <DoubtLines of={doubtsOn(doubts, kept)} />
        </Alert>
      )}
      {others.length > 0 && (
        <Text size="sm">{t('resume.othersStay', { messages: number(waitingIn(others)) })}</Text>
      )}
      {!refused && <OnPausedChannels of={behind} />}
      {!refused &&
        away.map(({ channel, since }) => (
          <Alert key={channel} color="orange">
            <Text size="sm">
              {t('resume.away', { channel: t(`channels.${channel}`), at: instant(since) })}
            </Text>
          </Alert>
        ))}
      {apart.length > 0 && !byKpu && (
        <Checkbox
          label={t('resume.also', inDoubt(apart))}
          checked={also}
          onChange={(event) => setAlso(event.currentTarget.checked)}
        />
      )}
    </Confirm>
  );
}

const waitingIn = (waves: readonly Wave[]): number =>
  waves.reduce((sum, { pending, unlisted }) => sum + pending + unlisted, 0);

/** Which channels are paused or braked, in which regions, and why. @param of every wave of the broadcast */
function WhyPaused({ waves, of }: { waves: readonly Wave[]; of: readonly Wave[] }) {
  const { t } = useTranslation();
  useRegions();
  return pausesOf<Channel, Wave>(waves, of).map((one) => {
    const reason = pauseWords(t, one);
    const channel = pausePlace(t, one);
    return (
      <Text size="sm" key={JSON.stringify([channel, one.since, reason])}>
        {reason === null
          ? t('resume.unsaid', { channel })
          : t(one.kind === 'braked' ? 'resume.whyBraked' : 'resume.why', { channel, reason })}
      </Text>
    );
  });
}

/** The waves of a broadcast, in their present state. */
export const useWaves = (id: string, enabled = true) =>
  useQuery({
    enabled,
    queryKey: ['waves', id],
    queryFn: () => broadcasts.waves(id),
    refetchInterval: 2_000,
    staleTime: 0,
  });

/**
 * What goes on, where, and where to see how.
 * @param regions the codes of those in which something goes on
 * @param held whether an emergency stop holds back what was resumed
 */
function WentOn({
  id,
  resumed,
  regions,
  held,
}: {
  id: string;
  resumed: Resumed;
  regions: readonly string[];
  held: boolean;
}) {
  const { t } = useTranslation();
  const messages = resumed.stopped + resumed.unlisted;
  const here = useLocation().pathname === `/siaran/${id}`;
  return (
    <>
      {resumed.waves > 0 && (
        <Text size="sm">
          {t(messages === 0 ? 'resume.doneEmpty' : held ? 'resume.doneHeld' : 'resume.done', {
            regions: regionNames(t, regions),
            messages: number(messages),
          })}{' '}
          {messages > 0 && !held && !here && (
            <Anchor component={Link} to={`/siaran/${id}`} size="sm" underline="always">
              {t('resume.watch')}
            </Anchor>
          )}
        </Text>
      )}
      {resumed.later && !held && (
        <Text size="sm">
          {t('resume.doneLater', {
            messages: number(resumed.later.messages),
            at: instant(resumed.later.from),
          })}
        </Text>
      )}
      <OnPausedChannels of={resumed.onPausedChannels} />
      {resumed.waves === 0 && resumed.brakeReleased && <Text size="sm">{t('resume.doneBrake')}</Text>}
      {resumed.doubtCleared && <Text size="sm">{t('resume.doneCleared')}</Text>}
      {resumed.inDoubt > 0 && (
        <Text size="sm">{t('resume.doneKept', { messages: number(resumed.inDoubt) })}</Text>
      )}
    </>
  );
}

/** Cancels a broadcast or a part of it for good. */
export function CancelDialog({ broadcast, part: first = {}, onClose }: Props) {
  const { id } = broadcast;
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [part, setPart] = useState<Part>(first);
  const { data: waves } = useWaves(id);
  // A part that is all there is ends the broadcast as well.
  const whole = isWhole(part) || (waves !== undefined && endsCancelled(waves, wavesOf(waves, part)));
  return (
    <Confirm
      id={id}
      title={t(whole ? 'cancel.title' : 'cancel.partTitle', { part: partName(t, part) })}
      gone={t(whole ? 'cancel.gone' : 'cancel.partGone')}
      keep={t('cancel.keep')}
      go={t(whole ? 'acts.cancel' : 'cancel.part')}
      danger
      ready={reason.trim() !== ''}
      onGo={() => broadcasts.cancel(id, { ...part, reason: reason.trim() })}
      onClose={onClose}
      account={(cancelled: Tally) => (
        <>
          <Text size="sm">{t('cancel.done', { count: cancelled.waves })}</Text>
          <ActNumbers of={cancelled} ended />
        </>
      )}
    >
      <Text size="sm">{t('cancel.what')}</Text>
      <LeftByCorrection broadcast={broadcast} part={!whole} companion={t('cancel.companion')} />
      {broadcast.originalId !== null && !whole && <Text size="sm">{t('cancel.correctionPart')}</Text>}
      {broadcast.originalId === null &&
        (whole ? <OnceCancelled broadcast={broadcast} /> : <Text size="sm">{t('cancel.partRead')}</Text>)}
      {broadcast.originalId !== null && whole && (
        <>
          <Text size="sm">{t('citizensRead.withdrawn')}</Text>
          <Text size="sm">{t('cancel.correction')}</Text>
          <Text size="sm">{t('withdraw.nowCorrection')}</Text>
        </>
      )}
      <PartOf id={id} open={OPEN} part={part} onChange={setPart} />
      <Reason label={t('reason.required')} value={reason} onChange={setReason} required />
    </Confirm>
  );
}

/** What citizens read of a broadcast that corrects nothing once it is cancelled. */
function OnceCancelled({ broadcast: { chain, doubt } }: { broadcast: Props['broadcast'] }) {
  const { t } = useTranslation();
  const read = citizensRead({ state: 'cancelled', doubt, chain });
  return (
    <>
      {read && <Text size="sm">{t(`citizensRead.${read}`)}</Text>}
      {read === 'stopped' && holdsInCorrection(chain) && (
        <>
          <Text size="sm">{t('sameText.readsInCorrection')}</Text>
          <Text size="sm">{t('cancel.ofCompanion')}</Text>
        </>
      )}
    </>
  );
}

/** Selects a part and shows its present state. */
function PartOf({
  id,
  open,
  part,
  onChange,
  except = [],
  none,
  expiring = false,
  onlyOpen = false,
}: {
  id: string;
  /** The states of the waves that the act concerns. */
  open: readonly WaveState[];
  part: Part;
  onChange: (part: Part) => void;
  /** Waves of the part that the act leaves alone. */
  except?: readonly Wave[];
  /** What is said where the act concerns nothing. */
  none?: string | undefined;
  expiring?: boolean;
  /** Counts only the waves in these states. */
  onlyOpen?: boolean;
}) {
  const { t } = useTranslation();
  const found = useWaves(id);
  const known = useRegions();
  // While the act is in progress, the numbers no longer describe what it concerns.
  const acting = useIsMutating() > 0;
  const before = useRef(found.data);
  if (!acting) before.current = found.data;
  const waves = before.current;
  if (!waves) return <Asking of={found} />;
  const about = waves.filter(({ state }) => open.includes(state));
  const channels = CHANNELS.filter((channel) => about.some((wave) => wave.channel === channel));
  const regions = [
    ...new Map(about.map((wave) => [wave.regionCode, known.get(wave.regionCode)?.name ?? wave.regionName])),
  ];
  const inPart = wavesOf(onlyOpen ? about : waves, part).filter(
    ({ id: wave }) => !except.some((one) => one.id === wave),
  );
  const tally = tallyOf(inPart, open);
  return (
    <Stack gap="xs">
      {(channels.length > 1 || regions.length > 1) && (
        <Group grow align="flex-start">
          <Select
            label={t('part.channel')}
            data={[
              { value: ALL, label: t('part.allChannels') },
              ...channels.map((channel) => ({ value: channel as string, label: t(`channels.${channel}`) })),
            ]}
            value={part.channel ?? ALL}
            onChange={(value) => onChange({ ...part, channel: chosen<Channel>(value) })}
            allowDeselect={false}
          />
          <Select
            label={t('part.region')}
            data={[
              { value: ALL, label: t('part.allRegions') },
              ...regions.map(([value, label]) => ({ value, label })),
            ]}
            value={part.region ?? ALL}
            onChange={(value) => onChange({ ...part, region: chosen<string>(value) })}
            allowDeselect={false}
            searchable
            // What is typed counts, also for who leaves the field without choosing from the list.
            selectFirstOptionOnChange
            autoSelectOnBlur
            nothingFoundMessage={t('list.nothingFound')}
          />
        </Group>
      )}
      {onlyOpen && tally.waves > 0 && <Text size="sm">{t('part.onlyPaused')}</Text>}
      {tally.waves === 0 ? (
        <Text size="sm">{none ?? t('part.none')}</Text>
      ) : (
        <HowItStands waves={inPart} tally={tally} expiring={expiring} />
      )}
    </Stack>
  );
}

function HowItStands({
  waves,
  tally,
  expiring,
}: {
  waves: readonly Wave[];
  tally: ReturnType<typeof tallyOf>;
  expiring: boolean;
}) {
  const { t } = useTranslation();
  return (
    <>
      {waves.every((wave) => everyone(wave) === 0) && <Text size="sm">{t('numbers.nothingYet')}</Text>}
      <StoppedNumbers of={numbersOf(tally)} expiring={expiring ? tally.expiring : []} />
    </>
  );
}

const chosen = <T extends string>(value: string | null): T | undefined =>
  value === null || value === ALL ? undefined : (value as T);
