import { Stack, Text } from '@mantine/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { type Broadcast, broadcasts, type ChainLink, type Counts } from '../../api';
import { LinkTo } from '../../parts/broadcasts/chain';
import { everyone, reached, waiting } from '../../parts/sending/account.rules';
import { Section } from '../../parts/frame/section';
import { number } from '../../times';
import { shownOf } from '../broadcast/content/shown.rules';
import { earlierOf } from './report.rules';

/** The interval of asking again while copies of a related broadcast may still go out, in ms. */
const MOVING_MS = 15_000;

/** A broadcast of the same correction. */
export interface Related {
  role:
    'correction' | 'itsCompanion' | 'companion' | 'companions' | 'completes' | 'earlier' | 'earlierCompanion';
  link: ChainLink;
  /** Null: of another office, or not read yet. */
  counts: Counts | null;
}

/** The corrections of a broadcast that reached people and the companions, with how far each has reached. */
export function useRelated({
  publicCode,
  chain,
  remainder,
}: Pick<Broadcast, 'publicCode' | 'chain' | 'remainder'>): Related[] {
  const correctedBy = chain?.correctedBy ?? null;
  const holding = useQuery({
    queryKey: ['broadcast', correctedBy?.id],
    queryFn: () => broadcasts.get(correctedBy?.id ?? ''),
    enabled: correctedBy !== null && correctedBy.id !== null,
  });
  const roles = [
    ['itsCompanion', holding.data?.remainder?.id],
    ['companion', remainder?.id],
  ] as const;
  const companions = useQueries({
    queries: roles.map(([, id]) => ({
      queryKey: ['broadcast', id],
      queryFn: () => broadcasts.get(id ?? ''),
      enabled: id !== undefined,
    })),
  });
  const near = [
    ...(correctedBy ? [{ role: 'correction', link: correctedBy } as const] : []),
    ...roles.flatMap(([role], at) => {
      const companion = companions[at]?.data;
      return companion ? [{ role, link: linkOf(companion) }] : [];
    }),
    ...(chain?.companions ?? []).map((link) => ({ role: 'companions', link }) as const),
    ...(chain?.completes ? [{ role: 'completes', link: chain.completes } as const] : []),
  ];
  const shown = [publicCode, ...near.map(({ link }) => link.publicCode)];
  const links = [
    ...near,
    ...earlierOf(chain?.corrections ?? [], holding.data?.chain?.companions ?? [], shown),
  ];
  const progress = useQueries({
    queries: links.map(({ link: { id } }) => ({
      queryKey: ['progress', id],
      queryFn: () => broadcasts.progress(id ?? ''),
      enabled: id !== null,
      refetchInterval: MOVING_MS,
    })),
  });
  return links.map((one, at) => ({ ...one, counts: progress[at]?.data?.total ?? null }));
}

function linkOf(companion: Broadcast): ChainLink {
  const { id, publicCode, state, begun, doubt, reads, hindrance, approvedAt, updatedAt } = companion;
  const { title } = shownOf(companion);
  return {
    id,
    title,
    publicCode,
    state,
    begun,
    approvedAt,
    updatedAt,
    stands: approvedAt !== null,
    reads,
    doubtedAt: doubt?.since ?? null,
    hindrance,
  };
}

/** How far a related broadcast has reached, in words; empty: nothing is to be sent, or another office sends it. */
export function reachedWords(t: TFunction, { counts }: Related): string {
  if (!counts || everyone(counts) === 0) return '';
  const { unknown } = counts;
  const left = waiting(counts);
  return [
    t('report.relatedReached', { reached: number(reached(counts)), all: number(everyone(counts)) }),
    ...(unknown > 0 ? [t('report.relatedUnknown', { unknown: number(unknown) })] : []),
    ...(left > 0 ? [t('report.relatedWaiting', { waiting: number(left) })] : []),
  ].join('; ');
}

/** These broadcasts, each with its link and numbers. Renders nothing outside a correction. */
export function RelatedBroadcasts({ of }: { of: readonly Related[] }) {
  const { t } = useTranslation();
  if (of.length === 0) return null;
  return (
    <Section title={t('report.related')}>
      <Stack gap={6} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {of.map((one) => {
          const words = reachedWords(t, one);
          return (
            <li key={one.link.publicCode}>
              <Text size="sm">
                {t(`report.relatedRoles.${one.role}`)}: <LinkTo link={one.link} />
              </Text>
              {words !== '' && (
                <Text size="sm" fw={600}>
                  {words}
                </Text>
              )}
            </li>
          );
        })}
      </Stack>
    </Section>
  );
}
