// What stops broadcasts or channels, on Beranda: fetched when something does.
import { Alert, Anchor, Text } from '@mantine/core';
import type { TFunction } from 'i18next';
import { Fragment, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Channel, Home } from '../../api';
import { ApprovedAt } from '../../parts/broadcasts/approved';
import { StateBadge } from '../../parts/broadcasts/badges';
import { causeOf, decidesDoubt, doubtCauseOf } from '../../parts/broadcasts/chain.rules';
import { pauseWords } from '../../parts/sending/brake-words';
import { pausePlace } from '../../parts/sending/pause-place';
import { placesOf } from '../../parts/sending/pauses.rules';
import { outageOf } from '../../parts/sending/silent.rules';
import { useGoesOn } from '../../parts/sending/use-goes-on';
import { useRegions } from '../../parts/regions/regions';
import { late } from '../../late';
import { screen } from '../../screen';
import { useRoles } from '../../session';
import { instant, lately, listed, number } from '../../times';
import { refusedSenders } from './incidents.rules';
import { Row } from './row';

const BrakeActs = late(async () => ({ default: (await screen(import('./brake-acts'))).Component }));

type Stop = NonNullable<Home['stopped']>[number];

const GONE = { away: 'away', silent: 'awaySilent', errs: 'awayErrs', refuses: 'awayRefuses' } as const;

/** What holds a whole channel up: its provider, an operator's pause, or both, in one note. */
export function ChannelHeld({
  channel,
  away,
  reason,
  pause,
  braked,
}: {
  channel: Channel;
  away: NonNullable<Home['away']>[number] | undefined;
  /** Why it is away; null: nobody knows. */
  reason: string | null;
  pause: NonNullable<Home['channelPauses']>[number] | undefined;
  /** What the brake stopped for it. */
  braked: readonly Stop[];
}) {
  const { t } = useTranslation();
  const { withoutProvider } = useGoesOn();
  const operates = useRoles('operator');
  const name = { channel: t(`channels.${channel}`) };
  const gone = t(`home.${GONE[outageOf(reason)]}`, name);
  return (
    <Alert color={away ? 'red' : 'orange'} title={pause ? t('home.channelPaused', name) : gone}>
      {pause && (
        <>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {t('home.channelPausedBy', { at: lately(pause.since), name: pause.by, reason: pause.reason })}
          </Text>
          <Text size="sm">{t('home.channelPausedMeans')}</Text>
        </>
      )}
      {away && (
        <Text size="sm">
          {pause && `${gone}. `}
          {t('home.awaySince', { at: lately(away.since), goesOn: withoutProvider(channel) })}
        </Text>
      )}
      {operates && (
        <Anchor
          component={Link}
          to={pause ? `/operasi?tindakan=lanjutkan&saluran=${channel}` : '/operasi'}
          underline="always"
          size="sm"
        >
          {pause ? t('home.resumeChannel', name) : t('nav.operations')}
        </Anchor>
      )}
      {braked.length > 0 && (
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {t('home.brakedForIt')}{' '}
          {braked.map(({ id, title }, at) => (
            <Fragment key={id}>
              {at > 0 && ', '}
              <Anchor component={Link} to={`/siaran/${id}`} underline="always" size="sm">
                {title}
              </Anchor>
              <ApprovedAt id={id} within />
            </Fragment>
          ))}
        </Text>
      )}
    </Alert>
  );
}

/** Pauses of one broadcast that are shown one by one. */
const PAUSES_SHOWN = 3;

/** Where a pause holds, who did it, and why. @param mixed whether other parts differ in being in doubt */
function pauseLine(
  t: TFunction,
  { by, reason, brake, places, doubted }: Omit<Stop['pauses'][number], 'channels'>,
  { companion, mixed, braked }: { companion: boolean; mixed: boolean; braked: boolean },
): string {
  const where = placesOf<Channel>(places)
    .map((one) => pausePlace(t, one))
    .join('; ');
  return [
    // Of the brake, the badge and the heading say it.
    by && !braked && t(`home.pausedBy.${causeOf(by, companion)}`),
    where,
    mixed && doubted && t('home.doubted'),
    pauseWords(t, { reason, brake }),
  ]
    .filter(Boolean)
    .join(' · ');
}

/**
 * @param besides what other lists say of it
 * @param senders by which it is sent: a brake may have found one refused
 */
export function Stopped({
  one,
  besides,
  senders = [],
}: {
  one: Stop;
  besides: readonly string[];
  senders?: NonNullable<Home['senders']>;
}) {
  const { t } = useTranslation();
  // The names are read by pausePlace once they are loaded.
  useRegions();
  const { id, title, kind, companion, reason, pausedWaves, pauses, expiresAt, state, hindrance } = one;
  const { doubted, doubtedBy, doubtedSince, doubtReason, correcting } = one;
  const braked = pauses.length > 0 && pauses.every(({ by }) => by === 'brake');
  const operates = useRoles('operator');
  // An act of one brake: of several, each is decided on apart.
  const brakedChannel = braked && pauses.length === 1 ? pauses[0]?.channels[0] : undefined;
  const mixed = new Set(pauses.map((each) => each.doubted)).size > 1;
  return (
    <Row
      id={id}
      title={title}
      kind={kind}
      companion={companion}
      lines={[
        [
          !braked && pauses.length > 1 && t('home.pauses', { pauses: number(pauses.length) }),
          // Of one pause, or of the brake, its places tell as much.
          !braked &&
            pauses.length !== 1 &&
            t('home.pausedWaves', { count: pausedWaves, waves: number(pausedWaves) }),
          doubtedBy &&
            t(`home.doubtedBy.${doubtCauseOf(doubtedBy, one.takenBack)}`, {
              at: instant(doubtedSince ?? ''),
            }),
          doubtReason !== reason && doubtReason,
        ]
          .filter(Boolean)
          .join(' · ') || null,
        doubted || correcting ? t(decidesDoubt(doubtedBy, { doubted, correcting })) : null,
        ...pauses.slice(0, PAUSES_SHOWN).map((each) =>
          pauseLine(t, pauses.length > 1 ? each : { ...each, reason: each.reason ?? reason }, {
            companion,
            mixed,
            braked,
          }),
        ),
        pauses.length > PAUSES_SHOWN
          ? t('home.morePauses', { pauses: number(pauses.length - PAUSES_SHOWN) })
          : null,
        ...refusedSenders(pauses, senders).map(({ channel, names }) =>
          t('home.senders', { channel: t(`channels.${channel}`), senders: listed(names) }),
        ),
        ...besides,
        expiresAt && t('home.expires', { at: instant(expiresAt) }),
      ]}
      aside={<StateBadge state={state} hindrance={hindrance} />}
    >
      {operates && brakedChannel && (
        <Suspense>
          <BrakeActs id={id} title={title} channel={brakedChannel} several={pausedWaves > 1} />
        </Suspense>
      )}
    </Row>
  );
}
