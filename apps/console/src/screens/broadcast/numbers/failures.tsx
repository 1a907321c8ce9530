import { Alert, Anchor, Stack, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { clock, number } from '../../../times';
import {
  type Broadcast,
  type Channel,
  CHANNELS,
  type Counts,
  type DeliveryState,
  type Failure,
  type MissedGroup,
  type Rejected,
} from '../../../api';
import { ChainLinks } from '../../../parts/broadcasts/chain';
import { announcedOf, correctedOf, takenBackIn } from '../../../parts/broadcasts/chain.rules';
import {
  leavesUncorrected,
  reasonKey,
  reasonWord,
  saysDead,
  saysManyDead,
  unknownKey,
  withPeople,
} from '../../../parts/sending/provider-codes.rules';
import { handed } from '../../../parts/sending/account.rules';
import narrow from '../../../parts/frame/narrow-table.module.css';
import { byCause } from './causes.rules';
import { type RejectedCause, ResendRejected } from './rejected';
import { mayStillReach } from '../stopping/ended.rules';
import { cancelledBy, heldBefore } from '../stopping/held-before.rules';
import { useActWords } from '../stopping/stop-acts';
import { useRoles } from '../../../session';

/**
 * Failures in words, with what to do about each; a code without words is shown unchanged.
 * @param broadcast the broadcast that they belong to
 * @param unreached of a correction: people whom it reached on no channel; null: it is no correction
 * @param channels what became of the copies on each channel
 * @param uncounted copies that went wrong since the reasons were read
 * @param missed the people that got nothing, by cause; null: not counted here
 * @param rejected what can go again of it
 */
export function Failures({
  broadcast,
  of,
  unreached,
  channels,
  uncounted = 0,
  missed = null,
  rejected,
  onResend,
}: {
  broadcast: Standing;
  of: readonly Failure[];
  unreached: number | null;
  channels: ByChannel;
  uncounted?: number;
  missed?: readonly MissedGroup[] | null;
  rejected: Rejected['groups'];
  onResend: (cause: RejectedCause) => void;
}) {
  const { t } = useTranslation();
  const announced = announcedOf(broadcast);
  const holding = broadcast.chain?.correctedBy;
  return (
    <>
      {unreached !== null && unreached > 0 && (
        <Alert
          color={announced === 'yes' ? 'red' : 'orange'}
          role="note"
          title={t('failures.stillWrong', { people: number(unreached) })}
        >
          <Text size="sm">
            {t(
              announced !== 'yes'
                ? `failures.notThisOne.${announced}`
                : mayStillReach(broadcast.remainder)
                  ? 'failures.stillWrongCompanion'
                  : 'failures.stillWrongTodo',
            )}
          </Text>
          {holding && <ChainLinks of={[holding]} />}
        </Alert>
      )}
      <ByReason
        of={of}
        missed={missed}
        uncorrected={uncorrectedOf(broadcast, unreached)}
        corrected={isCorrected(broadcast)}
        counts={channels}
        uncounted={uncounted}
        broadcast={broadcast}
        rejected={rejected}
        onResend={onResend}
      />
    </>
  );
}

/** Where each failed copy is listed. */
export function ToFailed({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <Anchor
      component={Link}
      to={`/siaran/${id}/kiriman?state=failed`}
      size="sm"
      underline="always"
      className="unprinted"
    >
      {t('failures.list')}
    </Anchor>
  );
}

type Standing = Pick<Broadcast, 'id' | 'state' | 'doubt' | 'chain' | 'remainder' | 'stops'>;

/** What is said of an address that a correction did not reach; null: it is no correction. */
type Uncorrected = 'failures.correctionTodo' | 'failures.correctionOver' | null;
const uncorrectedOf = (broadcast: Standing, unreached: number | null): Uncorrected =>
  unreached === null
    ? null
    : announcedOf(broadcast) === 'yes'
      ? 'failures.correctionTodo'
      : 'failures.correctionOver';

/** Whether a correction of it was approved, which cancelled what was left. */
const isCorrected = ({ chain }: Standing): boolean =>
  correctedOf(chain) === 'yes' || takenBackIn(chain) !== undefined;

/** A table of causes: what happened and what to do, on which channel, what became of the copies, and how many. */
function CauseTable({
  people,
  children,
}: {
  /** Whether it says how many people got nothing. */
  people: boolean;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <Table.ScrollContainer
      minWidth={560}
      className={narrow.table ?? ''}
      scrollAreaProps={{
        viewportProps: { tabIndex: 0, role: 'group', 'aria-label': t('failures.title') },
      }}
    >
      <Table fz="sm" verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('failures.what')}</Table.Th>
            <Table.Th scope="col">{t('deliveries.channel')}</Table.Th>
            <Table.Th scope="col">{t('deliveries.state')}</Table.Th>
            <Table.Th scope="col" className="numeric">
              {t('failures.copies')}
            </Table.Th>
            {people && (
              <Table.Th scope="col" className="numeric">
                {t('failures.without')}
              </Table.Th>
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

type ByChannel = readonly (readonly [Channel, Counts])[];

const NOWRAP = { whiteSpace: 'nowrap' } as const;

function ByReason({
  of,
  missed,
  uncorrected,
  corrected,
  counts: byChannel,
  uncounted,
  broadcast,
  rejected,
  onResend,
}: {
  of: readonly Failure[];
  missed: readonly MissedGroup[] | null;
  uncorrected: Uncorrected;
  corrected: boolean;
  counts: ByChannel;
  uncounted: number;
  broadcast: Standing;
  rejected: Rejected['groups'];
  onResend: (cause: RejectedCause) => void;
}) {
  const { t } = useTranslation();
  const reasonOf = useReason();
  const { id, stops } = broadcast;
  // The ledger has no row of what ended before its recipients were listed.
  const ended = byChannel.flatMap(([channel, { neverListed }]) =>
    neverListed > 0 ? [[channel, neverListed] as const] : [],
  );
  const lines = byCause(withPeople(of, missed ?? []));
  if (lines.length + ended.length + uncounted === 0) return <Text size="sm">{t('failures.none')}</Text>;
  const counts = missed !== null && missed.length > 0;
  return (
    <CauseTable people={counts}>
      {lines.map(({ channels, state, reason, reasons, codes, copies, people }) => (
        <Table.Tr key={`${channels.join()} ${state} ${reason}`}>
          <Table.Td>
            {state === 'unknown' ? (
              <UnknownWords code={reason} />
            ) : (
              <ReasonWords
                code={reason}
                codes={codes}
                uncorrected={uncorrected}
                corrected={corrected}
                many={saysManyDead(
                  reason,
                  copies,
                  byChannel.reduce((sum, [one, of]) => sum + (channels.includes(one) ? handed(of) : 0), 0),
                )}
                braked={stops.some(({ brake }) => brake !== null && channels.includes(brake.channel))}
                givenBack={stops.some(
                  ({ act, channel }) => act === 'give-back' && channels.some((one) => one === channel),
                )}
              />
            )}
            {state === 'failed' && (
              <ResendRejected
                broadcast={broadcast}
                of={rejected}
                cause={{ channels, reasons, words: reasonOf(reason, state) }}
                onResend={onResend}
              />
            )}
            {state === 'cancelled' && <CancelledBy id={id} of={cancelledBy(stops, channels)} />}
            {(state === 'cancelled' || state === 'expired') && (
              <HeldBefore id={id} of={channels.flatMap((one) => heldBefore(stops, one, state))} />
            )}
          </Table.Td>
          <Table.Td data-label={t('deliveries.channel')}>
            {CHANNELS.filter((one) => channels.includes(one))
              .map((one) => t(`channels.${one}`))
              .join(', ')}
          </Table.Td>
          <Table.Td style={NOWRAP} data-label={t('deliveries.state')}>
            {t(`deliveryStates.${state}`)}
          </Table.Td>
          <Table.Td className="numeric" data-label={t('failures.copies')}>
            {copies > 0 ? number(copies) : '–'}
          </Table.Td>
          {counts && (
            <Table.Td className="numeric" data-label={t('failures.without')}>
              {people > 0 ? number(people) : '–'}
            </Table.Td>
          )}
        </Table.Tr>
      ))}
      {ended.map(([channel, copies]) => (
        <Table.Tr key={`${channel} never listed`}>
          <Table.Td>
            <Text size="sm" fw={500}>
              {t('failures.neverListed')}
            </Text>
            {(uncorrected ?? corrected) && (
              <Text size="sm" c="dimmed">
                {t(uncorrected ?? 'failures.cancelledByCorrection')}
              </Text>
            )}
          </Table.Td>
          <Table.Td style={NOWRAP} data-label={t('deliveries.channel')}>
            {t(`channels.${channel}`)}
          </Table.Td>
          <Table.Td style={NOWRAP} data-label={t('deliveries.state')}>
            {t('failures.notListed')}
          </Table.Td>
          <Table.Td className="numeric" data-label={t('failures.copies')}>
            {number(copies)}
          </Table.Td>
          {counts && <Table.Td className="numeric">–</Table.Td>}
        </Table.Tr>
      ))}
      {uncounted > 0 && (
        <Table.Tr>
          <Table.Td c="dimmed">{t('failures.uncounted')}</Table.Td>
          <Table.Td />
          <Table.Td />
          <Table.Td className="numeric" data-label={t('failures.copies')}>
            {number(uncounted)}
          </Table.Td>
          {counts && <Table.Td />}
        </Table.Tr>
      )}
    </CauseTable>
  );
}

/** Who cancelled copies, where, and why. */
function CancelledBy({ id, of }: { id: string; of: Broadcast['stops'] }) {
  const { t } = useTranslation();
  const words = useActWords(id, of);
  return of.map((one) => (
    <Text key={`${one.at} ${one.channel} ${one.regionCode}`} size="sm" className="message">
      {t('failures.cancelledBy', { at: clock(one.at), act: words(one).filter(Boolean).join(' ') })}
    </Text>
  ));
}

/** What held copies back until they ended: the ledger says of them only that they ended. */
function HeldBefore({ id, of }: { id: string; of: Broadcast['stops'] }) {
  const { t } = useTranslation();
  const words = useActWords(id, of);
  return of.map((one) => (
    <Text key={`${one.at} ${one.act} ${one.channel} ${one.regionCode}`} size="sm" className="message">
      {t('failures.heldBefore', { since: clock(one.at), act: words(one).filter(Boolean).join(' ') })}
    </Text>
  ));
}

/** Why the result of a copy is unknown, and what to check before sending it again. */
export function UnknownWords({ code }: { code: string | null }) {
  const { t } = useTranslation();
  const key = unknownKey(code);
  return (
    <Stack gap={0}>
      <Text size="sm" fw={500}>
        {t(`unknown.reasons.${key}.what`)}{' '}
        {code !== null && (
          <Text span size="xs" c="dimmed">
            ({code})
          </Text>
        )}
      </Text>
      <Text size="sm" c="dimmed">
        {t(`unknown.reasons.${key}.todo`)}
      </Text>
    </Stack>
  );
}

/** A reason in words and what to do about it, with the provider's code if there is one. */
function ReasonWords({
  code,
  codes,
  uncorrected,
  corrected,
  many,
  braked,
  givenBack,
}: {
  code: string | null;
  /** All that mean it, as far as the provider's support asks for them. */
  codes: readonly string[];
  uncorrected: Uncorrected;
  corrected: boolean;
  /** Whether it says of an unusual number of addresses that they are dead. */
  many: boolean;
  /** Whether the brake was pulled on one of its channels. */
  braked: boolean;
  /** Whether addresses that the brake found dead were given back since. */
  givenBack: boolean;
}) {
  const { t } = useTranslation();
  const decides = useRoles('operator');
  const key = code === null ? null : reasonKey(code);
  if (!key) return <Text size="sm">{code ?? t('failures.unsaid')}</Text>;
  return (
    <Stack gap={0}>
      <Text size="sm" fw={500}>
        {t(`reasons.${key}.what`)}{' '}
        {codes.length > 0 && (
          <Text span size="xs" c="dimmed">
            ({codes.join(', ')})
          </Text>
        )}
      </Text>
      <Text size="sm" c="dimmed">
        {braked && saysDead(code) && `${t(givenBack ? 'failures.givenBack' : 'failures.brakedTodo')} `}
        {uncorrected && leavesUncorrected(key)
          ? t(uncorrected)
          : !(braked && saysDead(code)) &&
            t(
              key === 'cancelled' && corrected
                ? 'failures.cancelledByCorrection'
                : many
                  ? 'failures.manyDead'
                  : `reasons.${key}.todo`,
            )}
      </Text>
      {decides && key === 'dead' && (
        <Anchor component={Link} to="/tertahan" size="sm" underline="always">
          {t('failures.toSuppressed')}
        </Anchor>
      )}
    </Stack>
  );
}

/** A reason in one line, for a list. */
export function useReason(): (code: string | null, state: DeliveryState) => string {
  const { t } = useTranslation();
  return (code, state) => {
    if (state === 'unknown') return t(`unknown.reasons.${unknownKey(code)}.what`);
    const word = code === null ? null : reasonWord(code, state);
    return word ? t(`reasons.${word}`) : (code ?? '');
  };
}
