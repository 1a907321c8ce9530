import { Anchor, Badge, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { Fragment, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Home } from '../../api';
import { ApprovedAt } from '../../parts/broadcasts/approved';
import { titled } from '../../parts/broadcasts/titled';
import { Explain, Section } from '../../parts/frame/section';
import { useRoles } from '../../session';
import { number } from '../../times';
import { broadcastsSince, ENDED_LATELY } from './ended';
import { brakePlace, type Cause, causesOf, type Incident, standing } from './incidents.rules';
import classes from './last-day.module.css';
import { useIncidentWords } from './use-incident-words';

type Day = NonNullable<Home['lastDay']>;
type Figure = Exclude<keyof Day, 'incidents' | 'left'>;

/** Incidents shown at once; the others are behind a fold. */
const SHOWN = 5;
/** Broadcasts of one cause that are named. */
const NAMED = 4;

/** The figures that not everybody knows the meaning of. */
const TERM = { braked: 'brake', unknown: 'unknown' } as const;

/** What went wrong in the last 24 hours, with figures. @param at the present */
export default function LastDay({ of, at }: { of: Day; at: string }) {
  const { t } = useTranslation();
  return (
    <Section title={t('lastDay.title')}>
      <Incidents of={of.incidents} at={at} />
      <Left of={of.left} />
      <Figures of={of} at={at} />
    </Section>
  );
}

/** The people that each broadcast that has ended left without a message, with the way to who they are. */
function Left({ of }: { of: Day['left'] }) {
  const { t } = useTranslation();
  if (of.length === 0) return null;
  return (
    <Stack component="ul" gap={4} m={0} p={0} style={{ listStyle: 'none' }}>
      {of.map(({ id, title, part, people }) => (
        <Text component="li" size="sm" key={id} style={{ overflowWrap: 'anywhere' }}>
          <Anchor
            component={Link}
            to={`/siaran/${id}/kiriman?gotNothing=yes`}
            fw={600}
            underline="always"
            inherit
          >
            {t('lastDay.left', { people: number(people) })}
          </Anchor>{' '}
          {titled(t, title, part)}
          <ApprovedAt id={id} within />
        </Text>
      ))}
    </Stack>
  );
}

/** Each with the way to more of it. */
function Figures({ of, at }: { of: Day; at: string }) {
  const { t } = useTranslation();
  const operates = useRoles('operator');
  const list = broadcastsSince(at);
  const to: Record<Figure, string> = {
    ended: ENDED_LATELY,
    braked: operates ? brakePlace(of.incidents) : '/audit?act=broadcast.pause',
    corrections: list,
    unknown: operates ? '/operasi' : list,
  };
  const figures = ['ended', 'braked', 'corrections', 'unknown'] as const;
  if (figures.every((one) => of[one] === 0)) return <Text size="sm">{t('lastDay.nothing')}</Text>;
  return (
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
  );
}

/** Whether anything still stands, and each incident in a line. */
function Incidents({ of: incidents, at }: { of: readonly Incident[]; at: string }) {
  const { t } = useTranslation();
  const of = causesOf(incidents);
  if (of.length === 0) return <Text size="sm">{t('incidents.none')}</Text>;
  const count = of.filter(standing).length;
  // What stands is never behind the fold.
  const shown = of.filter((one, place) => place < SHOWN || standing(one));
  const rest = of.filter((one) => !shown.includes(one));
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
      <Lines of={shown} at={at} />
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

function Lines({ of, at }: { of: readonly Cause[]; at: string }) {
  const { t } = useTranslation();
  const words = useIncidentWords(at);
  return (
    <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
      {of.map((one) => {
        const { what, rest, to } = words(one);
        const [first, ...others] = one.broadcasts;
        return (
          <Stack component="li" key={one.eventId} gap={0} style={{ overflowWrap: 'anywhere' }}>
            <Group gap="xs">
              <Text size="sm" fw={600}>
                {others.length === 0 ? (
                  <>
                    <Anchor component={Link} to={to} underline="always" inherit>
                      {what(first ? titled(t, first.title, first.part) : null)}
                    </Anchor>
                    {first && <ApprovedAt id={first.id} />}
                  </>
                ) : (
                  <>
                    {what(null)}{' '}
                    {one.broadcasts.slice(0, NAMED).map(({ id, title, part }, place) => (
                      <Fragment key={id}>
                        {place > 0 && ', '}
                        <Anchor component={Link} to={`/siaran/${id}`} underline="always" inherit>
                          {titled(t, title, part)}
                        </Anchor>
                        <ApprovedAt id={id} within />
                      </Fragment>
                    ))}
                    {one.broadcasts.length > NAMED &&
                      `, ${t('incidents.others', { count: one.broadcasts.length - NAMED })}`}
                  </>
                )}
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
