import { Text } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { listed, number, thisYear } from '../../times';
import { isPast, type Plan } from './plan.rules';

/** What a plan lacks, in words. */
export const lacksLine = (t: TFunction, { lacks }: Plan): string =>
  t('home.plan.lacks', { what: listed(lacks.map((one) => t(`home.plan.parts.${one}`))) });

/** What prevents its submission; or that nothing is lacking, and what needs a look before it is submitted. */
const completeLine = (t: TFunction, { faults, looks, copied }: Plan): string => {
  if (faults > 0) return t('home.plan.faults', { count: faults });
  if (copied) return t('home.plan.copied', { why: t(`home.plan.copiedFrom.${copied}`) });
  return looks > 0 ? t('home.plan.looks', { count: looks }) : t('home.plan.complete');
};

/**
 * When it goes out, to how many, and what it lacks or else: at the same places in every row of a list.
 * @param at the present, ISO 8601
 * @param rest in place of what it lacks
 */
export function PlanFacts({ plan, at, rest }: { plan: Plan; at: string; rest?: string }) {
  const { t } = useTranslation();
  const { dueAt, timeZone, atOnce, people, lacks } = plan;
  const past = isPast(plan, at);
  const lacking = (part: Plan['lacks'][number]): boolean => lacks.includes(part);
  const cells = [
    dueAt ? (
      <>
        {/* On a phone the line has no room for it. */}
        <span className={past ? undefined : 'facts-word'}>
          {t(past ? 'home.plan.past' : 'home.plan.sends')}{' '}
        </span>
        {thisYear(dueAt, timeZone ?? undefined, new Date(at))}
      </>
    ) : atOnce ? (
      t('home.plan.atOnce')
    ) : null,
    people !== null
      ? t('home.plan.people', { people: number(people) })
      : lacking('audience') || lacking('channels')
        ? null
        : t('home.plan.sameAsBefore'),
    rest ?? (lacks.length > 0 ? lacksLine(t, plan) : completeLine(t, plan)),
  ];
  return (
    <Text size="sm" c="dimmed" component="div" className="facts">
      {cells.map(
        (one, place) =>
          one !== null && (
            <span
              key={place}
              style={{ gridColumn: place + 1 }}
              data-needs={(place === 0 && past) || undefined}
            >
              {one}
            </span>
          ),
      )}
    </Text>
  );
}
