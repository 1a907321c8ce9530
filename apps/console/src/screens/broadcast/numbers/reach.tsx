import { Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Channel, Counts, Report } from '../../../api';
import { percentShown, plannedOf, reached } from '../../../parts/sending/account.rules';
import { arrivalsOf, reportsArrival } from '../../../parts/sending/arrivals.rules';
import { listed, number, share, tellShares } from '../../../times';
import { figureWords } from '../../report/words';
import { asUsual, causesNamed, worstOf } from '../../report/report.rules';
import classes from './reach.module.css';
import { useReason } from './failures';
import { funnelOf, whySuppressed } from './funnel.rules';

/** The one large number: how many of all were reached. The sentence below it says the same to screen readers. */
export function Reach({ total }: { total: Counts }) {
  const { t } = useTranslation();
  const all = plannedOf(total);
  const numbers = { total: number(all) };
  if (all === 0) return null;
  return (
    <Stack gap={0} aria-hidden style={{ '--characters': numbers.total.length }}>
      <Group align="baseline" gap="sm">
        <span className={classes.large}>{number(reached(total))}</span>
        <span className={classes.share}>{number(percentShown(total))}%</span>
      </Group>
      <Text size="sm">{t(total.unlisted > 0 ? 'reached.ofAbout' : 'reached.of', numbers)}</Text>
    </Stack>
  );
}

/** How many people were reached, and how many got nothing. @param total the copies; some may never have been listed */
export function People({
  of,
  total,
}: {
  of: Pick<Report, 'people' | 'gotNothing' | 'uncertain'>;
  total: Counts;
}) {
  const { t } = useTranslation();
  return (
    <>
      <Text size="sm" fw={600}>
        {t('reached.people', { people: number(of.people) })}
      </Text>
      <MayHave people={of.uncertain} />
      <GotNoCopy people={of.gotNothing} total={total} />
    </>
  );
}

/** The one large number of a report: people, of how many, where most are missing, and whether it went as usual. */
export function PeopleReached({ report, total }: { report: Report; total: Counts }) {
  const { t } = useTranslation();
  const voters = report.regions.reduce((sum, { registeredVoters }) => sum + (registeredVoters ?? 0), 0);
  const { people: reachedPeople, gotNothing, uncertain } = report;
  const all = gotNothing === null || uncertain === null ? null : reachedPeople + gotNothing + uncertain;
  const people =
    all === null ? t('report.peopleCount', { people: number(reachedPeople) }) : number(reachedPeople);
  const worst = worstOf(report);
  const parts = [
    worst.region && { ...worst.region, name: regionOf(report, worst.region.name) },
    worst.channel && { ...worst.channel, name: t(`channels.${worst.channel.name}`) },
  ].flatMap((one) =>
    one ? [t('report.worstPart', { name: one.name, missed: number(one.missed), all: number(one.all) })] : [],
  );
  // Of one that still runs nothing is better or worse yet.
  const usual = report.outline.endedAt === null ? null : asUsual(report.outline, report.earlier);
  return (
    <Stack gap={4} miw={0} style={{ '--characters': people.length }}>
      <span className={classes.large}>{people}</span>
      <Text size="xl" fw={600}>
        {all === null
          ? t('report.people')
          : t('report.peopleOf', {
              all: number(all),
              share: figureWords('share', all === 0 ? 0 : reachedPeople / all),
            })}
      </Text>
      {all !== null && (
        <PeopleBar of={{ reached: reachedPeople, uncertain: uncertain ?? 0, nothing: gotNothing ?? 0 }} />
      )}
      <GotNoCopy people={gotNothing} total={total} sign="nothing" />
      <MayHave people={uncertain} sign="uncertain" />
      <MainCauses report={report} />
      {usual ? (
        <Text size="sm">
          {t(`report.compared.${usual.how}`, {
            own: figureWords('share', usual.own),
            median: figureWords('share', usual.median),
          })}
        </Text>
      ) : (
        report.outline.endedAt !== null && <Text size="sm">{t('report.compared.none')}</Text>
      )}
      {parts.length > 0 && <Text size="sm">{t('report.mostMissed', { where: listed(parts) })}</Text>}
      {tellShares([[report.people, voters]]) && (
        <Text size="sm" c="dimmed">
          {t('report.ofVoters', { share: share(report.people, voters), voters: number(voters) })}
        </Text>
      )}
    </Stack>
  );
}

type PeoplePart = 'reached' | 'uncertain' | 'nothing';
const PEOPLE_PARTS: readonly PeoplePart[] = ['reached', 'uncertain', 'nothing'];

/** All people in one bar: the sentences beside it say the same. */
function PeopleBar({ of }: { of: Readonly<Record<PeoplePart, number>> }) {
  const all = PEOPLE_PARTS.reduce((sum, one) => sum + of[one], 0);
  if (all === 0) return null;
  return (
    <div className={classes.people} aria-hidden>
      {PEOPLE_PARTS.filter((one) => of[one] > 0).map((one) => (
        <div key={one} data-part={one} style={{ flexGrow: of[one] / all }} />
      ))}
    </div>
  );
}

/** The colour of a part of that bar, before its sentence. */
const Chip = ({ of }: { of: PeoplePart | undefined }) =>
  of ? <span className={classes.chip} data-part={of} aria-hidden /> : null;

/** Why most of those who got nothing got nothing, in one line. */
function MainCauses({ report }: { report: Report }) {
  const { t } = useTranslation();
  const reasonOf = useReason();
  const named = causesNamed(report).map(({ reason, state, copies, people }) => {
    const cause = reasonOf(reason, state) || t(`deliveryStates.${state}`);
    return report.gotNothingBy === null
      ? t('report.cause', { cause, copies: number(copies) })
      : t('report.causePeople', { cause, people: number(people) });
  });
  if (named.length === 0) return null;
  return <Text size="sm">{t('report.causes', { causes: named.join('; ') })}</Text>;
}

/** People that were listed and got nothing. @param total its copies; some may never have been listed */
function GotNoCopy({
  people,
  total,
  sign,
}: {
  people: number | null;
  total: Counts;
  /** Its part of the bar above it. */
  sign?: PeoplePart;
}) {
  const { t } = useTranslation();
  if (people === null || people === 0) return null;
  return (
    <Text size="sm" fw={600}>
      <Chip of={sign} />
      {t(total.neverListed > 0 ? 'reached.nothingAtLeast' : 'reached.nothing', { people: number(people) })}
    </Text>
  );
}

/** People that only uncertain copies may have reached. */
function MayHave({ people, sign }: { people: number | null; sign?: PeoplePart }) {
  const { t } = useTranslation();
  if (people === null || people === 0) return null;
  return (
    <Text size="sm" fw={600}>
      <Chip of={sign} />
      {t('reached.uncertain', { people: number(people) })}
    </Text>
  );
}

const regionOf = ({ regions }: Report, code: string): string =>
  regions.find(({ region }) => region === code)?.name ?? code;

/**
 * From the list to the recipient: what is left at each step, and what fell out before it. What arrived is a part of what the
 * providers that report it accepted, not of all: it stands apart.
 */
export function Funnel({
  total,
  channels,
  failures = [],
}: {
  total: Counts;
  /** By which it says why some were not written to. */
  failures?: Report['failures'];
  channels: readonly (readonly [Channel, Counts])[];
}) {
  const { t } = useTranslation();
  const arrivals = arrivalsOf(channels);
  const silent = channels
    .filter(([channel]) => !reportsArrival(channel))
    .map(([one]) => t(`channels.${one}`));
  return (
    <Stack gap="xs" miw={0}>
      <Stack component="ul" gap="xs" m={0} p={0} className={classes.funnel} aria-label={t('funnel.title')}>
        {funnelOf(total).map(({ name, copies, share, lost }) => (
          <li key={name}>
            {lost.length > 0 && (
              <Stack component="ul" gap={0} m={0} p={0} mb={4} className={classes.lost}>
                {lost.map(([why, gone]) => (
                  <Group component="li" key={why} justify="space-between" gap="xs" wrap="nowrap">
                    <Text size="xs" c="dimmed">
                      {t(`funnel.lost.${why === 'suppressed' ? whySuppressed(failures) : why}`)}
                    </Text>
                    <Text size="xs" c="dimmed" className="steady">
                      −{number(gone)}
                    </Text>
                  </Group>
                ))}
              </Stack>
            )}
            <Bar
              name={t(`funnel.${name}`)}
              words={`${name === 'expected' && total.unlisted > 0 ? '± ' : ''}${number(copies)}`}
              share={share}
            />
          </li>
        ))}
      </Stack>
      {arrivals && arrivals.of > 0 && (
        <div className={classes.apart}>
          <Bar
            name={t('funnel.delivered')}
            words={t('funnel.deliveredOf', { arrived: number(arrivals.arrived), of: number(arrivals.of) })}
            share={arrivals.arrived / arrivals.of}
          />
        </div>
      )}
      <Text size="xs" c="dimmed">
        {[
          silent.length > 0 && t('funnel.unreported', { channels: listed(silent) }),
          arrivals && t('funnel.copies'),
        ]
          .filter(Boolean)
          .join(' ')}
      </Text>
    </Stack>
  );
}

function Bar({ name, words, share }: { name: string; words: string; share: number }) {
  return (
    <>
      <Group justify="space-between" gap="xs" wrap="nowrap" align="baseline">
        <Text size="sm">{name}</Text>
        <Text size="sm" fw={600} className="steady" style={{ whiteSpace: 'nowrap' }}>
          {words}
        </Text>
      </Group>
      <div className={classes.track} aria-hidden>
        <div className={classes.bar} style={{ width: `${share * 100}%` }} />
      </div>
    </>
  );
}
