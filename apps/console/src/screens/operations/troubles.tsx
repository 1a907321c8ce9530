import { Anchor, Box, Button, Group, List, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { type Channel, broadcasts, CHANNELS, type OperationsView } from '../../api';
import { Asking } from '../../parts/frame/asking';
import { ApprovedAt } from '../../parts/broadcasts/approved';
import { LiftDialog } from '../../parts/frame/emergency-dialogs';
import { Section } from '../../parts/frame/section';
import { regionName, useRegions } from '../../parts/regions/regions';
import { answerWords } from '../../parts/sending/answer-words';
import { addressWords, pauseWords } from '../../parts/sending/brake-words';
import { carrierName } from '../../parts/sending/carriers';
import { ResumeChannelDialog } from '../../parts/sending/channel-pause';
import { OnCall } from '../../parts/sending/on-call';
import { regionNames } from '../../parts/sending/pause-place';
import { NAMED, ofOneCause } from '../../parts/sending/pauses.rules';
import { isSilent } from '../../parts/sending/silent.rules';
import { type Way, waysOut } from '../../parts/sending/trial.rules';
import { trialWords } from '../../parts/sending/trial-words';
import { useGoesOn } from '../../parts/sending/use-goes-on';
import { exactClock, lately, listed, number } from '../../times';
import { TryDialog } from '../broadcast/numbers/brake-about';
import { ResumeDialog } from '../broadcast/stopping/stopping';
import classes from './cards.module.css';
import { ForAdmin } from './for-admin';
import { HeldBadge } from './held-badge';
import { saidWords } from './said-words';
import { placeOfCause } from './place';
import { placeOfTrouble, troubleWords } from './summary';
import {
  awayOf,
  checksOf,
  heldWith,
  helperOf,
  isMild,
  refusedAccounts,
  type Trouble,
} from './troubles.rules';
import { useSeveralHeld } from '../broadcast/stopping/use-trials';
import { useTrial } from './use-trial';

type Operation = OperationsView['channels'][number];
type Hindered = OperationsView['hindrances'][number];
/** The question to the operator. */
type Asked =
  | { act: 'lift' }
  | { act: 'channel'; channel: Channel }
  | { act: 'resume'; id: string; channel?: Channel; region?: string; pausedBy: Pauser }
  | { act: 'try'; id: string; channel: Channel };
const SETTING: Record<Channel, string> = {
  email: 'PROVIDER_CONTACT_EMAIL',
  telegram: 'PROVIDER_CONTACT_TELEGRAM',
  sms: 'PROVIDER_CONTACT_SMS',
};
const STOPPERS = ['author', 'kpu', 'operator', 'brake', 'correction'] as const;
type Pauser = (typeof STOPPERS)[number] | undefined;
/** Broadcasts shown at once; the others are folded. */
const SHOWN = 3;

/** The question that a link asks at once, such as one on the first screen; null: none, or no longer. */
function askedIn(params: URLSearchParams, channels: readonly Operation[]): Asked | null {
  const act = params.get('tindakan');
  const id = params.get('siaran');
  const channel = CHANNELS.find((one) => one === params.get('saluran'));
  if (!channel) return null;
  if (act === 'lanjutkan')
    return channels.some((one) => one.channel === channel && one.pause) ? { act: 'channel', channel } : null;
  if (id === null) return null;
  if (act === 'coba') return { act: 'try', id, channel };
  return act === 'lepas' ? { act: 'resume', id, channel, pausedBy: 'brake' } : null;
}

/** What is wrong with the channels, each in three steps: what happened, what to check, and last what ends it. */
export function Troubles({
  of,
  channels,
  holds,
}: {
  of: readonly Trouble[];
  channels: readonly Operation[];
  /** Carriers that broadcasts are held for. */
  holds: OperationsView['carrierHolds'];
}) {
  // Kept here, not in the card: that disappears while a dialog still shows the result.
  const [params, setParams] = useSearchParams();
  const [asking, setAsking] = useState<Asked | null>(() => askedIn(params, channels));
  const close = (): void => {
    setAsking(null);
    if (params.has('tindakan')) setParams({}, { replace: true });
  };
  const asked = asking?.act === 'channel' && channels.find(({ channel }) => channel === asking.channel);
  return (
    <>
      {of.length > 0 && (
        <Paper withBorder className={classes.state}>
          {of.map((one, at) => (
            <TroubleCard
              key={`${one.hindrance.cause} ${one.channels.join()}`}
              id={placeOfTrouble(at)}
              of={one}
              channels={channels.filter(({ channel }) => one.channels.includes(channel))}
              holds={holds}
              onAsk={setAsking}
            />
          ))}
          <Unrecorded of={of} channels={channels} />
        </Paper>
      )}
      {asking?.act === 'lift' && <LiftDialog onClose={close} />}
      {asked && <ResumeChannelDialog of={asked} onClose={close} />}
      {asking?.act === 'resume' && <Resuming asked={asking} onClose={close} />}
      {asking?.act === 'try' && <Trying asked={asking} onClose={close} />}
    </>
  );
}

/** The channels to be asked about at a provider of which no contact is recorded: said once, below all that asks for it. */
function Unrecorded({ of, channels }: { of: readonly Trouble[]; channels: readonly Operation[] }) {
  const { t } = useTranslation();
  const asked = of.flatMap((one) => (helperOf(one) === 'provider' ? one.channels : []));
  const unset = channels.filter(({ channel, contact }) => contact === null && asked.includes(channel));
  if (unset.length === 0) return null;
  return (
    <Box className={classes.unrecorded}>
      <Text size="sm" c="dimmed">
        {t('operations.callUnrecorded', {
          channels: listed(unset.map(({ channel }) => t(`channels.${channel}`))),
        })}
      </Text>
      <ForAdmin>
        {t('operations.callSetting', { settings: listed(unset.map(({ channel }) => SETTING[channel])) })}
      </ForAdmin>
    </Box>
  );
}

interface CardProps {
  of: Trouble;
  /** The channels that it is on. */
  channels: readonly Operation[];
  holds: OperationsView['carrierHolds'];
  onAsk: (asked: Asked) => void;
}

/** Of a provider that is away, in the words of the headline and of Beranda. */
function titleOf(t: TFunction, { hindrance: { cause }, why }: Trouble, said: { channel: string }): string {
  return cause === 'away'
    ? t(`operations.causes.away.title.${awayOf(why)}`, said)
    : t(`operations.causes.${cause}.title`, said);
}

function TroubleCard({ id, of, channels, holds, onAsk }: CardProps & { id: string }) {
  const { t } = useTranslation();
  const { hindrance, channels: names } = of;
  const said = { channel: listed(names.map((one) => t(`channels.${one}`))) };
  return (
    <Section
      id={id}
      title={titleOf(t, of, said)}
      needs={!isMild(of)}
      aside={
        <span {...(names[0] && { id: placeOfCause(hindrance.cause, names[0]) })}>
          <HeldBadge of={hindrance} />
        </span>
      }
    >
      <ol className={classes.steps} role="list">
        <Step name={t('operations.steps.happened')}>
          <Happened of={of} channels={channels} holds={holds} />
        </Step>
        <Step name={t('operations.steps.check')}>
          <Checks of={of} channels={channels} />
        </Step>
        <Step name={t('operations.steps.after')}>
          <Then of={of} channels={channels} onAsk={onAsk} />
        </Step>
      </ol>
    </Section>
  );
}

function Step({ name, children }: { name: string; children: ReactNode }) {
  return (
    <li>
      <Stack gap="xs">
        <Title order={3} size="h5">
          {name}
        </Title>
        {children}
      </Stack>
    </li>
  );
}

/** The words of a cause: its channels, when it began, and how sending goes on. */
function useSaid({ hindrance, channels }: Trouble) {
  const { t } = useTranslation();
  const { withoutProvider, triedAgain, thenSent } = useGoesOn();
  const [channel = 'email'] = channels;
  return {
    channel: listed(channels.map((one) => t(`channels.${one}`))),
    at: hindrance.since ? lately(hindrance.since) : '',
    goesOn: withoutProvider(channel),
    again: triedAgain(channels, t('goesOn.again')),
    next: thenSent(channel),
  };
}

function Happened({ of, channels, holds }: Omit<CardProps, 'onAsk'>) {
  const { t } = useTranslation();
  const { kind, cause, reason, by, inPart } = of.hindrance;
  const said = useSaid(of);
  const probeAt = channels.find((one) => one.probeAt)?.probeAt;
  const slowUntil = channels.find((one) => one.slowUntil)?.slowUntil;
  const sum = (figure: 'waiting' | 'paused' | 'scheduled'): number =>
    channels.reduce((all, one) => all + one[figure], 0);
  // What is paused itself waits with or without a hindrance of the whole channel.
  const apart = inPart ? 0 : sum('paused');
  const left = sum('waiting') - sum('scheduled') - apart;
  const held = new Set(of.broadcasts.map(({ broadcastId }) => broadcastId)).size;
  return (
    <>
      <Text size="sm">
        {/* Of the brake, in the words of the headline. */}
        {cause === 'brake'
          ? troubleWords(t, of, channels)
          : cause === 'away'
            ? t(`operations.causes.away.what.${awayOf(of.why)}`, said)
            : t(`operations.causes.${cause}.what`, said)}
        {!inPart && by && ` ${t('hindrances.by', { name: by })}`}
      </Text>
      {!inPart && reason && (
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {cause === 'away' && isSilent(reason)
            ? t('operations.code', { reason })
            : t('operations.reason', {
                reason: kind === 'slowed' || cause === 'away' ? answerWords(t, reason) : reason,
              })}
        </Text>
      )}
      <Refused of={of} channels={channels} />
      {slowUntil && cause === 'slow-down' && (
        <Text size="sm">{t('operations.probe', { at: exactClock(slowUntil) })}</Text>
      )}
      {probeAt && cause === 'away' && (
        <Text size="sm">{t('operations.probe', { at: exactClock(probeAt) })}</Text>
      )}
      {held === 0 ? (
        <Text size="sm">
          {left > 0 ? t('operations.waitingOnly', { messages: number(left) }) : t('operations.nothingHeld')}
        </Text>
      ) : (
        <>
          <Text size="sm">{t('operations.means', { count: held })}</Text>
          <Folded
            of={of.broadcasts}
            more={(count) => t('operations.moreBroadcasts', { count })}
            each={(one) => <HeldBroadcast of={one} inPart={inPart} holds={heldWith(holds, one)} />}
          />
        </>
      )}
      {apart > 0 && (cause === 'emergency' || cause === 'channel') && (
        <Text size="sm">{t('numbers.paused', { messages: number(apart) })}.</Text>
      )}
    </>
  );
}

/** The first ones of a list, and the others behind a fold. */
function Folded({
  of,
  more,
  each,
}: {
  of: readonly Hindered[];
  more: (count: number) => string;
  each: (one: Hindered) => ReactNode;
}) {
  const list = (some: readonly Hindered[]) => (
    <Stack gap="xs" component="ul" m={0} p={0} role="list" style={{ listStyle: 'none' }}>
      {some.map((one) => (
        <li key={`${one.broadcastId} ${one.channel} ${one.by}`}>{each(one)}</li>
      ))}
    </Stack>
  );
  const rest = of.slice(SHOWN);
  return (
    <>
      {list(of.slice(0, SHOWN))}
      {rest.length > 0 && (
        <details>
          <Text component="summary" size="sm" mb="xs">
            {more(rest.length)}
          </Text>
          {list(rest)}
        </details>
      )}
    </>
  );
}

/** A hindered broadcast and how many of its copies wait. One that is stopped apart from its channel also has the reasons. */
function HeldBroadcast({
  of,
  inPart,
  holds,
}: {
  of: Hindered;
  inPart: boolean;
  /** What waits for a carrier besides, and goes on with it. */
  holds: CardProps['holds'];
}) {
  const { t } = useTranslation();
  const { broadcastId, title, since, reason, brake, by, waiting, pauses } = of;
  const who = STOPPERS.find((one) => one === by);
  useRegions();
  const each = pauses.length > 0 ? pauses : [{ since, reason, brake, regions: [], doubted: false }];
  return (
    <Stack gap={2} miw={0} style={{ overflowWrap: 'anywhere' }}>
      <Text size="sm">
        <Anchor component={Link} to={`/siaran/${broadcastId}`} underline="always" size="sm">
          {title}
        </Anchor>
        <ApprovedAt id={broadcastId} />{' '}
        <Text span size="sm" fw={600}>
          {/* Claimed ones are among them where the whole channel is held up. */}
          {t(inPart ? 'operations.waits' : 'operations.waitsOrTried', { messages: number(waiting) })}
        </Text>
      </Text>
      {inPart &&
        ofOneCause(each).map((one) => (
          <div key={JSON.stringify(one)}>
            <Text size="sm" c="dimmed">
              {[
                one.regions.length > 0 && one.regions.length <= NAMED && regionNames(t, one.regions),
                one.since && t('operations.since', { at: lately(one.since) }),
                // That it was the brake stands above it.
                who !== 'brake' && (who ? t(`home.pausedBy.${who}`) : by && t('hindrances.by', { name: by })),
                pauseWords(t, one),
                one.doubted && t('home.doubted'),
              ]
                .filter(Boolean)
                .join(' · ')}
            </Text>
            {one.regions.length > NAMED && (
              <Text component="details" size="sm">
                <summary>{t('operations.inRegions', { regions: number(one.regions.length) })}</summary>
                <div>{listed(one.regions.map(regionName))}</div>
              </Text>
            )}
          </div>
        ))}
      {of.kind === 'braked' && <OnCall id={broadcastId} title={title} />}
      {holds.length > 0 && (
        <Text size="sm">
          {t('operations.heldToo', {
            carriers: listed([...new Set(holds.map((one) => carrierName(t, one.carrier)))]),
          })}
        </Text>
      )}
    </Stack>
  );
}

/** What the code says is refused, and by which sender, account and server it was sent, as far as that is known. */
function Refused({ of, channels }: Pick<CardProps, 'of' | 'channels'>) {
  const { t } = useTranslation();
  const accounts = channels.flatMap((one) => refusedAccounts(of, one.accounts));
  if (accounts.length === 0) return null;
  const words = accounts.map(({ name, sender, server }) =>
    [
      sender,
      t(sender === null ? 'operations.refused.account' : 'operations.refused.through', { account: name }),
      server && t('operations.refused.server', { server }),
    ]
      .filter(Boolean)
      .join(' '),
  );
  const [only, ...more] = words;
  const said = saidWords(t, of.hindrance.brake?.code ?? of.hindrance.reason);
  // Whether it is the sender or the content, only the code says, if it does.
  const label = of.why === 'account' ? 'is' : 'sentFrom';
  return (
    <Text size="sm" component="div" style={{ overflowWrap: 'anywhere' }}>
      {said && <div>{said}</div>}
      <b>{t(more.length === 0 ? `operations.refused.${label}` : 'operations.refused.oneOf')}</b>{' '}
      {more.length === 0 ? (
        only
      ) : (
        <List size="sm">
          {words.map((one) => (
            <List.Item key={one}>{one}</List.Item>
          ))}
        </List>
      )}
    </Text>
  );
}

function Checks({ of, channels }: Pick<CardProps, 'of' | 'channels'>) {
  const { t } = useTranslation();
  const [first] = channels;
  const helper = helperOf(of);
  if (!first) return null;
  const name = { channel: t(`channels.${first.channel}`) };
  return (
    <>
      <List size="sm" spacing={4} listStyleType="disc">
        {checksOf(of).map((one) => (
          <List.Item key={one}>
            {one === 'account'
              ? t(`operations.checks.account.${first.channel}`)
              : t(`operations.checks.${one}`, { addresses: addressWords(t, first.channel) })}
            {one === 'domain' && (
              <>
                {' '}
                <Anchor component={Link} to="/operasi/domain" underline="always" size="sm">
                  {t('operations.domainLink')}
                </Anchor>
              </>
            )}
          </List.Item>
        ))}
      </List>
      {helper && (
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          <b>{t('operations.call')}</b>{' '}
          {helper === 'servers'
            ? t('operations.callServer')
            : (first.contact ?? t('operations.callUnset', name))}
        </Text>
      )}
    </>
  );
}

/** What ends it: last, with its confirmation in a dialog. */
function Then({ of, channels, onAsk }: Omit<CardProps, 'holds'>) {
  const { t } = useTranslation();
  const { cause } = of.hindrance;
  const said = useSaid(of);
  return (
    <>
      <Text size="sm">{t(`operations.causes.${cause}.after`, said)}</Text>
      {of.hindrance.inPart && (
        <Folded
          of={of.broadcasts}
          more={(count) => t('operations.releaseMore', { count })}
          each={(one) => (
            <Stack gap={4} align="flex-start">
              <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
                {one.title}
                <ApprovedAt id={one.broadcastId} />
              </Text>
              {one.kind === 'braked' ? (
                <Release of={one} onAsk={onAsk} />
              ) : (
                <Button
                  size="sm"
                  aria-label={t('operations.letGoOn', { title: one.title })}
                  onClick={() => onAsk(resumptionOf(one, of.channels.length > 1))}
                >
                  {t('operations.letGoOnShort')}
                </Button>
              )}
            </Stack>
          )}
        />
      )}
      <Group gap="xs">
        {cause === 'emergency' && (
          <Button size="sm" onClick={() => onAsk({ act: 'lift' })}>
            {t('emergency.lift')}
          </Button>
        )}
        {cause === 'channel' &&
          channels.map(({ channel }) => (
            <Button key={channel} size="sm" onClick={() => onAsk({ act: 'channel', channel })}>
              {t('operations.resume', { channel: t(`channels.${channel}`) })}
            </Button>
          ))}
      </Group>
    </>
  );
}

/** What ends a brake: by one region first, then all of it; what came of the trial says which of them is next. */
function Release({ of, onAsk }: { of: Hindered; onAsk: CardProps['onAsk'] }) {
  const { t } = useTranslation();
  const trial = useTrial(of);
  useRegions();
  const several = useSeveralHeld(of.broadcastId, of.channel, regionsOf(of).length > 1);
  const { primary, other } = waysOut(trial, several);
  const button = (way: Way | null, variant: 'filled' | 'default') =>
    way && (
      <Button
        size="sm"
        variant={variant}
        aria-label={t(`operations.${way.words}`, { title: of.title })}
        onClick={() =>
          onAsk(
            way.act === 'try'
              ? { act: 'try', id: of.broadcastId, channel: of.channel }
              : resumptionOf(of, false),
          )
        }
      >
        {t(`operations.${way.words}Short`)}
      </Button>
    );
  return (
    <>
      {trial && (
        <Text size="sm" fw={600} role="status">
          {trialWords(t, trial)}
        </Text>
      )}
      {button(primary, 'filled')}
      {button(other, 'default')}
    </>
  );
}

const regionsOf = ({ pauses }: Hindered): string[] => [...new Set(pauses.flatMap(({ regions }) => regions))];

/**
 * Resumes what a line names: its channel, its region where it is only one, and what its origin paused.
 * @param several whether one act paused it on several channels
 */
function resumptionOf({ broadcastId, channel, by, pauses }: Hindered, several: boolean): Asked {
  const [region, ...more] = pauses.flatMap(({ regions }) => regions);
  return {
    act: 'resume',
    id: broadcastId,
    ...(!several && { channel }),
    ...(region !== undefined && more.length === 0 && { region }),
    pausedBy: STOPPERS.find((one) => one === by),
  };
}

/** The same dialog as on the broadcast's page. */
function Resuming({
  asked: { id, channel, region, pausedBy },
  onClose,
}: {
  asked: Extract<Asked, { act: 'resume' }>;
  onClose: () => void;
}) {
  const found = useQuery({ queryKey: ['broadcast', id], queryFn: () => broadcasts.get(id) });
  if (!found.data) return <Asking of={found} />;
  return (
    <ResumeDialog
      broadcast={found.data}
      part={{ ...(channel && { channel }), ...(region !== undefined && { region }) }}
      pausedBy={pausedBy}
      onClose={onClose}
    />
  );
}

/** The same dialog, of one region: how that goes shows whether the cause has gone. */
function Trying({
  asked: { id, channel },
  onClose,
}: {
  asked: Extract<Asked, { act: 'try' }>;
  onClose: () => void;
}) {
  const found = useQuery({ queryKey: ['broadcast', id], queryFn: () => broadcasts.get(id) });
  if (!found.data) return <Asking of={found} />;
  return <TryDialog broadcast={found.data} channel={channel} onClose={onClose} />;
}
