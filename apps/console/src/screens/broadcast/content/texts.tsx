import { Box, SegmentedControl, Stack, Tabs, Text, VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Broadcast, broadcasts, type Channel, type Passage } from '../../../api';
import { CorrectedText } from '../../../parts/broadcasts/chain';
import { HighlightedText, Template } from '../../../parts/texts/highlighted-text';
import { Section } from '../../../parts/frame/section';
import { type Show, ShowSwitch } from '../../../parts/texts/device';
import { SampleText } from '../../../parts/texts/sample-text';
import { byLanguage, languageName } from '../../../parts/texts/language-name';
import { Pins } from '../../review/pins';
import { changes, excerpt, readable } from '../../../parts/texts/changes.rules';
import { type ShownBroadcast, shownOf } from './shown.rules';
import classes from './texts.module.css';

/** States in which citizens are still to get the texts. */
const TO_COME: ReadonlySet<string> = new Set(['in_review', 'approved', 'running', 'paused']);

/** States in which there is room beside the text: what is being sent has its numbers on the page. */
const ROOMY: ReadonlySet<string> = new Set(['draft', 'in_review', 'rejected', 'withdrawn']);

/**
 * The texts of each channel in each language: as frozen, and as they arrive at one citizen's device, beside the text
 * where there is room.
 */
export function Texts({ broadcast }: { broadcast: Broadcast }) {
  const { t, i18n } = useTranslation();
  const [chosen, setAs] = useState<'template' | 'sample' | 'changes' | null>(null);
  const { originalId } = broadcast;
  const corrects = originalId !== null;
  const original = useQuery({
    queryKey: ['broadcast', originalId],
    queryFn: () => broadcasts.get(originalId ?? ''),
    enabled: corrects,
  });
  const shown = shownOf(broadcast);
  const title = t(TO_COME.has(broadcast.state) ? 'texts.title' : 'texts.draftTitle');
  // Passages refer to the submitted document: a draft may differ by now.
  const pinned = shown.frozen ? (broadcast.submission?.passages ?? []) : [];
  // Reasons are shown in the texts as submitted, not among the changes.
  const wide = useMediaQuery('(min-width: 75em)', false, { getInitialValueInEffect: false });
  const beside = wide && ROOMY.has(broadcast.state) && !broadcast.begun;
  const [show, setShow] = useState<Show>({ view: 'open', scheme: 'light' });
  const wanted = chosen === 'sample' && beside ? null : chosen;
  const as = wanted ?? (corrects && pinned.length === 0 ? 'changes' : 'template');
  const before = original.data && contentsBeside(shown, original.data);
  const texts = shown.channels.flatMap((channel) =>
    Object.entries(shown.contents[channel] ?? {})
      .sort(([a], [b]) => byLanguage(a, b))
      .map(([language, content]) => ({ channel, language, content })),
  );
  const pinsOf = (channel: Channel, language: string): Passage[] =>
    pinned.filter((one) => one.channel === channel && one.language === language);
  const pins = (channel: Channel, language: string, field: Passage['field']): Passage[] =>
    pinsOf(channel, language).filter((one) => one.field === field);
  const first = texts.find(({ channel, language }) => pinsOf(channel, language).length > 0) ?? texts[0];
  return (
    <Section
      title={title}
      aside={
        first &&
        (!beside || corrects) && (
          <SegmentedControl
            size="xs"
            aria-label={t('texts.as')}
            value={as}
            onChange={(value) => setAs(value as typeof as)}
            data={[
              ...(corrects ? [{ value: 'changes', label: t('texts.changes') }] : []),
              { value: 'template', label: t('texts.template') },
              ...(beside ? [] : [{ value: 'sample', label: t('texts.sample') }]),
            ]}
          />
        )
      }
    >
      <CorrectedText chain={broadcast.chain} />
      {first ? (
        <Tabs defaultValue={`${first.channel}-${first.language}`} keepMounted={false}>
          <Tabs.List mb="md" aria-label={title}>
            {texts.map(({ channel, language }) => (
              <Tabs.Tab key={`${channel}-${language}`} value={`${channel}-${language}`}>
                {[
                  t(`channels.${channel}`),
                  languageName(language),
                  ...(pinsOf(channel, language).length > 0
                    ? [t('texts.reasons', { count: pinsOf(channel, language).length })]
                    : []),
                ].join(' · ')}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {texts.map(({ channel, language, content }) => {
            const received = (
              <Stack gap="sm">
                <ShowSwitch channel={channel} show={show} onChange={setShow} />
                <SampleText
                  id={broadcast.id}
                  stand={`${broadcast.version} ${broadcast.submission?.no ?? 0}`}
                  channel={channel}
                  language={language}
                  show={show}
                />
              </Stack>
            );
            const written =
              as === 'changes' && before ? (
                <Stack gap="xs" maw={680} lang={language}>
                  {content.subject !== undefined && (
                    <Text fw={600}>
                      <Changed from={before[channel]?.[language]?.subject ?? ''} to={content.subject} />
                    </Text>
                  )}
                  <Text className="message">
                    <Changed from={before[channel]?.[language]?.text ?? ''} to={content.text} />
                  </Text>
                  <Text size="sm" c="dimmed" lang={i18n.language}>
                    {t('texts.changesHelp')}
                  </Text>
                </Stack>
              ) : (
                <Stack gap="xs" maw={680} lang={language}>
                  {content.subject !== undefined && (
                    <Annotated text={content.subject} pins={pins(channel, language, 'subject')} bold />
                  )}
                  <Annotated text={content.text} pins={pins(channel, language, 'text')} />
                </Stack>
              );
            return (
              <Tabs.Panel key={`${channel}-${language}`} value={`${channel}-${language}`}>
                {beside ? (
                  <div className={classes.beside}>
                    {written}
                    <aside aria-label={t('texts.sample')}>{received}</aside>
                  </div>
                ) : as === 'sample' ? (
                  <Box maw="26rem">{received}</Box>
                ) : (
                  written
                )}
              </Tabs.Panel>
            );
          })}
        </Tabs>
      ) : (
        <Text c="dimmed">{t('texts.none')}</Text>
      )}
      {first && !shown.frozen && as !== 'sample' && !beside && (
        <Text size="sm" c="dimmed">
          {t('texts.footerComes')}
        </Text>
      )}
    </Section>
  );
}

/** The texts of the original, with their footer only where the correction has its own. */
function contentsBeside({ frozen }: ShownBroadcast, original: Broadcast): ShownBroadcast['contents'] {
  return frozen ? shownOf(original).contents : shownOf({ ...original, state: 'draft' }).contents;
}

/** A text with the passages that have a reviewer's reasons marked, and those reasons below it. */
function Annotated({ text, pins, bold = false }: { text: string; pins: readonly Passage[]; bold?: boolean }) {
  const highlights = pins.map(({ start, quote }, at) => ({ no: at + 1, start, length: quote.length }));
  return (
    <>
      <Text className="message" fw={bold ? 600 : undefined}>
        <HighlightedText text={text} highlights={highlights} named />
      </Text>
      <Pins of={pins} />
    </>
  );
}

/**
 * A text with its changes marked: by strike-through and underline, in colour, and in words for a screen reader.
 * @param brief only the changes, with some words around them
 * @param own only the new text, of two that stand beside each other
 */
export function Changed({
  from,
  to,
  brief = false,
  own = false,
}: {
  from: string;
  to: string;
  brief?: boolean;
  own?: boolean;
}) {
  const { t } = useTranslation();
  const all = readable(changes(from, to));
  const pieces = own ? all.filter(({ was }) => was !== 'removed') : all;
  return (brief ? excerpt(pieces) : pieces).map(({ text, was }, index) => {
    if (was === 'same') return <Template key={index} text={text} named />;
    return was === 'added' ? (
      <ins key={index}>
        <VisuallyHidden>{t(own ? 'texts.onlyHere' : 'texts.added')} </VisuallyHidden>
        <Template text={text} named />
      </ins>
    ) : (
      <del key={index}>
        <VisuallyHidden>{t('texts.removed')} </VisuallyHidden>
        <Template text={text} named />
      </del>
    );
  });
}
