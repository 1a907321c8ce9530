import { Alert, Stack, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { clock, number } from '../../../times';
import type { Broadcast, Channel, DeliveryState, Failure, MissedGroup } from '../../../api';
import { ChainLinks } from '../../../parts/broadcasts/chain';
import { announcedOf, correctedOf, takenBackIn } from '../../../parts/broadcasts/chain.rules';
import {
  isProvidersOwn,
  leavesUncorrected,
  reasonKey,
  reasonWord,
  sameWords,
  unknownKey,
} from '../../../parts/sending/provider-codes.rules';
import { mayStillReach } from '../stopping/ended.rules';
import { heldBefore } from '../stopping/held-before.rules';
import { useActWords } from '../stopping/stop-acts';

/**
 * Failures in words, with what to do about each; a code without words is shown unchanged.
 * @param broadcast the broadcast that they belong to
 * @param unreached of a correction: people whom it reached on no channel; null: it is no correction
 * @param neverListed copies that ended before their recipients were listed, by channel: the ledger has no row of them
 * @param uncounted copies that went wrong since the reasons were read
 */
export function Failures({
  broadcast,
  of,
  unreached,
  neverListed,
  uncounted = 0,
}: {
  broadcast: Standing;
  of: readonly Failure[];
  unreached: number | null;
  neverListed: NeverListed;
  uncounted?: number;
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
        uncorrected={uncorrectedOf(broadcast, unreached)}
        corrected={isCorrected(broadcast)}
        neverListed={neverListed}
        uncounted={uncounted}
        stops={broadcast.stops}
      />
    </>
  );
}

type Standing = Pick<Broadcast, 'state' | 'doubt' | 'chain' | 'remainder' | 'stops'>;

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

/** The people that got nothing by cause, with what to do about each: they add up to all of them. */
export function PeopleMissed({
  broadcast,
  of,
  unreached,
}: {
  broadcast: Standing;
  of: readonly MissedGroup[];
  unreached: number | null;
}) {
  const { t } = useTranslation();
  if (of.length === 0) return null;
  const lines = sameWords(of.map(({ people, ...one }) => ({ ...one, copies: people })));
  const sum = lines.length > 1 && (
    <Table.Tfoot>
      <Table.Tr>
        <Table.Th scope="row" colSpan={3}>
          {t('live.sum')}
        </Table.Th>
        <Table.Td className="numeric" fw={600}>
          {number(lines.reduce((total, { copies }) => total + copies, 0))}
        </Table.Td>
      </Table.Tr>
    </Table.Tfoot>
  );
  return (
    <CauseTable label={t('failures.people')} caption count={t('failures.persons')} foot={sum}>
      {lines.map(({ channel, state, reason, copies }) => (
        <Table.Tr key={`${channel} ${state} ${reason}`}>
          <Table.Td>
            <ReasonWords
              code={reason}
              uncorrected={uncorrectedOf(broadcast, unreached)}
              corrected={isCorrected(broadcast)}
            />
          </Table.Td>
          <Table.Td style={NOWRAP}>{t(`channels.${channel}`)}</Table.Td>
          <Table.Td style={NOWRAP}>{t(`deliveryStates.${state}`)}</Table.Td>
          <Table.Td className="numeric">{number(copies)}</Table.Td>
        </Table.Tr>
      ))}
    </CauseTable>
  );
}

/** A table of causes: what happened and what to do, on which channel, what became of the copies, and how many. */
function CauseTable({
  label,
  caption = false,
  count,
  foot,
  children,
}: {
  label: string;
  /** Whether its label stands above it, where no heading says the same. */
  caption?: boolean;
  /** What is counted. */
  count: string;
  foot?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <Table.ScrollContainer
      minWidth={560}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'group', 'aria-label': label } }}
    >
      <Table fz="sm" verticalSpacing={6} captionSide="top">
        {caption && (
          <Table.Caption ta="left" mt={0} fw={600}>
            {label}
          </Table.Caption>
        )}
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('failures.what')}</Table.Th>
            <Table.Th scope="col">{t('deliveries.channel')}</Table.Th>
            <Table.Th scope="col">{t('deliveries.state')}</Table.Th>
            <Table.Th scope="col" className="numeric">
              {count}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
        {foot}
      </Table>
    </Table.ScrollContainer>
  );
}

type NeverListed = readonly (readonly [Channel, number])[];

const NOWRAP = { whiteSpace: 'nowrap' } as const;

function ByReason({
  of,
  uncorrected,
  corrected,
  neverListed,
  uncounted,
  stops,
}: {
  of: readonly Failure[];
  uncorrected: Uncorrected;
  corrected: boolean;
  neverListed: NeverListed;
  uncounted: number;
  stops: Broadcast['stops'];
}) {
  const { t } = useTranslation();
  const ended = neverListed.filter(([, copies]) => copies > 0);
  if (of.length + ended.length + uncounted === 0) return <Text size="sm">{t('failures.none')}</Text>;
  return (
    <CauseTable label={t('failures.title')} count={t('failures.copies')}>
      {sameWords(of).map(({ channel, state, reason, copies }) => (
        <Table.Tr key={`${channel} ${state} ${reason}`}>
          <Table.Td>
            {state === 'unknown' ? (
              <UnknownWords code={reason} />
            ) : (
              <ReasonWords code={reason} uncorrected={uncorrected} corrected={corrected} />
            )}
            {(state === 'cancelled' || state === 'expired') && (
              <HeldBefore of={heldBefore(stops, channel, state)} />
            )}
          </Table.Td>
          <Table.Td style={NOWRAP}>{t(`channels.${channel}`)}</Table.Td>
          <Table.Td style={NOWRAP}>{t(`deliveryStates.${state}`)}</Table.Td>
          <Table.Td className="numeric">{number(copies)}</Table.Td>
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
          <Table.Td style={NOWRAP}>{t(`channels.${channel}`)}</Table.Td>
          <Table.Td style={NOWRAP}>{t('failures.notListed')}</Table.Td>
          <Table.Td className="numeric">{number(copies)}</Table.Td>
        </Table.Tr>
      ))}
      {uncounted > 0 && (
        <Table.Tr>
          <Table.Td c="dimmed">{t('failures.uncounted')}</Table.Td>
          <Table.Td />
          <Table.Td />
          <Table.Td className="numeric">{number(uncounted)}</Table.Td>
        </Table.Tr>
      )}
    </CauseTable>
  );
}

/** What held copies back until they ended: the ledger says of them only that they ended. */
function HeldBefore({ of }: { of: Broadcast['stops'] }) {
  const { t } = useTranslation();
  const words = useActWords();
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
  uncorrected,
  corrected,
}: {
  code: string | null;
  uncorrected: Uncorrected;
  corrected: boolean;
}) {
  const { t } = useTranslation();
  const key = code === null ? null : reasonKey(code);
  if (!key) return <Text size="sm">{code ?? t('failures.unsaid')}</Text>;
  return (
    <Stack gap={0}>
      <Text size="sm" fw={500}>
        {t(`reasons.${key}.what`)}{' '}
        {code !== null && isProvidersOwn(code) && (
          <Text span size="xs" c="dimmed">
            ({code})
          </Text>
        )}
      </Text>
      <Text size="sm" c="dimmed">
        {uncorrected && leavesUncorrected(key)
          ? t(uncorrected)
          : t(key === 'cancelled' && corrected ? 'failures.cancelledByCorrection' : `reasons.${key}.todo`)}
      </Text>
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
