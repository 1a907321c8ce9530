import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { instant, listed, number } from '../../times';
import { isPast, otherLacks, type Plan } from './plan.rules';

/** When it goes out, to how many, and what else: at the same places in every row of a list. @param at the present */
export function PlanFacts({ plan, at, rest }: { plan: Plan; at: string; rest?: string }) {
  const { t } = useTranslation();
  const { dueAt, timeZone, atOnce, people, lacks } = plan;
  const others = otherLacks(plan);
  const due = dueAt && instant(dueAt, timeZone ?? undefined);
  const when = due
    ? t(isPast(plan, at) ? 'home.plan.past' : 'home.plan.due', { at: due })
    : t(atOnce ? 'home.plan.atOnce' : 'home.plan.noTime');
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
            <span key={place} data-needs={(place === 0 && isPast(plan, at)) || undefined}>
              {one}
            </span>
          ),
      )}
    </Text>
  );
}
