import { Anchor, Group, Paper, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { operations, type OperationsView } from '../../api';
import { Asking } from '../../parts/frame/asking';
import { ErrorNote } from '../../parts/frame/error-note';
import { Page } from '../../parts/frame/page';
import { Section } from '../../parts/frame/section';
import { useRegions } from '../../parts/regions/regions';
import { addressWords } from '../../parts/sending/brake-words';
import { carrierName } from '../../parts/sending/carriers';
import { CarrierHolds } from '../../parts/sending/carrier-holds';
import { ApprovedAt, ApprovedTimes } from '../../parts/broadcasts/approved';
import { titled } from '../../parts/broadcasts/titled';
import { number } from '../../times';
import { Background } from './background';
import classes from './cards.module.css';
import { ChannelCard } from './channel-card';
import { Course } from './course';
import { Events } from './events';
import { Refusals } from './refusals';
import { Services } from './services';
import { PLACES, SummaryCard } from './summary';
import { Troubles } from './troubles';
import { heldApart, idleNow, sluggishNow, summaryOf } from './troubles.rules';
import { Uncertain } from './uncertain';

/** Polling interval of the figures, in ms; hindrances are polled more often. */
const EVERY_MS = 3_000;
/** A channel is called idle once that has stood for this time, in ms: the first copies after a start or a resume take seconds. */
const IDLE_MS = 60_000;
/** The same of a pace below half the limit, in ms: at a start, a retry and an end it is no sign of a slow provider. */
const SLUGGISH_MS = 180_000;

/** The operators' screen: whether anything is wrong, what to do about it, and then the figures. */
export default function Operations() {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: ['operations'], queryFn: operations.view, refetchInterval: EVERY_MS });
  // Asked for beside the figures: the names stand in the first view of them.
  useRegions();
  const [idle] = useDebouncedValue(idleNow(found.data?.channels ?? []).join(), IDLE_MS);
  const [sluggish] = useDebouncedValue(sluggishNow(found.data?.channels ?? []).join(), SLUGGISH_MS);
  const { hash } = useLocation();
  const shown = found.data !== undefined;
  // What a link names comes with the first answer.
  useEffect(() => {
    if (shown && hash !== '') document.getElementById(hash.slice(1))?.scrollIntoView({ block: 'center' });
  }, [shown, hash]);
  if (!found.data) {
    return (
      <Page wide title={t('operations.title')}>
        <Asking of={found} />
      </Page>
    );
  }
  const { refusals, mended, events, chainParts } = found.data;
  const channels = found.data.channels.map((one) => ({
    ...one,
    sluggish: sluggish.split(',').includes(one.channel),
  }));
  const named = <One extends { broadcastId: string; title: string }>(of: readonly One[]): One[] =>
    of.map((one) => ({ ...one, title: titled(t, one.title, chainParts[one.broadcastId]) }));
  const view = {
    ...found.data,
    channels,
    hindrances: named(found.data.hindrances),
    carrierHolds: named(found.data.carrierHolds),
  };
  const summary = summaryOf(
    view,
    channels.flatMap(({ channel }) => (idle.split(',').includes(channel) ? [channel] : [])),
  );
  const holds = heldApart(view.carrierHolds, view.hindrances);
  const unwell = summary.lesser.includes('silent') || summary.lesser.includes('settings');
  return (
    <ApprovedTimes value={found.data.approved}>
      <Page wide title={t('operations.title')}>
        {found.isError && <ErrorNote error={found.error} onRetry={() => void found.refetch()} />}
        <Paper withBorder className={classes.state}>
          <SummaryCard of={summary} view={view} />
          {/* What still flows stands beside what does not, before the steps: both fit on the first screen. */}
          <div className={classes.cards} id={PLACES.slow}>
            {channels.map((one) => (
              <ChannelCard
                key={one.channel}
                of={one}
                hindered={view.hindrances}
                carriers={[
                  ...new Set(
                    view.carrierHolds.flatMap(({ channel, carrier }) =>
                      channel === one.channel ? [carrier] : [],
                    ),
                  ),
                ]}
                schedules={channels.some(({ scheduled }) => scheduled > 0)}
                at={found.dataUpdatedAt}
              />
            ))}
          </div>
        </Paper>
        <Troubles of={summary.troubles} channels={channels} holds={view.carrierHolds} />
        <Refusals refusals={refusals} />
        {unwell && <Services of={view} needs />}
        {holds.length > 0 && (
          <Section title={t('carrierHold.section')} id={PLACES.carriers} needs>
            <Text size="sm">{t('carrierHold.about')}</Text>
            <CarrierHolds of={holds} titled />
          </Section>
        )}
        <BrakeWarnings of={named(found.data.brakeWarnings)} />
        <Uncertain of={named(found.data.uncertain)} />
        <Text size="sm" c="dimmed">
          {t('operations.oneProvince')}{' '}
          <Anchor component={Link} to="/siaran?state=running" underline="always" size="sm">
            {t('operations.oneProvinceGo')}
          </Anchor>
          .
        </Text>
        <div className="halves">
          <Events of={events} parts={chainParts} />
          <Stack gap="lg">
            {!unwell && <Services of={view} needs={false} />}
            <Background channels={channels} mended={mended} />
          </Stack>
        </div>
        <Course channels={channels} events={events} chainParts={chainParts} />
      </Page>
    </ApprovedTimes>
  );
}

/** Broadcasts close to their brake, each with its counts; renders nothing when there are none. */
function BrakeWarnings({ of }: { of: OperationsView['brakeWarnings'] }) {
  const { t } = useTranslation();
  if (of.length === 0) return null;
  return (
    <Section title={t('operations.brakeNear')} id={PLACES.brakeNear}>
      <Text size="sm">{t('operations.brakeAbout')}</Text>
      <Stack gap={4}>
        {of.map(({ broadcastId, channel, title, sign, copies, of: answers, code, carrier }) => (
          <Group key={`${broadcastId} ${channel} ${sign}`} gap={6} style={{ overflowWrap: 'anywhere' }}>
            <Anchor component={Link} to={`/siaran/${broadcastId}`} underline="always" size="sm">
              {title}
            </Anchor>
            <ApprovedAt id={broadcastId} />
            <Text size="sm" c="red.9" fw={600}>
              {t(`channels.${channel}`)}:{' '}
              {t(carrier === null ? `operations.brake.${sign}` : `operations.brakeOne.${sign}`, {
                addresses: addressWords(t, channel),
                copies: number(copies),
                answers: number(answers),
                carrier: carrier === null ? '' : carrierName(t, carrier),
              })}{' '}
              ({code})
            </Text>
          </Group>
        ))}
      </Stack>
    </Section>
  );
}
