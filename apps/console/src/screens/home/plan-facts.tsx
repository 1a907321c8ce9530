import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { listed, number, thisYear } from '../../times';
import { isPast, otherLacks, type Plan } from './plan.rules';

/** When it goes out, to how many, and what else: at the same places in every row of a list. @param at the present */
export function PlanFacts({ plan, at, rest }: { plan: Plan; at: string; rest?: string }) {
  const { t } = useTranslation();
  const { dueAt, timeZone, atOnce, people, lacks } = plan;
  const others = otherLacks(plan);
  const past = isPast(plan, at);
  const when = dueAt ? (
    <>
      {/* On a phone the line has no room for it. */}
      <span className={past ? undefined : 'facts-word'}>
        {t(past ? 'home.plan.past' : 'home.plan.sends')}{' '}
      </span>
      {thisYear(dueAt, timeZone ?? undefined, new Date(at))}
    </>
  ) : (
    t(atOnce ? 'home.plan.atOnce' : 'home.plan.noTime')
  );
  const whom = lacks.includes('audience')
    ? t('home.plan.noRegion')
    : people === null
      ? t('home.plan.sameAsBefore')
      : t('home.plan.people', { people: number(people) });
  const last =
    rest ??
    (others.length > 0
      ? t('home.plan.lacks', { what: listed(others.map((one) => t(`home.plan.parts.${one}`))) })
      : lacks.length === 0
        ? t('home.plan.complete')
        : null);
  return (
    <Text size="sm" c="dimmed" component="div" className="facts">
      {[when, whom, last].map(
        (one, place) =>
          one !== null && (
            <span key={place} data-needs={(place === 0 && past) || undefined}>
              {one}
            </span>
          ),
      )}
    </Text>
  );
}
