import { Box, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Channel, Counts } from '../../../api';
import {
  everyone,
  percentShown,
  plannedOf,
  reached,
  SIGNS,
  type Standing,
} from '../../../parts/sending/account.rules';
import { arrivalsOf } from '../../../parts/sending/arrivals.rules';
import { lately, number } from '../../../times';
import { funnelOf } from '../numbers/funnel.rules';
import { StackedBar, STATE_COLOUR } from '../numbers/stacked-bar';
import { soon, useZoneEnds } from '../numbers/zone-ends';
import { goneOutAt, leftOver } from './wall.rules';
import classes from './wall.module.css';

/**
 * How many were reached, and every other copy by its standing: the numbers add up to all.
 * @param end when what nothing holds is done; null: the band above says it, or nobody can tell
 */
export function Figures({
  total,
  over,
  end,
}: {
  total: Counts;
  over: boolean;
  end: ReturnType<typeof goneOutAt>;
}) {
  const { t } = useTranslation();
  const all = number(plannedOf(total));
  return (
    // As many digits as there will be: nothing changes its size while the number grows.
    <Box className={classes.figures ?? ''} data-figures style={{ '--characters': all.length }}>
      <div className={classes.reached}>
        <span className={classes.large}>{number(reached(total))}</span>{' '}
        <span className={`${classes.share} steady`}>{number(percentShown(total))}%</span>
      </div>
      <Text className={classes.of}>
        {t('wall.of', { total: `${total.unlisted > 0 ? '± ' : ''}${all}` })} <Colour of="delivered" />{' '}
        {t('wall.arrived')} <Colour of="accepted" /> {t('wall.accepted')}
      </Text>
      {end !== null && (
        <Text className={`${classes.of} steady`}>
          <b>{t(end.whole ? 'wall.finishAll' : 'wall.finishRest', { at: lately(new Date(end.at)) })}</b>
        </Text>
      )}
      <div className={classes.bar}>
        {everyone(total) > 0 && <StackedBar counts={total} label={t('live.sum')} />}
      </div>
      <div className={classes.standings}>
        {leftOver(total, over).map((one) => (
          <div key={one}>
            <div className={classes.standing}>
              <Colour of={one} /> {t(one === 'neverListed' ? 'wall.neverListed' : `deliveryStates.${one}`)}
            </div>
            <div className={`${classes.count} steady`}>
              {total[one] > 0 && SIGNS[one] ? `${SIGNS[one]} ` : ''}
              {number(total[one])}
            </div>
          </div>
        ))}
      </div>
    </Box>
  );
}

/** From the list to the recipient, and when each zone is done, in one line below the map. */
export function Steps({
  total,
  channels,
  zones,
}: {
  total: Counts;
  channels: readonly { channel: Channel; counts: Counts }[];
  zones: ReturnType<typeof useZoneEnds>;
}) {
  const { t } = useTranslation();
  const arrivals = arrivalsOf(channels.map(({ channel, counts }) => [channel, counts] as const));
  return (
    <div className={classes.steps}>
      <ol className={classes.cells} aria-label={t('funnel.title')}>
        {funnelOf(total).map(({ name, copies }) => (
          <Cell key={name} name={t(`wall.funnel.${name}`)}>
            {name === 'expected' && total.unlisted > 0 ? '± ' : ''}
            {number(copies)}
          </Cell>
        ))}
        {arrivals && arrivals.of > 0 && (
          <Cell name={t('wall.funnel.delivered')}>
            {t('funnel.deliveredOf', { arrived: number(arrivals.arrived), of: number(arrivals.of) })}
          </Cell>
        )}
      </ol>
      {zones.length > 0 && (
        <ul className={classes.cells} aria-label={t('zoneEnds.title')}>
          {zones.map(({ zone, timeZone, ends }) => (
            <Cell key={zone} name={t('wall.zoneEnds', { zone })}>
              {ends === null ? '–' : soon(ends, timeZone)}
            </Cell>
          ))}
        </ul>
      )}
    </div>
  );
}

const Cell = ({ name, children }: { name: string; children: ReactNode }) => (
  <li>
    <div className={classes.standing}>{name}</div>
    <div className={`${classes.count} steady`}>{children}</div>
  </li>
);

/** A standing's colour in the bars, beside its name. */
const Colour = ({ of }: { of: Standing }) => (
  <span aria-hidden className={classes.colour} style={{ background: STATE_COLOUR[of] }} />
);
