import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Channel, Counts } from '../../../api';
import { everyone, percentShown, plannedOf, reached } from '../../../parts/sending/account.rules';
import { number } from '../../../times';
import { StackedBar } from '../numbers/stacked-bar';
import classes from './wall.module.css';

/** One channel: how far, how fast, until when, and its course. Empty words keep their place. */
export function Line({
  channel,
  counts,
  badge,
  pace,
  finish,
  children,
}: {
  channel: Channel;
  counts: Counts | null;
  badge: ReactNode;
  pace: string;
  finish: string;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const name = t(`channels.${channel}`);
  return (
    <section className={classes.channel} aria-label={name}>
      <div className={classes.row}>
        <span className={classes.name}>{name}</span>
        {counts && (
          <span className="steady">
            {number(reached(counts))} / {number(plannedOf(counts))} · <b>{number(percentShown(counts))}%</b>
          </span>
        )}
      </div>
      <div className={classes.bar}>
        {counts && everyone(counts) > 0 && <StackedBar counts={counts} label={name} />}
      </div>
      <div className={`${classes.row} ${classes.small} steady`}>
        <span>{pace}</span>
        {finish === '' ? badge : <span>{finish}</span>}
      </div>
      <div className={classes.curve} data-curve>
        {children}
      </div>
    </section>
  );
}
