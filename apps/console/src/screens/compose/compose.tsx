import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import IconHistory from '@tabler/icons-react/icons/IconHistory';
import { useIsMutating } from '@tanstack/react-query';
import { type FormEvent, useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { type Broadcast, CHANNELS } from '../../api';
import type { Fault } from '../../http';
import { TalkProvider, useDiscussion, usePresence } from '../../parts/comments/discussion';
import { Others } from '../../parts/comments/others';
import { ErrorNote } from '../../parts/frame/error-note';
import { useReadNews } from '../../parts/frame/news';
import { Page } from '../../parts/frame/page';
import { Section } from '../../parts/frame/section';
import { isBusy } from '../../parts/frame/shortcuts.rules';
import { usePerson } from '../../session';
import { clock, instant } from '../../times';
import { SUBMITS } from '../broadcast/acts/submitting';
import { TestDialog } from '../broadcast/acts/test-dialog';
import { useMeetings } from '../calendar/meetings';
import { AlternativesFields } from './texts/alternatives-fields';
import { AudienceFields } from './audience/audience-fields';
import { CorrectionFields } from './correction-fields';
import { begin, bothOf } from './saving/differences.rules';
import { type ChangeForm, type ComposeForm, emptyOn, faultAt, formOf, kindLineOf } from './form.rules';
import { keptOf } from './saving/kept';
import { SeriesLine } from '../../parts/broadcasts/series';
import { tell } from '../../parts/frame/toasts';
import { KindFields } from './kind-fields';
import { LeaveGuard } from '../../parts/forms/leave-guard';
import { OvertakenDialog } from './saving/overtaken-dialog';
import { alsoElsewhere, type Pinned, pinnedInAll, sentBack } from './texts/pinned.rules';
import { UPLOAD } from './texts/recording-field';
import { SaveBar } from './saving/save-bar';
import { SaveError } from './saving/save-error';
import { ScheduleFields } from './times/schedule-fields';
import { RepeatBefore } from '../series/begin';
import { SentBackNote } from './sent-back-note';
import { StartFields } from './start-fields';
import { TextFields } from './texts/text-fields';
import { CheckPart } from './check-part';
import { Outline } from './outline/outline';
import classes from './outline/outline.module.css';
import { Part, Steps } from './outline/part';
import { PartComments } from './outline/part-comments';
import { hasText, partStates } from './outline/parts.rules';
import { ShowField, usePlace } from './outline/use-place';
import { isSettled, type Marked, usePreflight } from './preflight';
import { leftOf, mendedTexts, pathsOf, type Place } from './preflight.rules';
import { useChecks } from './saving/use-checks';
import { useLaterOutlook, useOutlook } from './use-outlook';
import { useSaving } from './saving/use-saving';
import { NO_TEXT } from './texts/use-look';
import { VersionsDialog } from './saving/versions-dialog';

const NOTHING: readonly Fault[] = [];
const NO_MARKS: readonly Marked[] = [];
const NO_PINS: readonly Pinned[] = [];

/** Properties of a group of fields that needs much of the form. */
export interface FieldsProps {
  form: ComposeForm;
  change: ChangeForm;
  faults: readonly Fault[];
}

/**
 * The form in its parts, with their states beside it. It saves itself. Each field shows its faults; missing input does
 * not prevent saving. Unsaved input is restored when the page is opened again.
 */
export function Compose({
  stored,
  onCreated,
}: {
  stored: Broadcast | null;
  onCreated?: (id: string) => void;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { personId } = usePerson();
  const [begun] = useState(() => {
    // A day chosen in the calendar.
    const empty = emptyOn(new URLSearchParams(location.search).get('day'));
    const base = stored ? formOf(stored) : empty;
    const kept = keptOf(personId, stored?.id ?? null);
    const { form, overtaken } = begin(stored && { version: stored.version, form: base }, kept, empty);
    // It holds whatever the texts were begun with.
    const timed =
      empty.at !== '' && (stored || form.at === '') ? { ...form, at: empty.at, when: empty.when } : form;
    return { stored, base, kept, form: timed, overtaken };
  });
  const [form, setForm] = useState<ComposeForm>(begun.form);
  const saving = useSaving(begun, form, setForm);
  const { view, standing, error, overtaken, save, settle, dirty } = saving;
  const { faults } = saving;
  const rejected = sentBack(view?.submission ?? null);
  const uploading = useIsMutating({ mutationKey: UPLOAD }) > 0;
  const { outlook } = useOutlook(form);
  const { checks, outdated } = useChecks(form, view?.originalId ?? null, view?.id ?? null);
  const checked = checks?.obstacles ?? NOTHING;
  useLaterOutlook(checked);
  // The audience of a correction is bound: its count comes with the saved draft.
  const counted = form.bound ? view?.warnings : outlook?.warnings;
  const meetings = useMeetings(view);
  const pinned = useMemo(
    () =>
      rejected
        ? pinnedInAll(rejected, (channel, language) =>
            form.channels.includes(channel) ? (form.texts[channel][language] ?? NO_TEXT) : null,
          )
        : NO_PINS,
    [rejected, form.channels, form.texts],
  );
  const elsewhere = useMemo(
    () => alsoElsewhere(pinned, form.channels, (channel, language) => form.texts[channel][language] ?? null),
    [pinned, form.channels, form.texts],
  );
  const preflight = usePreflight(checks, counted ?? [], meetings, form, pinned);
  const [restored, setRestored] = useState(begun.kept !== null);
  const [testing, setTesting] = useState(false);
  const [goingBack, setGoingBack] = useState(false);
  const [comparing, setComparing] = useState(true);
  const place = usePlace(form.channels);
  const { showField } = place;
  const [beside, setBeside] = useState<HTMLDivElement | null>(null);
  const must = preflight && leftOf(preflight).map(pathsOf);
  const look = (preflight?.look ?? []).map(pathsOf);
  const marks = preflight?.marks ?? NO_MARKS;
  const states = partStates(form, must, look);
  const change: ChangeForm = useCallback(
    (part) => setForm((now) => ({ ...now, ...(typeof part === 'function' ? part(now) : part) })),
    [],
  );
  const mend = useCallback(
    (places: readonly Place[]) => {
      change((now) => mendedTexts(now, places));
      tell(t('preflight.mended', { count: places.length }));
    },
    [change, t],
  );
  const [leaving, setLeaving] = useState(false);
  useEffect(() => {
    // What is typed from here on must not give way to it when the page is loaded again.
    if (stored && new URLSearchParams(location.search).has('day'))
      void navigate({ hash: location.hash }, { replace: true });
  }, [stored, navigate]);
  const created = stored === null ? (view?.id ?? null) : null;
  // Only after the form on screen counts as saved: leaving it earlier would ask about unsaved input.
  useEffect(() => {
    if (created === null || dirty || uploading || leaving) return;
    onCreated?.(created);
    void navigate({ pathname: `/tulis/${created}`, hash: location.hash }, { replace: true });
  }, [created, dirty, uploading, leaving, onCreated, navigate]);
  useEffect(() => setComparing(overtaken !== null), [overtaken]);
  const both = useMemo(
    () => (overtaken?.known ? bothOf(overtaken.base, form, formOf(overtaken.theirs)) : null),
    [overtaken, form],
  );
  // Who writes goes on writing: nothing of either is lost, and nobody has to choose.
  useEffect(() => {
    if (!overtaken || !both) return;
    settle(both);
    const by = overtaken.theirs.edited?.by;
    tell(by?.id === personId ? t('compose.joinedHere') : t('compose.joined', { by: by?.name ?? '' }));
  }, [overtaken, both, settle, personId, t]);
  // After a refusal the focus moves to the first faulty field, unless somebody is typing.
  const refused = saving.refusedByHand ? faults[0]?.path : undefined;
  useEffect(() => {
    if (refused === undefined) return;
    // Its part may have to be shown first, which an effect must not do.
    const frame = requestAnimationFrame(() => showField(refused));
    return () => cancelAnimationFrame(frame);
  }, [refused, error, showField]);
  const saveByHand = (): void => {
    if (standing === 'saving') return;
    if (dirty || !view) save(true);
    else tell(t('saving.already', { when: clock(new Date()) }));
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    saveByHand();
  };
  useEffect(() => {
    const act = (event: KeyboardEvent): void => {
      const { key, ctrlKey, metaKey, altKey, shiftKey, defaultPrevented } = event;
      if (defaultPrevented || !(ctrlKey || metaKey) || altKey || shiftKey || isBusy()) return;
      if (key === 's') saveByHand();
      // What is not saved yet is saved on leaving.
      else if (key === 'Enter' && view) void navigate(`/siaran/${view.id}`, { state: SUBMITS });
      else return;
      event.preventDefault();
    };
    // After the fields' own keys.
    globalThis.addEventListener('keydown', act);
    return () => globalThis.removeEventListener('keydown', act);
  });
  const fields = { form, change, faults };
  const { when, at, perRegion, window, expires, leaveWindow, kind } = form;
  const timing = useMemo(
    () => ({ when, at, perRegion, window, expires, leaveWindow, kind }),
    [when, at, perRegion, window, expires, leaveWindow, kind],
  );
  const messages = outlook?.estimate?.channels.sms;
  const perSegment = outlook?.smsCostPerSegment;
  const smsCost = useMemo(
    () => (messages === undefined || perSegment === undefined ? null : { messages, perSegment }),
    [messages, perSegment],
  );
  const discussion = useDiscussion(view, 'draft');
  const others = usePresence(view?.id ?? null);
  useReadNews(view?.id ?? '');
  // A test shows what is saved: it opens once that is so.
  const testable = standing === 'saved' || standing === 'waiting' || standing === 'saving';
  useEffect(() => {
    if (!testable) setTesting(false);
  }, [testable]);
  const complete = preflight !== null && isSettled(preflight);
  const written = CHANNELS.some((channel) => hasText(form, channel));
  const acts = {
    test: (
      <Button
        variant="default"
        px="sm"
        disabled={!view}
        onClick={() => {
          if (standing === 'waiting') save(false);
          setTesting(true);
        }}
      >
        {t('acts.test')}
      </Button>
    ),
    // What is not saved yet is saved on leaving.
    onward: view ? (
      <Button component={Link} to={`/siaran/${view.id}`} px="sm" variant={complete ? 'filled' : 'default'}>
        {t('compose.onward')}
      </Button>
    ) : (
      <Button disabled px="sm">
        {t('compose.onward')}
      </Button>
    ),
  };
  const kindLine = view && kindLineOf(view);
  const page = (
    <Page
      wide
      title={view?.draft.title ?? t('compose.new')}
      aside={
        (kindLine || view?.series) && (
          <Stack gap={4}>
            {kindLine && (
              <Text size="sm" c="dimmed">
                {t(`compose.${kindLine}`)}
              </Text>
            )}
            {view?.series && <SeriesLine of={view.series} to={(one) => `/tulis/${one}`} />}
          </Stack>
        )
      }
      actions={
        view && (
          <>
            <Others id={view.id} of={others} />
            <Button variant="default" size="xs" onClick={() => setGoingBack(true)}>
              <IconHistory size={16} aria-hidden />
              <span className={classes['versions']}>{t('versions.open')}</span>
            </Button>
          </>
        )
      }
    >
      <ShowField value={showField}>
        <form onSubmit={submit} noValidate>
          <Stack gap="lg">
            {view?.state === 'in_review' && <Alert color="yellow">{t('compose.voids')}</Alert>}
            {restored && dirty && begun.kept && (
              <Alert color="sea" title={t('saving.restored', { when: instant(begun.kept.at) })}>
                <Group>
                  <Button
                    variant="default"
                    size="xs"
                    onClick={() => {
                      setRestored(false);
                      saving.discard();
                    }}
                  >
                    {t('saving.discard')}
                  </Button>
                </Group>
              </Alert>
            )}
            {discussion.error !== null && <ErrorNote error={discussion.error} onRetry={discussion.retry} />}
            {rejected && <SentBackNote submission={rejected} pinned={pinned} elsewhere={elsewhere} />}
            <div className={classes['place']}>
              <Outline states={states} place={place} />
              <Stack gap="lg" miw={0}>
                <Part name="basics" place={place}>
                  {stored === null && !written && <StartFields disabled={dirty || view !== null} />}
                  <Section title={t('compose.what')} term="broadcast" aside={<PartComments part="basics" />}>
                    <TextInput
                      data-field="title"
                      size="md"
                      labelProps={{ fz: 'sm' }}
                      descriptionProps={{ fz: 'xs' }}
                      label={t('compose.title')}
                      description={t('compose.titleHelp')}
                      value={form.title}
                      onChange={(event) => change({ title: event.currentTarget.value })}
                      error={faultAt(faults, 'title')}
                      required
                      maxLength={150}
                    />
                    <KindFields {...fields} />
                  </Section>
                  {view && <CorrectionFields {...fields} view={view} />}
                </Part>
                <Part name="texts" place={place}>
                  <TextFields
                    form={form}
                    place={place}
                    beside={beside}
                    must={must}
                    look={look}
                    marks={marks}
                    smsCost={smsCost}
                    change={change}
                    faults={faults}
                    sentBack={rejected}
                    originalId={view?.originalId ?? null}
                  />
                  <AlternativesFields
                    alternatives={form.alternatives}
                    unfolded={place.unfolded}
                    onFold={place.setUnfolded}
                    change={change}
                    faults={faults}
                  />
                </Part>
                <Part name="audience" place={place}>
                  <AudienceFields
                    regions={form.regions}
                    languages={form.languages}
                    topics={form.topics}
                    channels={form.channels}
                    electionId={form.electionId}
                    neutral={form.neutral}
                    bound={form.bound}
                    outlook={outlook}
                    // Of the text as it was saved; before there is one, an SMS has one segment.
                    smsEach={view?.smsCost ?? (perSegment ? perSegment : null)}
                    change={change}
                    faults={faults}
                  />
                </Part>
                <Part name="schedule" place={place}>
                  <ScheduleFields
                    timing={timing}
                    regions={form.regions}
                    outlook={outlook}
                    checked={checked}
                    change={change}
                    faults={faults}
                  />
                  <RepeatBefore view={view} form={form} saved={standing === 'saved'} />
                </Part>
                <Part name="check" place={place}>
                  <CheckPart
                    elsewhere={elsewhere}
                    preflight={preflight}
                    outdated={outdated}
                    onMend={mend}
                    acts={
                      place.wide ? null : (
                        <>
                          {acts.test}
                          {acts.onward}
                        </>
                      )
                    }
                  />
                </Part>
                {!place.wide && <Steps place={place} />}
                {error && (standing === 'refused' || standing === 'failed') && (
                  <SaveError error={error} channels={form.channels} />
                )}
              </Stack>
              {place.roomy && <div ref={setBeside} className={classes['preview']} />}
            </div>
            <SaveBar
              standing={standing}
              view={view}
              overtaken={overtaken}
              preflight={preflight}
              listed={!place.wide && place.part === 'check'}
              outdated={outdated}
              onMend={mend}
              acts={place.wide ? acts : null}
              onCheck={place.wide ? null : () => place.showPart('check')}
              onCompare={() => setComparing(true)}
            />
          </Stack>
        </form>
      </ShowField>
      {overtaken && !both && comparing && (
        <OvertakenDialog
          overtaken={overtaken}
          mine={form}
          onSettle={settle}
          onClose={() => setComparing(false)}
        />
      )}
      {goingBack && view && (
        <VersionsDialog
          view={view}
          form={form}
          onRestore={setForm}
          // An edit of what KPU reviews would end the review.
          onKeep={standing === 'saved' && view.state !== 'in_review' ? saving.saveUnchanged : null}
          onClose={() => setGoingBack(false)}
        />
      )}
      {testing && view && standing === 'saved' && (
        <TestDialog broadcast={view} onClose={() => setTesting(false)} />
      )}
      <LeaveGuard
        dirty={dirty || uploading}
        what={t(uploading ? 'alternatives.leave' : 'saving.leave')}
        saves={!uploading && (standing === 'waiting' || standing === 'saving')}
        onSave={standing === 'waiting' ? save : undefined}
        onLeaving={setLeaving}
      />
    </Page>
  );
  return <TalkProvider value={discussion.talk}>{page}</TalkProvider>;
}
