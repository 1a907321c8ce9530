import type { TFunction } from 'i18next';
import type { Broadcast, ChainLink, Channel, Counts, Report, ResendAct } from '../../api';
import { everyone, reached, sumOf } from '../../parts/sending/account.rules';
import { stateWords } from '../../parts/broadcasts/badges';
import { besides, isTextTakenBack, unsettledBy } from '../../parts/broadcasts/chain.rules';
import { reportsArrival } from '../../parts/sending/arrivals.rules';
import { csvFile } from '../../parts/csv/csv';
import type { Cell } from '../../parts/csv/csv.rules';
import { regionIfLoaded } from '../../parts/regions/regions';
import { instant, share, zoneName } from '../../times';
import { columnsOf } from '../broadcast/numbers/counts-table';
import type { useReason } from '../broadcast/numbers/failures';
import { shownOf } from '../broadcast/content/shown.rules';
import { type Related, reachedWords } from './related';
import { isProvidersOwn } from '../../parts/sending/provider-codes.rules';
import { carrierLabel } from '../../parts/sending/carriers';
import { languageName } from '../../parts/texts/language-name';
import { comparedCells } from './compared-cells';
import { costWords, hourName, TIMELINESS } from './words';
import {
  byCarrier,
  byChannel,
  byHour,
  byLanguage,
  byZone,
  messagesIn,
  minutesBetween,
  smsTaken,
} from './report.rules';

/**
 * The data URL of a file with the report's tables as on screen, one below the other, in the reader's language. The
 * API's own CSV is for programs: it has machine names and UTC, and repeats people for each channel.
 */
export function reportFile(
  t: TFunction,
  reasonOf: ReturnType<typeof useReason>,
  {
    broadcast,
    report,
    related,
    resends,
    acceptances,
    resentRejected,
    happened,
  }: {
    broadcast: Broadcast;
    report: Report;
    related: readonly Related[];
    resends: readonly ResendAct[];
    acceptances: readonly ResendAct[];
    resentRejected: readonly ResendAct[];
    /** What held it back, and what it lost copies by: when, what it was, and how it ended. */
    happened: readonly (readonly [when: string, what: string, rest: string])[];
  },
  at: Date,
): string {
  const total = sumOf(report.lines);
  const channels = byChannel(report);
  const cost = smsTaken(report, broadcast.smsCost);
  const states = columnsOf(total);
  const decided = (title: string, why: string, acts: readonly ResendAct[]): Cell[][] =>
    acts.length === 0
      ? []
      : [
          [title],
          [
            t('unknown.resendHead.at'),
            t('unknown.resendHead.by'),
            t('deliveries.channel'),
            t('deliveries.region'),
            t('failures.copies'),
            why,
          ],
          ...acts.map(({ at: when, by, copies, reason, channel, region }) => [
            instant(when),
            by ?? 'Siar',
            channel ? t(`channels.${channel}`) : t('part.allChannels'),
            region ? regionIfLoaded(region) : t('part.allRegions'),
            copies,
            reason,
          ]),
          [],
        ];
  const counted = (name: string, counts: Counts, channel: Channel | null): Cell[] => [
    name,
    ...states.map((one) =>
      one === 'delivered' && channel && !reportsArrival(channel) && counts.delivered === 0
        ? '–'
        : counts[one],
    ),
    everyone(counts),
  ];
  const lines: Cell[][] = [
    [t('report.of', { title: shownOf(broadcast).title }), t('report.asOf', { at: instant(at) })],
    [t('deliveries.state'), standingOf(t, broadcast)],
    ...chainOf(t, broadcast, related),
    [t('report.reached'), report.people],
    [t('report.messagesReached'), reached(total)],
    ...(report.gotNothing === null ? [] : [[t('report.gotNothing'), report.gotNothing]]),
    ...(report.uncertain === null || report.uncertain === 0
      ? []
      : [[t('report.uncertain'), report.uncertain]]),
    ...(report.unreached === null ? [] : [[t('report.unreached'), report.unreached]]),
    ...(cost === null ? [] : [[t('numbers.cost'), costWords(t, cost)]]),
    [],
    ...(happened.length === 0 ? [] : [[t('happened.title')], ...happened.map((row): Cell[] => [...row]), []]),
    [t('live.byChannel'), ...states.map((one) => t(`deliveryStates.${one}`)), t('tally.total')],
    ...channels.map(([channel, counts]) => counted(t(`channels.${channel}`), counts, channel)),
    counted(t('live.sum'), total, null),
    [t('report.footnote')],
    [],
    [t('report.timeliness')],
    TIMELINESS.map((one) => t(one)),
    ...byZone(report, zoneName).map(({ zone, channel, timeZone, dueAt, first, last }) => [
      zone,
      t(`channels.${channel}`),
      instant(dueAt, timeZone),
      first ? instant(first, timeZone) : '–',
      first ? minutesBetween(dueAt, first) : '–',
      last ? instant(last, timeZone) : '–',
    ]),
    [],
    ...byCarrier(report).flatMap(([channel, carriers]) => [
      [
        `${t('report.carriers')}: ${t(`channels.${channel}`)}`,
        ...states.map((one) => t(`deliveryStates.${one}`)),
        t('tally.total'),
      ],
      ...carriers.map(([carrier, counts]) =>
        counted(carrier === null ? t('report.otherCarriers') : carrierLabel(t, carrier), counts, channel),
      ),
      [],
    ]),
    ...(report.gotNothingBy && report.gotNothingBy.length > 0
      ? [
          [t('failures.people')],
          [t('deliveries.reason'), t('deliveries.channel'), t('deliveries.state'), t('failures.persons')],
          ...report.gotNothingBy.map(({ channel, state, reason, people }) => [
            reasonIn(reason, reasonOf(reason, state)) || t('failures.unsaid'),
            t(`channels.${channel}`),
            t(`deliveryStates.${state}`),
            people,
          ]),
          [],
        ]
      : []),
    [t('failures.title')],
    [t('deliveries.reason'), t('deliveries.channel'), t('deliveries.state'), t('failures.copies')],
    ...report.failures.map(({ channel, state, reason, copies }) => [
      reasonIn(reason, reasonOf(reason, state)) || t('failures.unsaid'),
      t(`channels.${channel}`),
      t(`deliveryStates.${state}`),
      copies,
    ]),
    [],
    ...decided(t('rejected.resends'), t('reason.required'), resentRejected),
    ...decided(t('unknown.resends'), t('reason.required'), resends),
    ...decided(t('unknown.acceptances'), t('unknown.acceptReason'), acceptances),
    ...reachedCells(t, report),
    ...comparedCells(t, report),
    [t('report.reach')],
    [
      t('report.region'),
      t('report.voters'),
      t('report.reached'),
      t('report.share'),
      ...channels.map(([channel]) => t(`channels.${channel}`)),
    ],
    ...report.regions.map(({ region, name, registeredVoters, people }) => [
      name,
      registeredVoters ?? '–',
      people,
      registeredVoters ? share(people, registeredVoters) : '–',
      ...channels.map(([channel]) => messagesIn(report, region, channel)),
    ]),
  ];
  return csvFile(lines);
}

/** What was reached by hour and by language, each below its heading. */
function reachedCells(t: TFunction, report: Report): Cell[][] {
  const channels = byChannel(report).map(([channel]) => channel);
  const names = channels.map((channel) => t(`channels.${channel}`));
  const hours = byHour(report);
  if (hours.length === 0) return [];
  return [
    [t('picture.hours')],
    [t('picture.hour'), ...names],
    ...hours.map(({ at, values }) => [
      hourName(at, hours),
      ...channels.map((channel) => values[channel] ?? 0),
    ]),
    [],
    [t('picture.languages')],
    [t('picture.language'), ...names],
    ...byLanguage(report).map(([language, values]) => [
      language === null ? t('picture.erased') : languageName(language),
      ...channels.map((channel) => values.get(channel) ?? 0),
    ]),
    [],
  ];
}

/** A reason with the provider's code, which its support asks for; codes of our own say no more than their words. */
const reasonIn = (code: string | null, words: string): string =>
  code === null || words === '' || words === code || !isProvidersOwn(code) ? words : `${words} (${code})`;

/** The state in a word, with who withdrew it and why, and since when its content is in doubt. */
function standingOf(t: TFunction, broadcast: Broadcast): string {
  const { state, withdrawal, reads: read } = broadcast;
  return [
    stateWords(t, broadcast),
    withdrawal &&
      `${t('broadcast.withdrawnBy', { name: withdrawal.by.name, when: instant(withdrawal.at) })} ${withdrawal.reason ?? t('broadcast.withdrawnNoReason')}`,
    (read === 'wrong' || (state === 'cancelled' && (read === 'withdrawn' || read === 'stopped'))) &&
      t(`citizensRead.${read}`),
    doubtLine(t, broadcast),
  ]
    .filter(Boolean)
    .join('; ');
}

/** Since when its content is in doubt, in words; null: citizens read something else of it. */
export function doubtLine(t: TFunction, broadcast: Broadcast): string | null {
  const { doubt, reads } = broadcast;
  if (doubt && (reads === 'doubted' || isTextTakenBack(broadcast)))
    return t('broadcast.doubtTitle', { since: instant(doubt.since) });
  // A correction under review puts it in doubt, though nothing of it was paused for that.
  return reads === 'doubted' ? t('citizensRead.doubted') : null;
}

/**
 * What corrects the broadcast and what it corrects, the nearest first, with the code that leads to each, and how far the
 * correction and the companions have reached.
 */
function chainOf(t: TFunction, { chain }: Broadcast, related: readonly Related[]): Cell[][] {
  const line = (
    words: string,
    { title, publicCode, state, begun, hindrance, approvedAt, updatedAt }: ChainLink,
  ): Cell[] => [
    words,
    title ?? t('chain.other', { code: publicCode }),
    publicCode,
    stateWords(t, { state, begun, hindrance }),
    instant(approvedAt ?? updatedAt),
  ];
  const told = related.map((one) => [
    ...line(t(`report.relatedRoles.${one.role}`), one.link),
    reachedWords(t, one),
  ]);
  if (!chain) return told;
  const unsettled = unsettledBy(chain);
  return [
    ...(chain.correctedBy ? [[t('chain.title.yes')]] : []),
    ...(unsettled ? [[t(`chain.help.unsettled.${unsettled}`)]] : []),
    ...told,
    ...besides(chain)
      .filter(({ publicCode }) => !related.some(({ link }) => link.publicCode === publicCode))
      .map((link) => line(t('chain.besides'), link)),
    ...chain.corrects.map((link, at) => line(t(at === 0 ? 'chain.corrects' : 'chain.before'), link)),
  ];
}
