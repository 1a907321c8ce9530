import { Button, Popover, Stack, Text } from '@mantine/core';
import IconAlertTriangle from '@tabler/icons-react/icons/IconAlertTriangle';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SEND_HOURS } from '../../../../../libs/contract/lists.js';
import { BROADCAST_KINDS, CHANNELS } from '../../api';
import { ChannelSigns } from '../../parts/broadcasts/channel-signs';
import classes from './calendar.module.css';
import { SIGNS } from './chip';
import { CHANNEL_TONES, type Colour } from './filter.rules';
import { hoursOf } from './format';

const STATES = Object.keys(SIGNS) as (keyof typeof SIGNS)[];

/** What every sign, edge and shade of the calendar means, behind a button. */
export function Legend({ colour }: { colour: Colour }) {
  const { t } = useTranslation();
  const tones =
    colour === 'channel'
      ? CHANNEL_TONES.map((tone) => ({
          tone,
          word: tone === 'several' ? t('calendar.several') : t(`channels.${tone}`),
        }))
      : colour === 'kind'
        ? BROADCAST_KINDS.map((tone) => ({ tone, word: t(`kinds.${tone}`) }))
        : [];
  return (
    <Popover position="bottom-end" width={400} trapFocus returnFocus transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <Button variant="default" px="var(--tool-padding)">
          {t('calendar.legend')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('calendar.legend')} className={classes['means'] ?? ''}>
        <Stack gap="sm">
          <Part title={t('calendar.legendStates')} told>
            {STATES.map((state) => (
              <li key={state}>
                <span className={colour === 'state' ? classes['chip'] : undefined} data-state={state}>
                  <span aria-hidden className={classes['sign']}>
                    {SIGNS[state]}
                  </span>{' '}
                  {t(`states.${state}`)}
                </span>
                <span>{t(`calendar.stateMeans.${state}`)}</span>
              </li>
            ))}
          </Part>
          {tones.length > 0 && (
            <Part title={t('calendar.colour')}>
              {tones.map(({ tone, word }) => (
                <li key={tone} className={classes['chip']} data-tone={tone}>
                  {word}
                </li>
              ))}
            </Part>
          )}
          <Part title={t('calendar.legendOthers')}>
            {CHANNELS.map((channel) => (
              <li key={channel}>
                <ChannelSigns of={[channel]} size={14} /> {t(`channels.${channel}`)}
              </li>
            ))}
            <li>
              <IconAlertTriangle size={14} aria-hidden className={classes['meets']} />
              {t('calendar.meetsLegend')}
            </li>
            {(['quiet', 'polling'] as const).map((shade) => (
              <li key={shade}>
                <span className={classes['shade']} data-shade={shade} aria-hidden />
                {t(`calendar.${shade}`)}
              </li>
            ))}
            <li>
              <b>{t('calendar.localShort')}</b> {t('calendar.localMeans')}
            </li>
          </Part>
          <div>
            <Text size="sm" fw={600}>
              {t('calendar.capacity')}
            </Text>
            <Text size="xs">{t('calendar.loadHelp', hoursOf(SEND_HOURS))}</Text>
          </div>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

/** @param told whether each sign has a sentence beside it */
function Part({ title, told = false, children }: { title: string; told?: boolean; children: ReactNode }) {
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        {title}
      </Text>
      <ul className={classes['legend']} data-told={told || undefined} aria-label={title}>
        {children}
      </ul>
    </div>
  );
}
