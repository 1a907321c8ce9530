import { Anchor, List, Stack, Table, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { lazy, Suspense } from 'react';
import { dispensable } from '../../late';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Broadcast, Report } from '../../api';
import { ChartFrame } from '../../parts/charts/chart-frame';
import { IslandMap } from '../../parts/charts/drawings';
import { MapPlace } from '../../parts/charts/place';
import { Section } from '../../parts/frame/section';
import { levelOf, lowestOf, outcomeOf } from '../../parts/regions/outcome.rules';
import { sumOf } from '../../parts/sending/account.rules';
import { useAccountWords } from '../../parts/sending/use-account-words';
import { languageName } from '../../parts/texts/language-name';
import { number } from '../../times';
import { byProvince, OVER } from '../broadcast/numbers/live.rules';
import { Happened } from '../broadcast/numbers/happened';
import { Annotations, curvesOf, Paces } from '../broadcast/numbers/pace';
import { PeopleReached } from '../broadcast/numbers/reach';
import { annotationsIn, useCourse } from '../broadcast/numbers/use-course';
import { NARROW } from '../broadcast/numbers/live';
import { OnPhoneFolded } from './folded';
import { Incidents, STORIES } from './incidents';
import { SlowTimes, useSlowTimes } from './slow-times';
import { earlierName, figureWords, hourName } from './words';
import {
  against,
  byChannel,
  byHour,
  byLanguage,
  figureOf,
  figuresOf,
  isComparable,
  USUAL_FROM,
} from './report.rules';
import narrow from '../../parts/frame/narrow-table.module.css';
import paper from './report.module.css';

const Columns = lazy(dispensable(() => import('../../parts/charts/columns')));
type Earlier = Report['earlier'][number];

const HEIGHT = 200;
const HOUR_MS = 3_600_000;

/** The result at a glance: the large number, the map, and what happened on the way. */
export function Picture({ broadcast, report }: { broadcast: Broadcast; report: Report }) {
  const { id, state } = broadcast;
  const { t } = useTranslation();
  const told = useAccountWords();
  const onPhone = useMediaQuery(NARROW, undefined, { getInitialValueInEffect: false });
  const total = sumOf(report.lines);
  const course = useCourse(id, OVER.includes(state), total).data;
  const slow = useSlowTimes(broadcast, report, course);
  const provinces = byProvince(
    Object.fromEntries(
      [...new Set(report.lines.map(({ region }) => region))].map((region) => [
        region,
        sumOf(report.lines.filter((line) => line.region === region)),
      ]),
    ),
  );
  // Renders nothing where nothing happened: no rule stands around it then.
  const happened = course && (
    <Stack gap="md" miw={0} className={paper.incidents ?? ''}>
      <Incidents broadcast={broadcast} course={course} report={report} />
      <Happened
        broadcast={broadcast}
        course={course}
        over={OVER.includes(state)}
        most={onPhone ? 1 : 6}
        except={STORIES}
      />
      <SlowTimes of={slow} />
    </Stack>
  );
  return (
    <>
      <Section title={t('picture.title')}>
        <div className={paper.hero}>
          <PeopleReached report={report} total={total} />
          <OnPhoneFolded unfold={t('report.mapUnfold')}>
            <Suspense fallback={<MapPlace />}>
              <IslandMap
                label={t('picture.map')}
                drawn={(code) => {
                  const of = provinces.get(code);
                  return { outcome: outcomeOf(of, false), level: of ? levelOf(of) : 0 };
                }}
                about={(code) => {
                  const of = provinces.get(code);
                  return of ? told(of) : t('live.mapNone');
                }}
                lowest={lowestOf(provinces)}
              />
            </Suspense>
          </OnPhoneFolded>
        </div>
      </Section>
      {happened}
    </>
  );
}

/** How fast each channel went, with what stopped it and let it go on. Renders nothing before there is a curve. */
export function Curves({ broadcast, report }: { broadcast: Broadcast; report: Report }) {
  const { id, state } = broadcast;
  const { data: course, dataUpdatedAt } = useCourse(id, OVER.includes(state), sumOf(report.lines));
  const channels = byChannel(report);
  const curves = course
    ? curvesOf(
        course,
        Object.fromEntries(channels),
        dataUpdatedAt,
        report.outline.endedAt,
        annotationsIn(broadcast, course.outages),
      )
    : null;
  if (!curves) return null;
  return (
    <>
      <Paces channels={channels.map(([channel]) => channel)} curves={curves} limits={{}} />
      <Annotations of={curves} />
    </>
  );
}

/** What was reached by hour and by language. */
export function Reached({ report }: { report: Report }) {
  const { t } = useTranslation();
  const parts = byChannel(report).map(([key]) => ({ key, name: t(`channels.${key}`) }));
  const hours = byHour(report);
  const named = hours.map(({ at, values }) => ({ name: hourName(at, hours), values }));
  const languages = byLanguage(report);
  return (
    <>
      {named.length === 1 && named[0] ? (
        <Text size="sm">
          {t('picture.oneHour', {
            hour: named[0].name,
            next: hourName((hours[0]?.at ?? 0) + HOUR_MS, []),
          })}
        </Text>
      ) : (
        <ChartFrame
          title={t('picture.hours')}
          height={HEIGHT}
          head={[t('picture.hour'), ...parts.map(({ name }) => name)]}
          rows={named.map(({ name, values }) => [name, ...parts.map(({ key }) => number(values[key] ?? 0))])}
        >
          <Columns columns={named} parts={parts} height={HEIGHT} />
        </ChartFrame>
      )}
      <Table.ScrollContainer
        minWidth={0}
        scrollAreaProps={{
          viewportProps: { tabIndex: 0, role: 'group', 'aria-label': t('picture.languages') },
        }}
      >
        <Table fz="sm" captionSide="top" verticalSpacing={4}>
          <Table.Caption ta="left" mt={0} fw={600}>
            {t('picture.languages')}
          </Table.Caption>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('picture.language')}</Table.Th>
              {parts.map(({ key, name }) => (
                <Table.Th key={key} scope="col" className="numeric">
                  {name}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {languages.map(([language, values]) => (
              <Table.Tr key={language ?? ''}>
                <Table.Th scope="row" fw={500}>
                  {language === null ? t('picture.erased') : languageName(language)}
                </Table.Th>
                {parts.map(({ key }) => (
                  <Table.Td key={key} className="numeric">
                    {number(values.get(key) ?? 0)}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text size="sm" c="dimmed">
        {t('picture.languageNote')}
      </Text>
    </>
  );
}

/**
 * The figures of this broadcast beside the median of earlier ones and the last of them; of too few, beside each of them.
 * @param whole whether it went out to its end: of one that was cancelled, fewer failures are no success
 */
export function Compared({ report: { outline, earlier }, whole }: { report: Report; whole: boolean }) {
  const { t } = useTranslation();
  if (earlier.length === 0) return <Text size="sm">{t('picture.none')}</Text>;
  // Of too few there is nothing usual: they are shown beside it, and nothing is said of them.
  const several = isComparable(earlier);
  const figures = figuresOf(outline, earlier);
  const each = several ? earlier.slice(0, 1) : earlier;
  const heads: { name: string; of?: Earlier }[] = [
    { name: t('picture.this') },
    ...(several ? [{ name: t('picture.median', { count: earlier.length }) }] : []),
    ...each.map((of) => ({ name: earlierName(t, of), of })),
  ];
  return (
    <>
      <Text size="sm">
        {t('picture.comparedWith', { count: earlier.length })}
        {!several && ` ${t('picture.tooFew', { from: USUAL_FROM })}`}
        {several && !whole && ` ${t('picture.notJudged')}`}
      </Text>
      <Table.ScrollContainer
        minWidth={400}
        className={narrow.table ?? ''}
        scrollAreaProps={{
          viewportProps: { tabIndex: 0, role: 'group', 'aria-label': t('picture.compared') },
        }}
      >
        <Table fz="sm" verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('picture.figure')}</Table.Th>
              {heads.map(({ name, of }) => (
                <Table.Th key={of?.endedAt ?? name} scope="col" className="numeric">
                  {of ? <EarlierName of={of} /> : name}
                </Table.Th>
              ))}
              {several && whole && <Table.Th scope="col">{t('picture.against')}</Table.Th>}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {figures.map((one) => {
              const { figure, own, median } = one;
              const before = each.map((of) => figureOf(figure, of));
              const how = against(one, earlier);
              return (
                <Table.Tr key={figure}>
                  <Table.Th scope="row" fw={500}>
                    {t(`picture.${figure}`)}
                  </Table.Th>
                  {[own, ...(several ? [median] : []), ...before].map((value, at) => (
                    <Table.Td
                      key={at}
                      className="numeric"
                      fw={at === 0 ? 600 : undefined}
                      data-label={heads[at]?.name}
                    >
                      {figureWords(figure, value)}
                    </Table.Td>
                  ))}
                  {several && whole && (
                    <Table.Td data-label={t('picture.against')} fw={how === 'worse' ? 600 : undefined}>
                      {how === null ? '–' : t(`picture.how.${how}`)}
                    </Table.Td>
                  )}
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {several && (
        <div>
          <Text size="sm" fw={600}>
            {t('picture.others')}
          </Text>
          <List size="sm">
            {earlier.slice(1).map((of) => (
              <List.Item key={of.endedAt}>
                <EarlierName of={of} />
              </List.Item>
            ))}
          </List>
        </div>
      )}
    </>
  );
}

/** The name of an earlier broadcast, which leads to it where the person may open it. */
function EarlierName({ of }: { of: Earlier }) {
  const { t } = useTranslation();
  const name = earlierName(t, of);
  return of.broadcast ? (
    <Anchor component={Link} to={`/siaran/${of.broadcast.id}`} fz="inherit" underline="always">
      {name}
    </Anchor>
  ) : (
    name
  );
}
