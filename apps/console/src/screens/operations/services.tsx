import { Badge, Button, Group, List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { BrakeFinding, Channel, OperationsView } from '../../api';
import { Section } from '../../parts/frame/section';
import { isError, isSilent } from '../../parts/sending/silent.rules';
import { clock, number } from '../../times';
import { ForAdmin } from './for-admin';
import { PLACES } from './summary';
import { useTrial } from './use-trial';

type Operation = OperationsView['channels'][number];
type Seen = Pick<
  OperationsView,
  'backend' | 'ready' | 'channels' | 'hindrances' | 'receipts' | 'silent' | 'untrustedProxies'
>;

/** As many silent programs have a sentence each; what is wrong with more is said once. */
const SINGLY = 2;

/** The servers, providers and programs, and whether each answers. */
export function Services({
  of: { backend, ready, channels, hindrances, receipts, silent, untrustedProxies },
  needs,
}: {
  of: Seen;
  needs: boolean;
}) {
  const { t } = useTranslation();
  const providers = channels.map((one) => ({ channel: one.channel, state: answerOf(one) }));
  // Then a line says it, and each is behind it; without a provider's answer Siar has not asked there.
  const well =
    !needs &&
    [ready.database, ready.queue, ...providers.map(({ state }) => state)].every((state) =>
      ANSWERS.has(state),
    );
  const each = (
    <Group gap="xs">
      <Health name={t('operations.database')} state={ready.database} />
      <Health
        name={t('operations.queue', { backend: backend === 'redis' ? 'Redis' : 'PostgreSQL' })}
        state={ready.queue}
      />
      {providers.map(({ channel, state }) => (
        <Provider
          key={channel}
          channel={channel}
          state={state}
          braked={hindrances.find((one) => one.channel === channel && one.kind === 'braked') ?? null}
        />
      ))}
    </Group>
  );
  return (
    <Section
      title={t('operations.servers')}
      id={PLACES.silent}
      needs={needs}
      aside={
        <Button component={Link} to="/operasi/domain" variant="default" size="xs">
          {t('senderDomain.open')}
        </Button>
      }
    >
      {well ? (
        <details>
          <Text component="summary" size="sm" mb="xs">
            {t('operations.allUp')}
          </Text>
          {each}
        </details>
      ) : (
        each
      )}
      {silent.length > SINGLY ? (
        <div>
          <Text size="sm" c="red.9" fw={600}>
            {t('operations.silentSome', { count: silent.length })}
          </Text>
          <List size="sm">
            {silent.map(({ name, program, since }) => (
              <List.Item key={name} style={{ overflowWrap: 'anywhere' }}>
                {t('operations.silentOne', { program, name, at: clock(since) })}
              </List.Item>
            ))}
          </List>
        </div>
      ) : (
        silent.map(({ name, program, since }) => (
          <Text key={name} size="sm" c="red.9" fw={600} style={{ overflowWrap: 'anywhere' }}>
            {t('operations.silent', { program, name, at: clock(since) })}
          </Text>
        ))
      )}
      {ready.unsafe.length > 0 && (
        <div>
          <Text size="sm" c="red.9" fw={600}>
            {t('operations.unsafe')}
          </Text>
          <ForAdmin>{t('operations.unsafeSettings', { settings: ready.unsafe.join(', ') })}</ForAdmin>
        </div>
      )}
      {untrustedProxies.map(({ program, seenAt }) => (
        <div key={program}>
          <Text size="sm" c="red.9" fw={600}>
            {t('operations.untrustedProxy', { program, at: clock(seenAt) })}
          </Text>
          <ForAdmin>{t('operations.untrustedProxySettings')}</ForAdmin>
        </div>
      ))}
      <Text size="sm">
        {receipts.waiting === 0
          ? t('operations.noReceipts')
          : t('operations.receipts', {
              count: receipts.waiting,
              seconds: number(Math.round(receipts.oldestSeconds)),
            })}
      </Text>
    </Section>
  );
}

/** On a narrow screen the words take two lines rather than being cut off. */
const WRAPS = { label: { whiteSpace: 'normal', overflowWrap: 'anywhere' } } as const;

const HEALTH = {
  up: { colour: 'green.8', sign: '' },
  upUnused: { colour: 'green.8', sign: '' },
  refuses: { colour: 'orange.7', sign: ' !' },
  errs: { colour: 'red.8', sign: ' !' },
  slows: { colour: 'orange.7', sign: ' !' },
  down: { colour: 'red.8', sign: ' !' },
  unasked: { colour: 'gray.7', sign: '' },
} as const;
type Answering = keyof typeof HEALTH;
const ANSWERS: ReadonlySet<string> = new Set<Answering>(['up', 'upUnused']);

/** Whether it is the provider that refuses: dead addresses and a missing key are not its doing. */
const BY_PROVIDER: Record<BrakeFinding['why'], boolean> = {
  sender: true,
  fault: true,
  refused: true,
  dead: false,
  key: false,
};

/** What a provider says to broadcasts, beyond that it answers. */
function answerOf({ hindrance, alsoHeldBy, awaySince, provider, handedOver }: Operation): Answering {
  const standing = [hindrance, ...alsoHeldBy].flatMap((one) => one ?? []);
  const away = standing.find(({ cause }) => cause === 'away')?.reason ?? null;
  if (awaySince && away !== null && isError(away)) return 'errs';
  if (awaySince && away !== null && !isSilent(away)) return 'refuses';
  if (awaySince || provider === 'down') return 'down';
  if (standing.some(({ brake }) => brake && BY_PROVIDER[brake.why])) return 'refuses';
  if (standing.some(({ cause }) => cause === 'slow-down')) return 'slows';
  if (provider !== 'up') return 'unasked';
  // It answers the looks of Siar; what it says to messages is not known.
  return handedOver > 0 ? 'up' : 'upUnused';
}

/** How a provider answers. What it accepts in a trial counts more than what it refused before. */
function Provider({
  channel,
  state,
  braked,
}: {
  channel: Channel;
  state: Answering;
  braked: OperationsView['hindrances'][number] | null;
}) {
  const { t } = useTranslation();
  const trial = useTrial(state === 'refuses' ? braked : null);
  return (
    <Health
      name={t('operations.provider', { channel: t(`channels.${channel}`) })}
      state={trial?.state === 'passed' ? 'up' : state}
    />
  );
}

/** Whether something answers, and how: in a word, the dot is an addition. */
function Health({ name, state }: { name: string; state: Answering | OperationsView['ready']['database'] }) {
  const { t } = useTranslation();
  const word = state === 'not configured here' ? 'unasked' : state;
  const { colour, sign } = HEALTH[word];
  return (
    <Badge variant="dot" color={colour} tt="none" fw={500} size="lg" h="auto" mih={26} styles={WRAPS}>
      {name}: {t(`operations.${word}`)}
      {sign}
    </Badge>
  );
}
