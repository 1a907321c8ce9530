import { Alert, Anchor, Badge, Box, Button, Group, List, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Channel, broadcasts, type OperationsView } from '../../api';
import { carrierName, withName } from '../../parts/sending/carriers';
import { answerWords } from '../../parts/sending/answer-words';
import { Asking } from '../../parts/frame/asking';
import { HindranceBadge, StateBadge } from '../../parts/broadcasts/badges';
import { pauseWords } from '../../parts/sending/brake-words';
import { ChannelPause } from '../../parts/sending/channel-pause';
import { LiftDialog } from '../../parts/frame/emergency-dialogs';
import { useGoesOn } from '../../parts/sending/use-goes-on';
import { regionNames } from '../../parts/sending/pause-place';
import { useRegions } from '../../parts/regions/regions';
import { Section } from '../../parts/frame/section';
import { clock, instant, listed, number } from '../../times';
import { ResumeDialog } from '../broadcast/stopping/stopping';
import { Accounts } from './accounts';
import classes from './cards.module.css';
import { LineButton } from './line-button';
import { dueNow, slowUntil } from './pace.rules';

type Operation = OperationsView['channels'][number];
type Hindered = OperationsView['hindrances'][number];
type Hindrance = NonNullable<Operation['hindrance']>;
/** The question to the operator. */
type Asked = { act: 'lift' } | { act: 'resume'; id: string; region?: string; pausedBy: Pauser };
const SETTING: Record<Channel, string> = {
  email: 'PROVIDER_CONTACT_EMAIL',
  telegram: 'PROVIDER_CONTACT_TELEGRAM',
  sms: 'PROVIDER_CONTACT_SMS',
};
/** Causes without the provider's involvement. */
const OURS: readonly Hindrance['cause'][] = ['unserved', 'stall', 'queue'];
const isOurs = (of: Hindrance | undefined): boolean => of !== undefined && OURS.includes(of.cause);
const STOPPERS = ['author', 'kpu', 'operator', 'brake', 'correction'] as const;
type Pauser = (typeof STOPPERS)[number] | undefined;

/** Columns of the grid that the cards stand in: three, two or one of them share a line. */
const COLUMNS = 6;

/**
 * One channel: its state, why, since when, the affected broadcasts, what to check, the contact to call, the button. One with
 * a hindrance takes the whole width, its figures beside the explanation.
 */
export function ChannelCard({
  of,
  hindrances,
  carriers,
  at,
  beside,
}: {
  of: Operation;
  /** The hindrances of broadcasts on this channel. */
  hindrances: readonly Hindered[];
  /** The carriers held on this channel: their recipients wait. */
  carriers: readonly string[];
  /** When the figures were read, in ms since 1970. */
  at: number;
  /** How many cards share its line. */
  beside: number;
}) {
  const { t } = useTranslation();
  // Kept here, not beside the broadcast: that row disappears while a dialog still shows the result.
  const [asking, setAsking] = useState<Asked | null>(null);
  const { channel, queue, stalled, scheduled, pace, rate, hindrance, alsoHeldBy, accounts } = of;
  const close = (): void => setAsking(null);
  const slow = hindrance ? null : slowUntil(of, at);
  return (
    <Box className={classes.card} style={{ '--columns': hindrance ? COLUMNS : COLUMNS / beside }}>
      <Section
        title={t(`channels.${channel}`)}
        needs={hindrance !== null}
        aside={
          hindrance ? (
            <HindranceBadge hindrance={hindrance.kind} inPart={hindrance.inPart} />
          ) : carriers.length > 0 ? (
            <Sign>
              {t('operations.heldFor', { carriers: listed(carriers.map((one) => carrierName(t, one))) })}
            </Sign>
          ) : slow === null ? (
            <StateBadge state="running" />
          ) : (
            <Sign>{t('operations.slow')}</Sign>
          )
        }
      >
        <Group align="flex-start" gap="lg">
          {hindrance && (
            <Stack miw={0} style={{ flex: '3 1 22rem' }}>
              {[hindrance, ...alsoHeldBy].map((one, place, all) => (
                <Held
                  key={one.cause}
                  of={of}
                  hindrance={one}
                  hindrances={hindrances}
                  // Once for several with the same contact.
                  withContact={place === 0 || isOurs(one) !== isOurs(all[place - 1])}
                  onAsk={setAsking}
                />
              ))}
            </Stack>
          )}
          <Stack miw={0} style={{ flex: '1 1 14rem' }}>
            {slow !== null && (
              <Alert role="note" color="yellow" p="xs">
                <Text size="sm">
                  {t('operations.slowUntil', {
                    messages: number(dueNow(of)),
                    at: clock(new Date(slow)),
                  })}
                </Text>
              </Alert>
            )}
            <ChannelPause of={of} />
            <Table fz="sm" verticalSpacing={4}>
              <Table.Tbody>
                <Figure name={t('operations.messages')} value={number(of.waiting - scheduled)} />
                <Figure name={t('operations.scheduled')} value={number(scheduled)} />
                <Figure
                  name={t('operations.rate')}
                  value={`${number(pace, { maximumFractionDigits: pace < 10 ? 1 : 0 })} / ${rate === null ? '∞' : number(rate)}`}
                />
                <Figure name={t('operations.stalled')} value={number(stalled)} alarm={stalled > 0} />
                {queue ? (
                  <>
                    <Figure name={t('operations.jobs')} value={number(queue.waiting + queue.delayed)} />
                    <Figure name={t('operations.active')} value={number(queue.active)} />
                    <Figure
                      name={t('operations.failed')}
                      value={number(queue.failed)}
                      alarm={queue.failed > 0}
                    />
                    <Figure
                      name={t('operations.oldest')}
                      value={queue.oldestAt ? clock(queue.oldestAt) : '–'}
                    />
                  </>
                ) : (
                  <Figure name={t('operations.jobs')} value={t('operations.down')} alarm />
                )}
              </Table.Tbody>
            </Table>
          </Stack>
        </Group>
        {(accounts.length > 1 || accounts.some(({ spending }) => spending)) && <Accounts of={accounts} />}
        {asking?.act === 'lift' && <LiftDialog onClose={close} />}
        {asking?.act === 'resume' && <Resuming asked={asking} channel={channel} onClose={close} />}
      </Section>
    </Box>
  );
}

/** What is not as it should be though the channel goes on: in a word, the dot is an addition. */
function Sign({ children }: { children: ReactNode }) {
  return (
    <Badge variant="dot" color="yellow.6" tt="none" fw={600} size="lg" style={{ flexShrink: 0 }}>
      {children}
    </Badge>
  );
}

function Held({
  of: { channel, contact, probeAt, waiting, paused, hindrance: strongest },
  hindrance,
  hindrances,
  withContact,
  onAsk,
}: {
  of: Operation;
  hindrance: Hindrance;
  hindrances: readonly Hindered[];
  /** Whether the contact to call is shown. */
  withContact: boolean;
  onAsk: (asked: Asked) => void;
}) {
  const { t } = useTranslation();
  const { withoutProvider, triedAgain, thenSent } = useGoesOn();
  const { kind, cause, since, reason, by, inPart } = hindrance;
  const said = {
    channel: t(`channels.${channel}`),
    at: since ? instant(since) : '',
    goesOn: withoutProvider(channel),
    again: triedAgain([channel], t('goesOn.again')),
    next: thenSent(channel),
  };
  const own = hindrances.filter((one) => one.cause === cause);
  // What is paused itself waits with or without a hindrance of the whole channel.
  const apart = inPart ? 0 : paused;
  return (
    <Alert role="note" color={kind === 'slowed' ? 'yellow' : kind === 'paused' ? 'orange' : 'red'} p="sm">
      <Stack gap="xs">
        <Text size="sm" fw={600}>
          {t(`operations.causes.${cause}.what`, said)}
          {!inPart && by && ` ${t('hindrances.by', { name: by })}`}
        </Text>
        {!inPart && reason && (
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {t('operations.reason', { reason: kind === 'slowed' ? answerWords(t, reason) : reason })}
          </Text>
        )}
        {probeAt && cause === 'away' && (
          <Text size="sm">{t('operations.probe', { at: clock(probeAt) })}</Text>
        )}
        {own.length > 0 ? (
          <>
            <Text size="sm">
              {t('operations.means', { count: new Set(own.map((one) => one.broadcastId)).size })}
            </Text>
            <List size="sm" spacing="xs">
              {own.map((one) => (
                <List.Item key={`${one.broadcastId} ${one.since} ${one.reason} ${one.by}`}>
                  <HeldBroadcast of={one} inPart={inPart} onAsk={onAsk} />
                </List.Item>
              ))}
            </List>
          </>
        ) : (
          <Text size="sm">
            {waiting > apart
              ? t('operations.waitingOnly', { messages: number(waiting - apart) })
              : t('operations.nothingHeld')}
          </Text>
        )}
        {apart > 0 &&
          (cause === 'emergency' || (cause === 'channel' && strongest?.cause !== 'emergency')) && (
            <Text size="sm">{t('numbers.paused', { messages: number(apart) })}.</Text>
          )}
        <Text size="sm">
          <b>{t('operations.check')}</b> {t(`operations.causes.${cause}.check`, said)}
        </Text>
        {withContact && (
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            <b>{t('operations.call')}</b>{' '}
            {isOurs(hindrance)
              ? t('operations.callServer')
              : (contact ?? t('operations.callUnset', { ...said, setting: SETTING[channel] }))}
          </Text>
        )}
        {cause === 'emergency' && (
          <Group>
            <Button size="xs" onClick={() => onAsk({ act: 'lift' })}>
              {t('emergency.lift')}
            </Button>
          </Group>
        )}
      </Stack>
    </Alert>
  );
}

/**
 * A hindered broadcast and how many of its copies wait. One that is stopped apart from its channel also has the reason
 * and the button to resume it.
 */
function HeldBroadcast({
  of: { broadcastId, title, since, reason, brake, by, waiting, kind, pauses },
  inPart,
  onAsk,
}: {
  of: Hindered;
  inPart: boolean;
  onAsk: (asked: Asked) => void;
}) {
  const { t } = useTranslation();
  const who = STOPPERS.find((one) => one === by);
  useRegions();
  const [region, ...more] = pauses.flatMap(({ regions }) => regions);
  const only = region !== undefined && more.length === 0 ? { region } : {};
  const each = pauses.length > 0 ? pauses : [{ since, reason, brake, regions: [], doubted: false }];
  return (
    <Stack gap={2} align="flex-start" miw={0}>
      <Group gap={6}>
        <Anchor component={Link} to={`/siaran/${broadcastId}`} underline="always" size="sm">
          {title}
        </Anchor>
        <Text size="sm">{t('operations.waits', { messages: number(waiting) })}</Text>
      </Group>
      {inPart && (
        <>
          {each.map((one) => (
            <Text key={JSON.stringify(one)} size="sm" style={{ overflowWrap: 'anywhere' }}>
              {[
                one.regions.length > 0 && regionNames(t, one.regions),
                one.since && t('operations.since', { at: instant(one.since) }),
                who ? t(`home.pausedBy.${who}`) : by && t('hindrances.by', { name: by }),
                pauseWords(t, { ...one, brake: one.brake && withName(t, one.brake) }),
                one.doubted && t('home.doubted'),
              ]
                .filter(Boolean)
                .join(' · ')}
            </Text>
          ))}
          <LineButton onClick={() => onAsk({ act: 'resume', id: broadcastId, ...only, pausedBy: who })}>
            {t(kind === 'braked' ? 'operations.release' : 'operations.letGoOn', { title })}
          </LineButton>
        </>
      )}
    </Stack>
  );
}

/** The same dialog as on the broadcast's page, for what the line names: its channel, its region, who paused it. */
function Resuming({
  asked: { id, region, pausedBy },
  channel,
  onClose,
}: {
  asked: Extract<Asked, { act: 'resume' }>;
  channel: Channel;
  onClose: () => void;
}) {
  const found = useQuery({ queryKey: ['broadcast', id], queryFn: () => broadcasts.get(id) });
  if (!found.data) return <Asking of={found} />;
  return (
    <ResumeDialog
      broadcast={found.data}
      part={{ channel, ...(region !== undefined && { region }) }}
      pausedBy={pausedBy}
      onClose={onClose}
    />
  );
}

function Figure({ name, value, alarm = false }: { name: string; value: string; alarm?: boolean }) {
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400}>
        {name}
      </Table.Th>
      <Table.Td className="numeric" fw={600} c={alarm ? 'red.9' : undefined} style={{ whiteSpace: 'nowrap' }}>
        {value}
        {alarm && ' !'}
      </Table.Td>
    </Table.Tr>
  );
}
