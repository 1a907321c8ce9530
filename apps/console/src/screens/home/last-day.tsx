import { Anchor, SimpleGrid, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Home } from '../../api';
import { Section } from '../../parts/frame/section';
import { useRoles } from '../../session';
import { number } from '../../times';

type Day = NonNullable<Home['lastDay']>;

/** The list of what went out since then; its filter counts days in Jakarta. @param at the present, ISO 8601 */
const broadcastsSince = (at: string): string =>
  `/siaran?from=${new Date(Date.parse(at) - (24 - 7) * 3_600_000).toISOString().slice(0, 10)}`;

/** What the last 24 hours held, each figure with the way to more of it. */
export default function LastDay({ of, at }: { of: Day; at: string }) {
  const { t } = useTranslation();
  const operates = useRoles('operator');
  const list = broadcastsSince(at);
  const to: Record<keyof Day, string> = {
    ended: list,
    braked: operates ? '/operasi' : '/audit?act=broadcast.pause',
    corrections: list,
    unknown: operates ? '/operasi' : list,
  };
  const figures = ['ended', 'braked', 'corrections', 'unknown'] as const;
  return (
    <Section title={t('lastDay.title')}>
      {figures.every((one) => of[one] === 0) ? (
        <Text size="sm">{t('lastDay.nothing')}</Text>
      ) : (
        <SimpleGrid cols={{ base: 2, sm: 4 }} component="dl" m={0}>
          {figures.map((one) => (
            <div key={one}>
              <Text component="dt" size="sm" c="dimmed">
                {t(`lastDay.${one}`)}
              </Text>
              <Text component="dd" m={0} fz="1.5rem" fw={700} lh={1.2} className="steady">
                {of[one] === 0 ? (
                  number(0)
                ) : (
                  <Anchor component={Link} to={to[one]} underline="always" inherit>
                    {number(of[one])}
                  </Anchor>
                )}
              </Text>
            </div>
          ))}
        </SimpleGrid>
      )}
    </Section>
  );
}
