import { Anchor, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Broadcast, CHANNELS, type Course } from '../../../api';
import { stateWords } from '../../../parts/broadcasts/badges';
import { Fold } from '../../../parts/frame/fold';
import { Section } from '../../../parts/frame/section';
import { unknownKey } from '../../../parts/sending/provider-codes.rules';
import { exactInstant, number } from '../../../times';
import { Deed } from '../stopping/deed';
import { useActWords } from '../stopping/stop-acts';
import { brakeStepOn, narrowed } from '../stopping/stop-acts.rules';
import { outageWords } from './happened';
import { type Moment, momentsOf } from './happened.rules';
import { lasted } from './lasted';

type One = Moment<Broadcast['stops'][number], Course['outages'][number], Course['lost'][number]>;

/** Moments shown; more stand behind a button, on paper all of them. */
const SHOWN = 12;
const SHOWN_ON_PHONE = 4;

/** All that happened to a broadcast in order of time, to the second: when, what, who did it, and why. */
export function Timeline({
  broadcast,
  course,
  sentAt,
  took = true,
  cardOf,
}: {
  broadcast: Broadcast;
  course: Pick<Course, 'outages' | 'lost' | 'ends'>;
  /** When the first copy was handed over; null: not yet. */
  sentAt: string | null;
  /** Whether it is known that a provider took that one. */
  took?: boolean;
  /** Where the steps of a brake lead, by its channel: `#…` on this page. */
  cardOf: (channel: string) => string;
}) {
  const { t } = useTranslation();
  const onPhone = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  const { id, state, approvedAt, endedAt, begun } = broadcast;
  const stops = narrowed(broadcast.stops);
  const actWords = useActWords(id, broadcast.stops);
  const all = momentsOf({ ...course, stops, approvedAt, sentAt, endedAt });
  const words = (one: One): [what: string, why: string] => {
    switch (one.kind) {
      case 'act':
        return actWords(one.act);
      case 'begins':
        return [outageWords(t, one.outage), ''];
      case 'ends': {
        const { kind, channel, seconds, times } = one.outage;
        const numbers = { channel: t(`channels.${channel}`), length: lasted(t, seconds), count: times };
        return [t(`moments.ends.${kind}${times > 1 ? 'Often' : ''}`, numbers), ''];
      }
      case 'lost': {
        const { channel, copies, reason } = one.lost;
        return [
          t('happened.lost', { channel: t(`channels.${channel}`), copies: number(copies) }),
          t(`unknown.reasons.${unknownKey(reason)}.what`),
        ];
      }
      case 'channel':
        return [
          t('moments.channel', {
            channels: CHANNELS.filter((name) => name === one.channel).map((name) => t(`channels.${name}`))[0],
          }),
          '',
        ];
      case 'over':
        return [t('moments.over', { state: stateWords(t, { state, begun, hindrance: null }) }), ''];
      case 'sent':
        return [t(took ? 'moments.sent' : 'moments.tried'), ''];
      default:
        return [t(`moments.${one.kind}`), ''];
    }
  };
  if (all.length === 0) return null;
  const most = onPhone ? SHOWN_ON_PHONE : SHOWN;
  const lines = (some: readonly One[]) => (
    <Stack component="ol" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
      {some.map((one, at) => {
        const [what, why] = words(one);
        const braked = one.kind === 'act' ? brakeStepOn(one.act, stops) : null;
        const to = braked && cardOf(braked);
        return (
          <Deed key={`${at} ${one.kind} ${one.at}`} why={why}>
            <Text span inherit c="dimmed" className="steady">
              {exactInstant(one.at)}
            </Text>{' '}
            {what}{' '}
            {to?.startsWith('#') && (
              <Anchor href={to} inherit underline="always" className="unprinted">
                {t('moments.card')}
              </Anchor>
            )}
            {to?.startsWith('/') && (
              <Anchor component={Link} to={to} inherit underline="always" className="unprinted">
                {t('moments.card')}
              </Anchor>
            )}
          </Deed>
        );
      })}
    </Stack>
  );
  return (
    <Section title={t('moments.title')}>
      {lines(all.slice(0, most))}
      {all.length > most && (
        <Fold unfold={t('moments.more', { count: all.length - most })} fold={t('moments.fewer')}>
          {lines(all.slice(most))}
        </Fold>
      )}
    </Section>
  );
}
