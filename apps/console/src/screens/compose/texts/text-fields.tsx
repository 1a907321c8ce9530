import {
  Anchor,
  Button,
  Checkbox,
  Group,
  SegmentedControl,
  Select,
  SimpleGrid,
  Stack,
  Tabs,
  Text,
  Title,
  VisuallyHidden,
} from '@mantine/core';
import IconColumns2 from '@tabler/icons-react/icons/IconColumns2';
import IconPlus from '@tabler/icons-react/icons/IconPlus';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { broadcasts, type Channel, CHANNELS, LONG_SMS_SEGMENTS, type Submission } from '../../../api';
import type { Fault } from '../../../http';
import { openIn, type Spot } from '../../../parts/comments/comments.rules';
import { useTalk } from '../../../parts/comments/discussion';
import { OpenSign } from '../../../parts/comments/open-sign';
import { focusAdded } from '../../../parts/forms/focus-added';
import { tell } from '../../../parts/frame/toasts';
import { type Show, ShowSwitch } from '../../../parts/texts/device';
import { byLanguage, languageName } from '../../../parts/texts/language-name';
import { useLiveLanguages } from '../../../parts/texts/live-languages';
import { Section } from '../../../parts/frame/section';
import { listed } from '../../../times';
import { type ChangeForm, type ComposeForm, faultAt, TABBED_LANGUAGES } from '../form.rules';
import { PartComments } from '../outline/part-comments';
import { channelState, differing, lacking, type Lines, spread } from '../outline/parts.rules';
import type { Marked } from '../preflight';
import { StateSign, useStateWords } from '../outline/state-sign';
import type { Place } from '../outline/use-place';
import { useWrite } from '../saving/use-write';
import { CopyAgain } from './copy-again';
import { Preview } from './previews';
import { SampleFields } from '../../../parts/texts/sample-fields';
import type { SampleCitizen } from '../../../parts/texts/samples.rules';
import classes from './text-fields.module.css';
import { TextPart } from './text-part';
import type { TextSetting } from './use-look';

/** The texts: a tab for each chosen channel, in it one for each language, beside a preview of a citizen's copy. */
export function TextFields({
  form,
  place: { wide, channel: chosen, language: spoken, setChannel, setLanguage },
  beside: room,
  must,
  look,
  marks,
  smsCost,
  change,
  faults,
  sentBack,
  originalId,
}: {
  form: ComposeForm;
  place: Place;
  /** Where the preview goes; null: beside the text. */
  beside: HTMLElement | null;
  /** What is to be mended; null: not checked yet. */
  must: Lines | null;
  /** What KPU would see marked. */
  look: Lines;
  /** The same one by one. */
  marks: readonly Marked[];
  smsCost: { perSegment: number; messages: number } | null;
  change: ChangeForm;
  faults: readonly Fault[];
  sentBack: Submission | null;
  /** The broadcast that a correction corrects; null: it corrects none. */
  originalId: string | null;
}) {
  const { t } = useTranslation();
  const stateWords = useStateWords();
  const threads = useTalk()?.threads ?? [];
  const commentsOn = (channel: Channel, language?: string): number =>
    openIn(
      threads.filter(
        ({ passage }) =>
          passage?.channel === channel && (language === undefined || passage.language === language),
      ),
    );
  const { channels, texts, electionId, regions, segments, unicode } = form;
  const original = useQuery({
    queryKey: ['broadcast', originalId],
    queryFn: () => broadcasts.get(originalId ?? ''),
    enabled: originalId !== null,
  });
  const [sample, setSample] = useState<SampleCitizen>({ name: 'Siti Rahayu', regionCode: null });
  const [added, setAdded] = useState<readonly string[]>([]);
  const [besideWanted, setBeside] = useState(false);
  const [show, setShow] = useState<Show>({ view: 'open', scheme: 'light' });
  const setting = useMemo((): TextSetting => {
    const override = {
      ...(segments === 1 ? {} : { segments }),
      ...(unicode ? { unicode } : {}),
    };
    return {
      regions,
      ...(electionId === null ? {} : { electionId }),
      ...(Object.keys(override).length > 0 ? { smsOverride: override } : {}),
    };
  }, [regions, electionId, segments, unicode]);
  const write = useWrite(change);
  const looks = useMemo(
    () => new Map(marks.map(({ path }) => [path, marks.filter((one) => one.path === path)])),
    [marks],
  );
  const allow = useCallback(
    (most: number) => change({ segments: LONG_SMS_SEGMENTS.find((one) => one === most) ?? 1 }),
    [change],
  );
  const languages = languagesOf(chosen);
  const language = languages.includes(spoken) ? spoken : 'id';
  // Two texts beside each other need the room that the preview has: it stands below them.
  const beside = besideWanted && wide && languages.length > 1;
  const shownChannels = CHANNELS.filter((channel) => channels.includes(channel));
  const live = useLiveLanguages();
  const others = [...TABBED_LANGUAGES, ...live].filter((one) => !languages.includes(one));
  const without = lacking(form, chosen);
  const other = differing(form, chosen);
  const fill = (): void => {
    const names = listed(without.map((one) => t(`channels.${one}`)));
    const next = spread(form, chosen, without);
    const titled = (next.email['id']?.subject ?? '') !== (texts.email['id']?.subject ?? '');
    change({ texts: next });
    tell([t('texts.spread', { channels: names }), ...(titled ? [t('texts.titled')] : [])].join(' '));
  };
  const shows = ({ channel, language: one }: Spot): boolean =>
    channels.includes(channel) && texts[channel][one] !== undefined;
  const comments = <PartComments part="texts" shows={shows} />;
  if (channels.length === 0)
    return (
      <Section title={t('outline.parts.texts')} aside={comments}>
        <Text size="sm">{t('texts.noChannel')}</Text>
      </Section>
    );
  const rail = (
    <aside className={room === null ? classes.rail : undefined} aria-label={t('sample.rail')}>
      <Stack gap="sm">
        {room !== null && (
          <Group gap="xs" justify="space-between">
            <Title order={2} size="h4">
              {t('sample.rail')}
            </Title>
            <SegmentedControl
              size="xs"
              aria-label={t('compose.channels')}
              data={shownChannels.map((channel) => ({ value: channel, label: t(`channels.${channel}`) }))}
              value={chosen}
              onChange={(next) => setChannel(channelOf(next))}
            />
          </Group>
        )}
        <ShowSwitch channel={chosen} show={show} onChange={setShow} />
        <SampleFields regions={regions} sample={sample} onChange={setSample} />
        <SimpleGrid cols={beside && room === null ? 2 : 1}>
          {(beside ? languages : [language]).map((one) => (
            <Preview
              key={one}
              channel={chosen}
              language={one}
              text={texts[chosen][one]}
              setting={setting}
              sample={sample}
              show={show}
            />
          ))}
        </SimpleGrid>
      </Stack>
    </aside>
  );
  return (
    <Section lead title={t('outline.parts.texts')} aside={comments}>
      <Tabs value={chosen} onChange={(next) => setChannel(channelOf(next))}>
        <Tabs.List mb="md" aria-label={t('compose.channels')} className={classes.channels}>
          {shownChannels.map((channel) => (
            <Tabs.Tab
              key={channel}
              value={channel}
              leftSection={<StateSign of={channelState(form, channel, must, look)} />}
              rightSection={<OpenSign count={commentsOn(channel)} />}
            >
              {t(`channels.${channel}`)}
              <VisuallyHidden>, {stateWords(channelState(form, channel, must, look))}</VisuallyHidden>
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <div className={classes.sides} data-beside={beside || undefined}>
          <div className={classes.editor}>
            {shownChannels.map((channel) => (
              <Tabs.Panel key={channel} value={channel}>
                <Stack>
                  <Tabs value={language} onChange={(next) => setLanguage(next ?? 'id')} variant="pills">
                    <Group gap="xs" mb="md" justify="space-between">
                      {beside ? (
                        <span />
                      ) : (
                        <Tabs.List aria-label={t('texts.languages')}>
                          {languagesOf(channel).map((one) => (
                            <Tabs.Tab
                              key={one}
                              value={one}
                              rightSection={
                                one === language ? null : <OpenSign count={commentsOn(channel, one)} />
                              }
                            >
                              {languageName(one)}
                            </Tabs.Tab>
                          ))}
                        </Tabs.List>
                      )}
                      {others.map((one) => (
                        <Button
                          key={one}
                          data-field={`contents.${channel}.${one}`}
                          variant="subtle"
                          size="xs"
                          leftSection={<IconPlus size={14} aria-hidden />}
                          onClick={() => {
                            focusAdded();
                            setAdded([...added, `${channel} ${one}`]);
                            setLanguage(one);
                          }}
                        >
                          {t('compose.addLanguage', { language: languageName(one) })}
                        </Button>
                      ))}
                      {wide && languages.length > 1 && (
                        <Button
                          variant={beside ? 'light' : 'subtle'}
                          size="xs"
                          leftSection={<IconColumns2 size={14} aria-hidden />}
                          aria-pressed={beside}
                          onClick={() => setBeside(!beside)}
                        >
                          {t('texts.beside')}
                        </Button>
                      )}
                    </Group>
                    {beside ? (
                      <SimpleGrid cols={2}>
                        {languagesOf(channel).map((one) => part(channel, one))}
                      </SimpleGrid>
                    ) : (
                      languagesOf(channel).map((one) => (
                        <Tabs.Panel key={one} value={one}>
                          {part(channel, one)}
                        </Tabs.Panel>
                      ))
                    )}
                  </Tabs>
                  {/* Who writes texts may propose a language; KPU makes it live. */}
                  <Text size="xs" c="dimmed">
                    {t('texts.moreLanguages')}{' '}
                    <Anchor component={Link} to="/templat/bahasa" size="xs" underline="always">
                      {t('templates.languages')}
                    </Anchor>
                  </Text>
                  {(without.length > 0 || other.length > 0) && (
                    <Group gap="xs">
                      {without.length > 0 && (
                        <Button variant="light" size="xs" onClick={fill}>
                          {t('texts.spreadTo', {
                            channels: listed(without.map((one) => t(`channels.${one}`))),
                          })}
                        </Button>
                      )}
                      {other.length > 0 && (
                        <CopyAgain
                          texts={texts}
                          from={channel}
                          to={other}
                          setting={setting}
                          sample={sample}
                          change={change}
                        />
                      )}
                    </Group>
                  )}
                  {channel === 'sms' && (
                    <Group align="flex-end" gap="lg">
                      <Select
                        data-field="smsOverride"
                        label={t('compose.segments')}
                        description={t('compose.segmentsHelp')}
                        data={[1, ...LONG_SMS_SEGMENTS].map(String)}
                        value={String(segments)}
                        onChange={(value) =>
                          change({ segments: LONG_SMS_SEGMENTS.find((one) => String(one) === value) ?? 1 })
                        }
                        allowDeselect={false}
                        error={faultAt(faults, 'smsOverride')}
                      />
                      <Checkbox
                        label={t('compose.unicode')}
                        checked={unicode}
                        onChange={(event) => change({ unicode: event.currentTarget.checked })}
                      />
                    </Group>
                  )}
                </Stack>
              </Tabs.Panel>
            ))}
          </div>
          {room === null ? rail : createPortal(rail, room)}
        </div>
      </Tabs>
    </Section>
  );

  function part(channel: Channel, one: string) {
    return (
      <TextPart
        key={one}
        channel={channel}
        language={one}
        text={texts[channel][one]}
        setting={setting}
        sample={sample}
        faults={faults}
        sentBack={sentBack}
        original={original.data?.draft.contents[channel]?.[one]?.body ?? null}
        smsCost={channel === 'sms' ? smsCost : null}
        alone={!beside}
        inSubject={looks.get(`contents.${channel}.${one}.subject`)}
        inBody={looks.get(`contents.${channel}.${one}.body`)}
        onAllow={channel === 'sms' ? allow : null}
        onWrite={write}
      />
    );
  }

  /** Indonesian always; another language once it has text, or was added here. */
  function languagesOf(channel: Channel): string[] {
    const here = added.flatMap((one) =>
      one.startsWith(`${channel} `) ? [one.slice(channel.length + 1)] : [],
    );
    return [...new Set(['id', ...Object.keys(texts[channel]), ...here])].sort(byLanguage);
  }
}

const channelOf = (value: string | null): Channel => CHANNELS.find((one) => one === value) ?? 'email';
