import { Alert, Badge, Group, Progress, Stack, Text } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { OperationsView } from '../../api';
import { StateBadge } from '../../parts/broadcasts/badges';
import { Section } from '../../parts/frame/section';
import { carrierName } from '../../parts/sending/carriers';
import { ChannelPause } from '../../parts/sending/channel-pause';
import { clock, listed, number } from '../../times';
import { Accounts } from './accounts';
import classes from './cards.module.css';
import { HeldBadge } from './held-badge';
import { dueNow, slowUntil } from './pace.rules';
import { heldOn, isUnexplained, worstFirst } from './troubles.rules';

type Operation = OperationsView['channels'][number];

/** Signs of what holds a channel up, at most; the cards above name all of it. */
const SIGNS = 2;

/** One channel: its state, what it still has to send, how fast it goes, its accounts, and the button that pauses it. */
export function ChannelCard({
  of,
  hindered,
  carriers,
  schedules,
  at,
}: {
  of: Operation;
  /** What holds broadcasts, on any channel. */
  hindered: OperationsView['hindrances'];
  /** The carriers held on this channel: their recipients wait. */
  carriers: readonly string[];
  /** Whether messages of any channel wait for their hour. */
  schedules: boolean;
  /** When the figures were read, in ms since 1970. */
  at: number;
}) {
  const { t } = useTranslation();
  const { channel, scheduled, inHand, hindrance, accounts } = of;
  const slow = isUnexplained(of) ? slowUntil(of, at) : null;
  const heldBy = (cause: string) => ({
    held: heldOn(hindered, channel, cause),
    of: of.broadcasts,
  });
  const [params] = useSearchParams();
  const id = `saluran-${channel}`;
  const sought = accounts.some(({ name }) => name === params.get('akun'));
  useEffect(() => {
    if (sought) document.getElementById(id)?.scrollIntoView({ block: 'center' });
  }, [sought, id]);
  return (
    <Section
      id={id}
      title={t(`channels.${channel}`)}
      aside={
        hindrance ? (
          <Group gap={6} justify="flex-end">
            {worstFirst(of)
              .slice(0, SIGNS)
              .map((one) => (
                <HeldBadge key={one.cause} of={one} broadcasts={one.inPart ? heldBy(one.cause) : null} />
              ))}
            {slow !== null && <Sign>{t('operations.slow')}</Sign>}
          </Group>
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
      <Group justify="space-between" align="flex-end" gap="xs">
        <div>
          <Text className={classes.figure}>{number(of.waiting - scheduled)}</Text>
          <Text size="sm">
            {inHand > 0
              ? t('operations.messagesInHand', { messages: number(inHand) })
              : t('operations.messages')}
          </Text>
        </div>
        <ChannelPause of={of} />
      </Group>
      {/* Where another channel has the line, its place is kept: the bars stand beside each other. */}
      {schedules && (
        <Text size="sm" c="dimmed" className={classes.scheduled}>
          {scheduled > 0 && t('operations.scheduled', { messages: number(scheduled) })}
        </Text>
      )}
      <Pace of={of} />
      {slow !== null && (
        <Alert role="note" color="yellow" p="xs">
          <Text size="sm">
            {t('operations.slowUntil', { messages: number(dueNow(of)), at: clock(new Date(slow)) })}
          </Text>
        </Alert>
      )}
      {(accounts.length > 1 || accounts.some(({ spending }) => spending)) && <Accounts of={accounts} />}
    </Section>
  );
}

/** How much of what the provider takes goes out, in words and as a bar. */
function Pace({ of }: { of: Operation }) {
  const { t } = useTranslation();
  const { pace, rate } = of;
  const shown = number(pace, { maximumFractionDigits: pace < 10 ? 1 : 0 });
  return (
    <Stack gap={4}>
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600} className="steady">
          {pace === 0 && dueNow(of) === 0
            ? t('operations.rateIdle')
            : t('operations.rateShort', { pace: shown })}
        </Text>
        <Text size="sm" c="dimmed" className="steady">
          {rate === null ? t('operations.rateNone') : t('operations.rateLimit', { rate: number(rate) })}
        </Text>
      </Group>
      {rate !== null && (
        <Progress
          value={Math.min(100, (pace / rate) * 100)}
          size="sm"
          aria-label={t('operations.rate', { pace: shown, rate: number(rate) })}
        />
      )}
    </Stack>
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
