import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CHANNELS } from '../../api';
import { listed, number, rupiah } from '../../times';
import classes from './calendar.module.css';
import { useCalendarContext } from './context';
import { costOf, fullnessOf } from './load.rules';

const percent = (share: number): string =>
  share > 0 && share < 0.005
    ? `<${number(0.01, { style: 'percent' })}`
    : number(share, { style: 'percent', maximumFractionDigits: 0 });

/** Whether the day is a polling day or lies in a quiet period, in words. */
export function DayKind({ day }: { day: string }) {
  const { t } = useTranslation();
  const { elections } = useCalendarContext();
  const polling = elections.polling.get(day);
  const quiet = elections.quiet.get(day);
  return (
    <>
      {polling && (
        <span className={classes['mark']} data-mark="polling" title={listed(polling)}>
          {t('calendar.polling')}
        </span>
      )}
      {quiet && !polling && (
        <span className={classes['mark']} data-mark="quiet" title={listed(quiet)}>
          {t('calendar.quiet')}
        </span>
      )}
    </>
  );
}

/** The kind of a day, by which it is shaded. */
export const useShade = (): ((day: string) => 'polling' | 'quiet' | undefined) => {
  const { elections } = useCalendarContext();
  return (day) => (elections.polling.has(day) ? 'polling' : elections.quiet.has(day) ? 'quiet' : undefined);
};

/** What the SMS of a day cost, as far as they are counted or estimated; nothing where none do. */
export function DayCost({ day }: { day: string }) {
  const { t } = useTranslation();
  const { shown } = useCalendarContext();
  const cost = costOf(shown.lots.filter((lot) => lot.day === day));
  if (!cost) return null;
  return (
    <Text size="sm" span className="steady">
      {t('calendar.cost', { cost: rupiah(cost.rupiah), messages: number(cost.copies) })}
    </Text>
  );
}

/**
 * From this share of a day on, a channel is named in a month or a week; below it, the fullest has a bar alone. The day
 * itself names each.
 */
const WORTH_NAMING = 0.1;

/** What the day asks of each channel, of what its provider can send within the send hours: in a word, with its share and a bar. */
export function DayLoad({
  day,
  full = false,
  inLine = full,
}: {
  day: string;
  /** Whether every channel is named, with its messages. */
  full?: boolean;
  /** Whether the channels stand beside each other. */
  inLine?: boolean;
}) {
  const { t } = useTranslation();
  const { shown } = useCalendarContext();
  const found = shown.loads.get(day) ?? {};
  const asked = CHANNELS.flatMap((channel) => {
    const load = found[channel];
    return load ? [{ channel, ...load }] : [];
  });
  const named = full ? asked : asked.filter(({ share }) => share >= WORTH_NAMING);
  const fullest = asked.toSorted((a, b) => b.share - a.share).slice(0, 1);
  const lines = named.length > 0 ? named : fullest;
  if (lines.length === 0) return null;
  return (
    <div className={classes['capacity']} data-line={inLine || undefined}>
      {full && (
        <Text span size="sm" fw={600} aria-hidden>
          {t('calendar.capacity')}
        </Text>
      )}
      <ul className={classes['loads']} aria-label={t('calendar.capacity')}>
        {lines.map(({ channel, share, copies, carried }) => (
          <li
            key={channel}
            data-fullness={fullnessOf(share)}
            title={named.length > 0 ? undefined : `${t(`channels.${channel}`)} ${percent(share)}`}
          >
            <span className={classes[named.length > 0 ? 'words' : 'hidden']}>
              {share > 1 && <span aria-hidden>▲ </span>}
              <b>{t(`channels.${channel}`)}</b> {percent(share)}
              {', '}
              {t(`calendar.fullness.${fullnessOf(share)}`)}
              {full &&
                ` · ${t('calendar.loadCopies', { copies: number(copies), most: number(Math.round(copies / share)) })}${carried > 0 ? ` · ${t('calendar.loadCarried', { copies: number(carried) })}` : ''}`}
            </span>
            <span className={classes['bar']} aria-hidden>
              <span style={{ width: `${Math.min(100, share * 100)}%` }} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
