import { Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operations, type OperationsView } from '../../api';
import { Confirm } from '../../parts/forms/confirm';
import { Reason } from '../../parts/forms/reason';
import { carrierName } from '../../parts/sending/carriers';
import { answerWords } from '../../parts/sending/answer-words';
import { exactClock, instant, listed, number, rupiah } from '../../times';
import { fraction } from './account-words.rules';
import { LineButton } from './line-button';

type Account = OperationsView['channels'][number]['accounts'][number];
type Act = 'rest' | 'return' | 'prefer' | 'unprefer';

/** The accounts of a channel: which of them take messages, why the others do not, and what may be done. */
export function Accounts({ of }: { of: readonly Account[] }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<{ act: Act; name: string } | null>(null);
  const asked = of.find(({ name }) => name === asking?.name);
  return (
    <Stack gap="xs">
      <Text size="sm">{t(of.length > 1 ? 'operations.accounts' : 'operations.oneAccount')}</Text>
      <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {of.map((account) => (
          <Line
            key={account.name}
            of={account}
            // The only one is paused with its channel.
            acts={of.length > 1 ? actsOn(account) : []}
            onAsk={(act) => setAsking({ act, name: account.name })}
          />
        ))}
      </Stack>
      {asking && asked && (
        <ActDialog act={asking.act} of={asked} among={of} onClose={() => setAsking(null)} />
      )}
    </Stack>
  );
}

const actsOn = ({ rest, preferred }: Account): Act[] => [
  rest ? 'return' : 'rest',
  // It may rest and have been preferred before; preferring it now would do nothing.
  ...(preferred ? (['unprefer'] as const) : rest ? [] : (['prefer'] as const)),
];

function Line({ of, acts, onAsk }: { of: Account; acts: readonly Act[]; onAsk: (act: Act) => void }) {
  const { t } = useTranslation();
  const { name, rate, rest, preferred, spending, share, routes, warmUp } = of;
  return (
    <Stack gap={0} component="li">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
          {name}
        </Text>
        <Text size="sm" className="numeric" style={{ whiteSpace: 'nowrap' }}>
          {rate === null ? '∞' : t('operations.perSecond', { rate: number(rate) })}
        </Text>
      </Group>
      {rest ? <Resting of={of} rest={rest} /> : !spending?.reachedAt && <Working of={of} />}
      {routes.length > 0 && (
        <Text size="sm">
          {t('operations.account.routes', { carriers: listed(routes.map((one) => carrierName(t, one))) })}
        </Text>
      )}
      {spending && <Spending of={spending} />}
      {warmUp && <WarmUp of={warmUp} />}
      {preferred && <Text size="sm">{t('operations.account.preferred')}</Text>}
      {share && (
        <Text size="sm">
          {t('operations.account.share', { part: fraction(share.weight), at: instant(share.since) })}{' '}
          {t('operations.account.why', { why: t(`operations.account.moved.${share.reason}`) })}
        </Text>
      )}
      <Group gap="xs" mt={4}>
        {acts.map((act) => (
          <LineButton key={act} onClick={() => onAsk(act)}>
            {t(`operations.accountActs.${act}.go`, { account: name })}
          </LineButton>
        ))}
      </Group>
    </Stack>
  );
}

/** From this part of its ceiling on, an account is near it: as in the trail. */
const NEAR = 0.8;

function Spending({ of: { spent, ceiling, reachedAt } }: { of: NonNullable<Account['spending']> }) {
  const { t } = useTranslation();
  const said = { spent: rupiah(spent), ceiling: ceiling === null ? '' : rupiah(ceiling) };
  if (reachedAt)
    return (
      <Text size="sm" c="red.9">
        {t('operations.account.spent', { ...said, at: instant(reachedAt) })}
      </Text>
    );
  return (
    <Text size="sm" fw={ceiling !== null && spent >= NEAR * ceiling ? 600 : undefined}>
      {t(`operations.account.${ceiling === null ? 'spends' : 'spendsOf'}`, said)}
    </Text>
  );
}

/** A day of an account's warm-up, and how much of it the mailbox providers have had. */
function WarmUp({ of: { ceiling, taken } }: { of: NonNullable<Account['warmUp']> }) {
  const { t } = useTranslation();
  const parts = taken.map(({ carrier, copies }) => `${carrierName(t, carrier)} ${number(copies)}`);
  return (
    <Text size="sm">
      {t('operations.account.warmUp', { ceiling: number(ceiling) })}{' '}
      {parts.length > 0 && t('operations.account.warmed', { parts: listed(parts) })}
    </Text>
  );
}

/** An account that an operator rests: the copies that it still holds, the operator, the time and the reason. */
function Resting({ of: { inHand }, rest }: { of: Account; rest: NonNullable<Account['rest']> }) {
  const { t } = useTranslation();
  return (
    <>
      <Text size="sm" fw={600}>
        {inHand > 0
          ? t('operations.account.drains', { messages: number(inHand) })
          : t('operations.account.rests')}
      </Text>
      <Text size="sm">{t('operations.account.restedBy', { at: instant(rest.since), name: rest.by })}</Text>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {t('operations.reason', { reason: rest.reason })}
      </Text>
    </>
  );
}

function Working({ of: { awaySince, awayReason, probeAt, slowSince, slowReason } }: { of: Account }) {
  const { t } = useTranslation();
  const [state, since, reason] = awaySince
    ? (['away', awaySince, awayReason] as const)
    : slowSince
      ? (['slow', slowSince, slowReason] as const)
      : (['takes', null, null] as const);
  return (
    <>
      <Text size="sm" c={state === 'away' ? 'red.9' : undefined}>
        {t(`operations.account.${state}`, { at: since ? instant(since) : '' })}
      </Text>
      {reason && (
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {t('operations.reason', { reason: answerWords(t, reason) })}
        </Text>
      )}
      {awaySince && probeAt && <Text size="sm">{t('operations.probe', { at: exactClock(probeAt) })}</Text>}
    </>
  );
}

const DO: Record<Act, (account: string, reason: string) => Promise<unknown>> = {
  rest: operations.rest,
  return: operations.return,
  prefer: operations.prefer,
  unprefer: operations.unprefer,
};

/** What an act does, before it is done. */
function ActDialog({
  act,
  of: { name, inHand },
  among,
  onClose,
}: {
  act: Act;
  of: Account;
  among: readonly Account[];
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const withReason = act === 'rest' || act === 'prefer';
  const instead = among.find((other) => other.preferred && other.name !== name);
  const said = { account: name };
  return (
    <Confirm
      touches={[['operations']]}
      title={t(`operations.accountActs.${act}.title`, said)}
      go={t(`operations.accountActs.${act}.go`, said)}
      danger={act === 'rest'}
      ready={!withReason || reason.trim() !== ''}
      onGo={() => DO[act](name, reason.trim())}
      told={t(`operations.accountActs.${act}.done`, said)}
      onClose={onClose}
    >
      <Text size="sm">{t(`operations.accountActs.${act}.what`, said)}</Text>
      {act === 'rest' && (
        <Text size="sm">
          {inHand > 0
            ? t('operations.accountActs.rest.holds', { messages: number(inHand) })
            : t('operations.accountActs.rest.holdsNothing')}
        </Text>
      )}
      {act === 'prefer' && instead && (
        <Text size="sm">{t('operations.accountActs.prefer.instead', { account: instead.name })}</Text>
      )}
      {withReason && <Reason label={t('reason.required')} value={reason} onChange={setReason} required />}
    </Confirm>
  );
}
