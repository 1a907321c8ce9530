import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Broadcast, outcomes, type UnknownGroup } from '../../../api';
import { Asking } from '../../../parts/frame/asking';
import { unsendable } from '../../../parts/broadcasts/chain.rules';
import { useRegions } from '../../../parts/regions/regions';
import { nameOf } from '../../../parts/regions/regions.rules';
import { Section } from '../../../parts/frame/section';
import { useRoles } from '../../../session';
import { number } from '../../../times';
import { UnknownWords } from './failures';
import { ResendActs } from './resend-acts';
import { UnknownDialog } from './unknown-dialog';
import { type Line, linesOf, sendable } from './unknown.rules';

/** The id of the section. */
export const UNCERTAIN = 'tidak-pasti';
/** Provinces named in a line. */
const NAMED = 4;
const EVERY_MS = 15_000;

/** Unknown copies: where, why, what to check first, and the operators' buttons to decide on them. */
export function Unknown({
  broadcast: { id, state, chain },
  copies,
  readAt,
}: {
  broadcast: Pick<Broadcast, 'id' | 'state' | 'chain'>;
  copies: number;
  /** When the number was read, in ms, on a page whose other numbers are of one moment too. */
  readAt?: number;
}) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<'resend' | 'accept' | null>(null);
  const found = useQuery({
    // Refetched when the number changes, or is read again.
    queryKey: ['unknown', id, copies, ...(readAt === undefined ? [] : [readAt])],
    queryFn: () => outcomes.unknown(id),
    refetchInterval: copies > 0 && readAt === undefined && EVERY_MS,
    placeholderData: keepPreviousData,
  });
  const groups = found.data?.groups ?? [];
  const acts = [
    { title: t('unknown.resends'), words: 'resent', of: found.data?.resends ?? [] },
    { title: t('unknown.acceptances'), words: 'accepted', of: found.data?.acceptances ?? [] },
  ] as const;
  // The lines may be of another moment than the number given: the heading is their sum.
  const shown = found.data ? groups.reduce((sum, group) => sum + group.copies, 0) : copies;
  return (
    <>
      {shown > 0 && (
        // Where the note above the map leads.
        <div id={UNCERTAIN} tabIndex={-1} style={{ scrollMarginTop: '4.5rem' }}>
          <Section title={t('unknown.title', { copies: number(shown) })}>
            <Text size="sm">{t('unknown.what')}</Text>
            {found.data ? (
              <Deciding broadcast={{ id, state, chain }} groups={groups} onAsk={setAsking} />
            ) : (
              <Asking of={found} />
            )}
          </Section>
        </div>
      )}
      {acts.map(
        ({ title, words, of }) =>
          of.length > 0 && (
            <Section key={words} title={title}>
              <ResendActs of={of} words={words} />
            </Section>
          ),
      )}
      {asking && <UnknownDialog id={id} act={asking} groups={groups} onClose={() => setAsking(null)} />}
    </>
  );
}

/** What is unknown, and what an operator may do about it. */
export function Deciding({
  broadcast: { id, state, chain },
  groups,
  onAsk,
}: {
  broadcast: Pick<Broadcast, 'id' | 'state' | 'chain'>;
  groups: readonly UnknownGroup[];
  onAsk: (act: 'resend' | 'accept') => void;
}) {
  const { t } = useTranslation();
  const operates = useRoles('operator');
  const can = sendable(groups);
  // The API sends no text again that is, or may be, wrong: whoever may have it gets the correction.
  const barred = unsendable(chain);
  const runs = barred === null && (state === 'running' || state === 'completed');
  return (
    <>
      <Lines of={linesOf(groups)} />
      {barred === null &&
        can.withheld.map(([why, some]) => (
          <Text key={why} size="sm">
            {t(`unknown.withheld.${why}`, { copies: number(some) })}
          </Text>
        ))}
      {!runs && (
        <Text size="sm">
          {t(
            barred !== null
              ? `unknown.${barred}`
              : state === 'paused'
                ? 'unknown.whilePaused'
                : 'unknown.over',
          )}
        </Text>
      )}
      {runs && !operates && can.copies > 0 && <Text size="sm">{t('unknown.operators')}</Text>}
      <Group className="unprinted">
        {runs && operates && can.copies > 0 && (
          <Button variant="outline" color="red.9" onClick={() => onAsk('resend')}>
            {t('unknown.resend')}
          </Button>
        )}
        {operates && groups.length > 0 && (
          <Button variant="default" onClick={() => onAsk('accept')}>
            {t('unknown.accept')}
          </Button>
        )}
        <Anchor component={Link} to={`/siaran/${id}/kiriman?state=unknown`} underline="always" size="sm">
          {t('unknown.list')}
        </Anchor>
      </Group>
    </>
  );
}

function Lines({ of }: { of: readonly Line<UnknownGroup['channel']>[] }) {
  const { t } = useTranslation();
  const known = useRegions();
  const places = (provinces: ReadonlyMap<string, number>): string => {
    const named = [...provinces].toSorted(([, a], [, b]) => b - a);
    const first = named.slice(0, NAMED).map(([code, copies]) => `${nameOf(known, code)} (${number(copies)})`);
    return named.length > NAMED
      ? t('unknown.andMore', { places: first.join(', '), count: named.length - NAMED })
      : first.join(', ');
  };
  return (
    <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
      {of.map(({ channel, reason, copies, provinces }) => (
        <li key={`${channel} ${reason}`}>
          <Text size="sm" fw={600}>
            {t('unknown.line', { channel: t(`channels.${channel}`), copies: number(copies) })}
          </Text>
          <UnknownWords code={reason} />
          <Text size="sm">{places(provinces)}</Text>
        </li>
      ))}
    </Stack>
  );
}
