import { List, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CHANNELS, type Submission } from '../../api';
import type { LocalHours, ReviewView } from '../../api/reviews';
import { languageName } from '../../parts/texts/language-name';
import { useRegions } from '../../parts/regions/regions';
import { nameOf } from '../../parts/regions/regions.rules';
import { Section } from '../../parts/frame/section';
import { carriedBy } from '../../parts/broadcasts/carriage';
import { useTopics } from '../../parts/broadcasts/topics';
import { instant, listed, number, wallClock, windowHours } from '../../times';
import { Changed } from '../broadcast/content/texts';
import { ChangeMap } from './change-map';
import { changedClocks } from './changed-clocks.rules';

type Since = NonNullable<ReviewView['since']>;
type Topic = Since['changed'][number];
type Document = Submission['document'];

/** Names shown; of the others, only their number. */
const NAMED = 6;

/** The changes since this person last looked, in sentences: the audience and the times first. */
export function SinceSection({ review }: { review: ReviewView }) {
  const { t } = useTranslation();
  const { since, findings, submissions } = review;
  const [current] = submissions;
  const before = submissions.find(({ no }) => no === since?.no);
  if (!since || !current || !before) return null;
  const title = since.own ? t('since.title') : t('since.titleOther');
  return (
    <Section lead title={title} aside={<Text size="sm">{t('since.at', { at: instant(since.at) })}</Text>}>
      {since.changed.length === 0 ? (
        <Text size="sm">{t(findings.length === 0 ? 'since.nothing' : 'since.nothingButMarks')}</Text>
      ) : (
        <>
          <List spacing="xs" size="sm">
            {since.changed.map((topic) => (
              <List.Item key={topic}>
                <Sentence topic={topic} since={since} was={before.document} is={current.document} />
              </List.Item>
            ))}
          </List>
          <ChangedTexts of={since.texts} was={before.document} is={current.document} />
          {since.changed.includes('regions') && (
            <ChangeMap before={before.document.audience.regions} after={current.document.audience.regions} />
          )}
        </>
      )}
    </Section>
  );
}

/** What changed within the texts, with some words around it: the whole texts stand below with their marks. */
function ChangedTexts({ of, was, is }: { of: Since['texts']; was: Document; is: Document }) {
  const { t } = useTranslation();
  const changed = of.filter(({ change }) => change === 'changed');
  if (changed.length === 0) return null;
  return (
    <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }} aria-label={t('since.inTexts')}>
      {changed.map(({ channel, language }) => {
        const [old, now] = [was, is].map(({ contents }) => contents[channel]?.[language]);
        const title = `${t(`channels.${channel}`)} · ${languageName(language)}`;
        return (
          <li key={title}>
            <Title order={3} size="h6">
              {title}
            </Title>
            {old?.subject !== now?.subject && (
              <Text size="sm" fw={600} lang={language} style={{ overflowWrap: 'anywhere' }}>
                <Changed from={old?.subject ?? ''} to={now?.subject ?? ''} brief />
              </Text>
            )}
            {old?.text !== now?.text && (
              <Text size="sm" className="message" lang={language}>
                <Changed from={old?.text ?? ''} to={now?.text ?? ''} brief />
              </Text>
            )}
          </li>
        );
      })}
    </Stack>
  );
}

/** One change: the new value, and the old one. */
function Sentence({
  topic,
  since,
  was,
  is,
}: {
  topic: Topic;
  since: Since;
  was: Document;
  is: Document;
}): ReactNode {
  const { t } = useTranslation();
  const known = useRegions();
  const { topicName } = useTopics();
  const change = (what: string, now: string, was: string): string => t('since.change', { what, now, was });
  const named = (codes: readonly string[]): string => {
    const names = codes.map((code) => nameOf(known, code));
    const more = names.length - NAMED;
    return more > 0 ? listed([...names.slice(0, NAMED), t('since.more', { count: more })]) : listed(names);
  };
  switch (topic) {
    case 'people': {
      if (!since.people) return null;
      const { before, after } = since.people;
      const channels = CHANNELS.filter((one) => is.channels.includes(one) || was.channels.includes(one));
      return (
        <>
          <Text span size="sm" fw={600}>
            {change(t('since.people'), number(after.people), number(before.people))}
          </Text>{' '}
          {channels
            .map((one) =>
              t('since.channel', {
                channel: t(`channels.${one}`),
                now: number(is.channels.includes(one) ? after.channels[one] : 0),
                was: number(was.channels.includes(one) ? before.channels[one] : 0),
              }),
            )
            .join(' · ')}
        </>
      );
    }
    case 'regions': {
      const { added, removed } = since.regions;
      return (
        <>
          <Text span size="sm" fw={600}>
            {change(
              t('since.regions'),
              number(is.audience.regions.length),
              number(was.audience.regions.length),
            )}
          </Text>{' '}
          {added.length > 0 && `${t('since.added', { names: named(added) })} `}
          {removed.length > 0 && t('since.removed', { names: named(removed) })}
        </>
      );
    }
    case 'hours':
      return <Hours {...since.hours} />;
    case 'texts':
      return (
        <>
          <Text span size="sm" fw={600}>
            {t('since.texts')}
          </Text>{' '}
          {since.texts
            .map(({ channel, language, change: how }) =>
              t(`since.text.${how}`, {
                text: `${t(`channels.${channel}`)} · ${languageName(language)}`,
              }),
            )
            .join('; ')}
          . {t('since.toTexts')}
        </>
      );
    case 'sender':
      return change(t('since.sender'), sender(is), sender(was));
    case 'accountKinds':
      return change(t('since.accountKinds'), carriedBy(t, is).join('; '), carriedBy(t, was).join('; '));
    case 'title':
      return change(t('since.name'), `“${is.title}”`, `“${was.title}”`);
    case 'kind':
      return change(t('since.kind'), t(`kinds.${is.kind}`), t(`kinds.${was.kind}`));
    case 'channels': {
      const names = ({ channels }: Document): string => listed(channels.map((one) => t(`channels.${one}`)));
      return change(t('since.channels'), names(is), names(was));
    }
    case 'reach':
      return change(t('since.reach'), t(`reach.${is.reach}`), t(`reach.${was.reach}`));
    case 'languages': {
      const names = ({ audience }: Document): string =>
        audience.languages.length === 0
          ? t('audience.everyLanguage')
          : listed(audience.languages.map(languageName));
      return change(t('since.languages'), names(is), names(was));
    }
    case 'topics': {
      const names = ({ audience }: Document): string =>
        audience.topics.length === 0 ? t('audience.everyTopic') : listed(audience.topics.map(topicName));
      return change(t('since.topics'), names(is), names(was));
    }
    case 'window': {
      const hours = ({ schedule }: Document): string =>
        schedule.leaveWindow ? t('since.anyHour') : t('since.localTime', windowHours(schedule));
      return change(t('since.window'), hours(is), hours(was));
    }
    case 'expiry': {
      const end = ({ schedule }: Document): string =>
        schedule.expires ? t('since.expires', { at: wallClock(schedule.expires) }) : t('since.expiresUsual');
      return change(t('since.expiry'), end(is), end(was));
    }
    case 'election': {
      const name = ({ election }: Document): string => election?.name ?? t('since.none');
      return name(is) === name(was)
        ? t('since.electionData', { name: name(is) })
        : change(t('since.election'), name(is), name(was));
    }
    case 'neutral':
      return t(is.neutral ? 'since.neutral' : 'since.notNeutral');
    case 'alternatives':
      return t('since.alternatives');
    case 'correction':
      return t('since.correction');
    case 'sms':
      return t('since.sms');
    case 'other':
      return t('since.other');
  }
}

const sender = ({ sender: { name, from, organisation, ministry, commission } }: Document): string =>
  [...new Set([name, from, organisation.name, ministry, commission])].join(' · ');

/** The hours of each clock that changed; the name of the clock stands once. */
function Hours({ before, after }: { before: readonly LocalHours[]; after: readonly LocalHours[] }) {
  const { t } = useTranslation();
  const say = ({ atOnce, local, night }: LocalHours): string => {
    if (atOnce) return t('since.atOnce');
    return night ? t('since.night', { at: wallClock(local) }) : wallClock(local);
  };
  const all = (hours: readonly LocalHours[]): string =>
    hours.length > 0 ? listed(hours.map(say)) : t('since.none');
  return (
    <Stack gap={2}>
      <Text size="sm" fw={600}>
        {t('since.hours')}
      </Text>
      {changedClocks(before, after).map(({ zone, now, was }) => (
        <Text size="sm" key={zone}>
          {t('since.change', { what: zone, now: all(now), was: all(was) })}
        </Text>
      ))}
    </Stack>
  );
}
