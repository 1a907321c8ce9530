import { Anchor, Badge, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Home } from '../../api';
import { ApprovedAt } from '../../parts/broadcasts/approved';
import { titled } from '../../parts/broadcasts/titled';
import { Explain, Section } from '../../parts/frame/section';
import { useRoles } from '../../session';
import { number } from '../../times';
import { type Incident, standing } from './incidents.rules';
import classes from './last-day.module.css';
import { useIncidentWords } from './use-incident-words';

type Day = NonNullable<Home['lastDay']>;
type Figure = Exclude<keyof Day, 'incidents'>;

/** Incidents shown at once; the others are behind a fold. */
const SHOWN = 5;

/** The figures that not everybody knows the meaning of. */
const TERM = { braked: 'brake', unknown: 'unknown' } as const;

/** The list of what went out since then; its filter counts days in Jakarta. @param at the present, ISO 8601 */
const broadcastsSince = (at: string): string =>
  `/siaran?from=${new Date(Date.parse(at) - (24 - 7) * 3_600_000).toISOString().slice(0, 10)}`;

/** What the last 24 hours held: what went wrong and how it ended, and figures, each with the way to more of it. */
export default function LastDay({ of, at }: { of: Day; at: string }) {
  const { t } = useTranslation();
  const operates = useRoles('operator');
  const list = broadcastsSince(at);
  const to: Record<Figure, string> = {
    ended: list,
    braked: operates ? '/operasi' : '/audit?act=broadcast.pause',
    corrections: list,
    unknown: operates ? '/operasi' : list,
  };
  const figures = ['ended', 'braked', 'corrections', 'unknown'] as const;
  return (
    <Section title={t('lastDay.title')}>
      <Incidents of={of.incidents} at={at} />
      {figures.every((one) => of[one] === 0) ? (
        <Text size="sm">{t('lastDay.nothing')}</Text>
      ) : (
        <SimpleGrid type="container" cols={{ base: 2, '600px': 4 }} component="dl" m={0}>
          {figures.map((one) => (
            <div key={one}>
              <Text component="dt" size="sm" c="dimmed" className={classes.term}>
                {t(`lastDay.${one}`)}
                {one in TERM && (
                  <Suspense>
                    <Explain term={TERM[one as keyof typeof TERM]} />
                  </Suspense>
                )}
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

/** Whether anything still stands, and each incident in a line. */
function Incidents({ of, at }: { of: readonly Incident[]; at: string }) {
  const { t } = useTranslation();
  if (of.length === 0) return <Text size="sm">{t('incidents.none')}</Text>;
  const count = of.filter(standing).length;
  const rest = of.slice(SHOWN);
  return (
    <Stack gap="xs">
      <Text fw={600}>
        {count === 0
          ? t('incidents.over')
          : t(count === of.length ? 'incidents.stand' : 'incidents.standSome', {
              count,
              over: of.length - count,
            })}
      </Text>
      <Lines of={of.slice(0, SHOWN)} at={at} />
      {rest.length > 0 && (
        <details>
          <Text component="summary" size="sm" mb="xs">
            {t('incidents.more', { count: rest.length })}
          </Text>
          <Lines of={rest} at={at} />
        </details>
      )}
    </Stack>
  );
}

function Lines({ of, at }: { of: readonly Incident[]; at: string }) {
  const { t } = useTranslation();
  const words = useIncidentWords(at);
  return (
    <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
      {of.map((one) => {
        const { what, rest, to } = words(one);
        return (
          <Stack component="li" key={one.eventId} gap={0} style={{ overflowWrap: 'anywhere' }}>
            <Group gap="xs">
              <Text size="sm" fw={600}>
                <Anchor component={Link} to={to} underline="always" inherit>
                  {one.broadcast ? what(titled(t, one.broadcast.title, one.broadcast.part)) : what(null)}
                </Anchor>
                {one.broadcast && <ApprovedAt id={one.broadcast.id} />}
              </Text>
              {standing(one) && (
                <Badge color="red.8" variant="dot" tt="none" fw={600}>
                  {t('incidents.standing')}
                </Badge>
              )}
            </Group>
            <Text size="sm" c="dimmed">
              {rest}
            </Text>
          </Stack>
        );
      })}
    </Stack>
  );
}
