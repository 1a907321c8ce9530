import { Button, Group, Paper, SegmentedControl, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Broadcast, broadcasts, type Channel, CHANNELS, type Passage } from '../../api';
import { commentHighlights, type Spot, threadsIn } from '../../parts/comments/comments.rules';
import { CommentForm } from '../../parts/comments/comment-form';
import { useKeep, useTalk } from '../../parts/comments/discussion';
import classes from '../../parts/comments/comments.module.css';
import { Margin } from '../../parts/comments/margin';
import { PlaceComments } from '../../parts/comments/place-comments';
import { byLanguage, languageName } from '../../parts/texts/language-name';
import { HighlightedText } from '../../parts/texts/highlighted-text';
import { type Show, ShowSwitch } from '../../parts/texts/device';
import { SampleFields } from '../../parts/texts/sample-fields';
import { type SampleCitizen, samplesOf } from '../../parts/texts/samples.rules';
import { useRegions } from '../../parts/regions/regions';
import { SampleText } from '../../parts/texts/sample-text';
import { Changed } from '../broadcast/content/texts';
import { sameWordsIn } from '../compose/texts/pinned.rules';
import { CommentCard } from './comment-card';
import { Marks } from './marks';
import type { Marking } from './marking.rules';
import { type Chosen, PinDialog, Pins } from './pins';
import type { ReviewView } from '../../api/reviews';
import { selectionIn } from './selection';
import { type Place, SelectionBar } from './selection-bar';
import { textsOf } from './texts-of.rules';

/** From this width on, comments stand beside the words that they are about. */
const MARGIN = '(min-width: 80em)';

type As = 'marked' | 'sample' | 'last' | 'original' | 'sibling';

/**
 * Every text of the document with its marks, the languages of a channel side by side; also as one citizen gets it, and
 * compared with the version last reviewed or the one it corrects.
 * @param named the document, where the texts of several stand on one page
 * @param beside another document that it is first compared with
 * @param onPin where reasons can be pinned to passages
 * @param marking where marks are decided on
 */
export function ReviewTexts({
  broadcast,
  review,
  pins,
  onPin,
  marking,
  named,
  beside: sibling,
}: {
  broadcast: Broadcast;
  review: ReviewView;
  pins: readonly Passage[];
  onPin: ((pins: readonly Passage[]) => void) | null;
  marking: Marking | null;
  named?: string;
  beside?: { label: string; document: ReviewView['submissions'][number]['document'] };
}) {
  const { t } = useTranslation();
  const { originalId } = broadcast;
  // What a correction changes is what is decided on.
  const [chosen, setChosen] = useState<As>(sibling ? 'sibling' : originalId === null ? 'marked' : 'original');
  const original = useQuery({
    queryKey: ['broadcast', originalId],
    queryFn: () => broadcasts.get(originalId ?? ''),
    enabled: originalId !== null,
  });
  const talk = useTalk();
  const roomy = useMediaQuery(MARGIN, false, { getInitialValueInEffect: false });
  const [spoken, setSpoken] = useState('id');
  const [citizen, setCitizen] = useState<SampleCitizen>({ name: 'Siti Rahayu', regionCode: null });
  const known = useRegions();
  const [show, setShow] = useState<Show>({ view: 'open', scheme: 'light' });
  const as = chosen === 'original' && !original.data ? 'marked' : chosen;
  const [current, ...earlier] = review.submissions;
  const last = earlier.find(({ decision }) => decision === 'approved' || decision === 'rejected');
  if (!current) return null;
  const beside =
    as === 'last'
      ? last?.document
      : as === 'original'
        ? original.data?.submission?.document
        : as === 'sibling'
          ? sibling?.document
          : undefined;
  const { audience } = current.document;
  const texts = textsOf(current.document);
  const languages = [...new Set(texts.map(({ language }) => language))].sort(byLanguage);
  // In their own language, or in Indonesian where there is none.
  const received = CHANNELS.flatMap((channel) => {
    const own = texts.filter((one) => one.channel === channel);
    return own.find((one) => one.language === spoken) ?? own[0] ?? [];
  });
  const groups = byChannel(texts);
  const [first, ...rest] = groups;
  const isCommented = (channel: Channel, language: string): boolean =>
    roomy &&
    (talk?.threads ?? []).some(
      ({ passage, resolved }) =>
        resolved === null && passage?.channel === channel && passage.language === language,
    );
  // Comments take the room of a second text beside theirs, of no other.
  const commented = (of: typeof texts): boolean =>
    as === 'marked' && of.some(({ channel, language }) => isCommented(channel, language));
  const card = ({ channel, language, subject, text }: ReturnType<typeof textsOf>[number]) => {
    const here = { channel, language };
    const before = beside?.contents[channel]?.[language];
    const margin = as === 'marked' && isCommented(channel, language);
    const title = `${t(`channels.${channel}`)} · ${languageName(language)}`;
    return (
      <Paper
        key={title}
        withBorder
        p="md"
        component="section"
        aria-label={named === undefined ? title : `${named}, ${title}`}
      >
        <Stack gap="sm" maw={margin ? undefined : 680}>
          <Title order={3} size="h5">
            {title}
          </Title>
          {as === 'sample' ? (
            <SampleText
              id={broadcast.id}
              stand={`review ${current.no}`}
              show={show}
              citizen={citizen}
              longest={samplesOf(audience.regions, known).at(-1)}
              {...here}
            />
          ) : as === 'marked' ? (
            <>
              {subject !== undefined && (
                <Pinnable
                  {...here}
                  field="subject"
                  text={subject}
                  review={review}
                  pins={pins}
                  onPin={onPin}
                  marking={marking}
                  margin={margin}
                />
              )}
              <Pinnable
                {...here}
                field="text"
                text={text}
                review={review}
                pins={pins}
                onPin={onPin}
                marking={marking}
                margin={margin}
              />
            </>
          ) : (
            <>
              {subject !== undefined && (
                <Text fw={600} lang={language}>
                  <Changed from={before?.subject ?? ''} to={subject} />
                </Text>
              )}
              <Text className="message" lang={language}>
                <Changed from={before?.text ?? ''} to={text} />
              </Text>
            </>
          )}
          {as !== 'marked' &&
            (['subject', 'text'] as const).map((field) => (
              <Marks
                key={field}
                of={review.findings.filter(
                  (one) => one.channel === channel && one.language === language && one.field === field,
                )}
                from={1}
                text={field === 'subject' ? (subject ?? '') : text}
                marking={marking}
              />
            ))}
        </Stack>
      </Paper>
    );
  };
  return (
    <Stack gap="md">
      <SegmentedControl
        aria-label={t('texts.as')}
        value={chosen}
        onChange={(value) => setChosen(value as As)}
        data={[
          ...(sibling ? [{ value: 'sibling', label: sibling.label }] : []),
          { value: 'marked', label: t('texts.template') },
          { value: 'sample', label: t('texts.sample') },
          ...(last ? [{ value: 'last', label: t('reviews.sinceLast') }] : []),
          ...(originalId === null ? [] : [{ value: 'original', label: t('reviews.sinceOriginal') }]),
        ]}
        className="wrapping"
      />
      {(as === 'last' || as === 'original') && (
        <Text size="sm" c="dimmed">
          {t(as === 'last' ? 'texts.changesSince' : 'texts.changesHelp')}
        </Text>
      )}
      {as === 'sample' && (
        <Group gap="sm">
          <ShowSwitch
            channel={received[1] ? 'several' : (received[0]?.channel ?? 'several')}
            show={show}
            onChange={setShow}
          />
          {languages.length > 1 && (
            <SegmentedControl
              size="xs"
              aria-label={t('texts.languages')}
              value={spoken}
              onChange={setSpoken}
              data={languages.map((one) => ({ value: one, label: languageName(one) }))}
            />
          )}
        </Group>
      )}
      {as === 'sample' && (
        <div style={{ maxWidth: '28rem' }}>
          <SampleFields regions={audience.regions} sample={citizen} onChange={setCitizen} />
        </div>
      )}
      {as === 'sample' ? (
        <SimpleGrid cols={{ base: 1, sm: Math.min(received.length, 2), lg: received.length }} spacing="md">
          {received.map(card)}
        </SimpleGrid>
      ) : first && rest.length > 0 && groups.every(([, texts]) => texts.length === 1) ? (
        // Of one language alone: the longest text, which is the first, beside the others.
        <SimpleGrid cols={{ base: 1, md: commented(texts) ? 1 : 2 }} spacing="md">
          <div>{first[1].map(card)}</div>
          <Stack gap="md">{rest.map(([, texts]) => texts.map(card))}</Stack>
        </SimpleGrid>
      ) : (
        sideBySide(groups).map((texts) => (
          <SimpleGrid
            key={texts[0]?.channel}
            cols={{ base: 1, md: commented(texts) ? 1 : Math.min(texts.length, 2) }}
            spacing="md"
          >
            {texts.map(card)}
          </SimpleGrid>
        ))
      )}
    </Stack>
  );
}

/** Groups the texts by channel: its languages stand side by side. */
function byChannel(texts: ReturnType<typeof textsOf>): [Channel, ReturnType<typeof textsOf>][] {
  return CHANNELS.flatMap((name): [Channel, ReturnType<typeof textsOf>][] => {
    const own = texts.filter(({ channel }) => channel === name);
    return own.length > 0 ? [[name, own]] : [];
  });
}

/** The texts that stand beside each other: the languages of a channel, and channels of one language by twos. */
function sideBySide(groups: ReturnType<typeof byChannel>): ReturnType<typeof textsOf>[] {
  const rows: ReturnType<typeof textsOf>[] = [];
  for (const [, texts] of groups) {
    const [one] = texts;
    const before = rows.at(-1);
    if (one && texts.length === 1 && before?.length === 1) before.push(one);
    else rows.push([...texts]);
  }
  return rows;
}

/** One subject or text with its marks; a selection or a paragraph of it can get a reason. */
function Pinnable({
  channel,
  language,
  field,
  text,
  review,
  pins,
  onPin,
  marking,
  margin,
}: Omit<Chosen, 'quote' | 'start'> & {
  text: string;
  /** Whether its comments stand beside it. */
  margin: boolean;
  review: ReviewView;
  pins: readonly Passage[];
  onPin: ((pins: readonly Passage[]) => void) | null;
  marking: Marking | null;
}) {
  const { t } = useTranslation();
  const shown = useRef<HTMLParagraphElement>(null);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const isHere = (one: Pick<ReviewView['findings'][number], 'channel' | 'language' | 'field'>): boolean =>
    one.channel === channel && one.language === language && one.field === field;
  const findings = review.findings.filter(isHere);
  const own = pins.filter(isHere);
  const sameWords = (passage: Chosen): Passage[] =>
    sameWordsIn(review.submissions[0]?.document.contents ?? {}, passage, pins);
  const marks = [
    ...findings.map(({ start, quote }, at) => ({ no: at + 1, start, length: quote.length })),
    ...own.map(({ start, quote }, at) => ({ no: findings.length + at + 1, start, length: quote.length })),
  ];
  const talk = useTalk();
  const spot: Spot = { channel, language, field };
  const threads = talk ? threadsIn(talk.threads, spot) : [];
  const saidHighlights = commentHighlights(threads, text);
  const adds = useRef<HTMLButtonElement>(null);
  const unfold = useRef<() => void>(null);
  const keep = useKeep(talk?.id ?? '');
  const [commented, setCommented] = useState<{
    at: Place;
    words: { start: number; quote: string };
  } | null>(null);
  const comment = (at: Place): void => {
    const words = selectionIn(shown.current, text);
    if (words) setCommented({ at, words });
  };
  const about = [
    t(`channels.${channel}`),
    languageName(language),
    ...(field === 'subject' ? [t('compose.subject')] : []),
  ].join(', ');
  const choose = (): void => {
    const selected = selectionIn(shown.current, text);
    // The press has left the focus where the words are marked: the dialog returns it to the button.
    adds.current?.focus({ preventScroll: true });
    setChosen({ channel, language, field, ...(selected ?? { start: 0, quote: '' }) });
  };
  // In the order of the words; what is not found in them, and what is resolved, unfolds below.
  const inMargin = margin
    ? saidHighlights
        .toSorted((a, b) => a.start - b.start)
        .flatMap((mark) => {
          const thread = threads.find(({ id }) => id === mark.thread);
          return thread ? [{ thread, no: String(mark.no) }] : [];
        })
    : [];
  const folded = threads.filter((one) => inMargin.every(({ thread }) => thread !== one));
  const whole = (
    <Stack gap="sm">
      <div style={{ position: 'relative' }}>
        <Text
          ref={shown}
          tabIndex={-1}
          className="message"
          fw={field === 'subject' ? 600 : undefined}
          lang={language}
        >
          <HighlightedText
            text={text}
            highlights={[
              ...marks,
              ...saidHighlights,
              // The words stay marked while the comment is written.
              ...(commented
                ? [{ no: '', start: commented.words.start, length: commented.words.quote.length, said: true }]
                : []),
            ]}
          />
        </Text>
        <SelectionBar
          of={shown}
          text={text}
          onMark={onPin && choose}
          onComment={talk?.open ? comment : null}
        />
        {talk && commented && (
          <CommentCard at={commented.at} within={shown}>
            <CommentForm
              talk={talk}
              part="texts"
              about={about}
              marked={{ ...spot, ...commented.words }}
              text={text}
              onSaid={(discussion) => {
                keep(discussion);
                unfold.current?.();
              }}
              onClose={() => {
                setCommented(null);
                shown.current?.focus({ preventScroll: true });
              }}
            />
          </CommentCard>
        )}
      </div>
      <Marks of={findings} from={1} text={text} marking={marking} />
      <Pins
        of={own}
        {...(onPin && {
          onRemove: (passage: Passage) => onPin(pins.filter((one) => one !== passage)),
          onEdit: (passage: Passage, reason: string) =>
            onPin(pins.map((one) => (one === passage ? { ...one, reason } : one))),
        })}
      />
      <PlaceComments
        part="texts"
        about={about}
        threads={folded}
        unfolds={unfold}
        passage={{ spot, text, select: () => selectionIn(shown.current, text) }}
        beside={(thread) => {
          const mark = saidHighlights.find((one) => one.thread === thread.id);
          return thread.resolved ? {} : mark ? { no: mark.no } : { changed: true };
        }}
        lead={
          onPin && (
            <Button
              ref={adds}
              variant="default"
              size="compact-sm"
              // Pressing the button must not clear the selection.
              onMouseDown={(event) => event.preventDefault()}
              onClick={choose}
            >
              {t(
                field === 'subject'
                  ? 'pins.addToSubject'
                  : findings.length > 0
                    ? 'pins.addOther'
                    : 'pins.add',
              )}
            </Button>
          )
        }
      />
      {chosen && onPin && (
        <PinDialog
          text={text}
          chosen={chosen}
          sameWords={sameWords}
          onPin={(passages) => onPin([...pins, ...passages])}
          onClose={() => setChosen(null)}
        />
      )}
    </Stack>
  );
  return (
    // The same element with and without a margin: what is being written stays.
    <div {...(margin && { className: classes['withMargin'] })}>
      {whole}
      {talk && inMargin.length > 0 && (
        <Margin
          talk={talk}
          of={inMargin}
          text={shown}
          onSettled={() => shown.current?.focus({ preventScroll: true })}
        />
      )}
    </div>
  );
}
