import { Tabs, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { number } from '../../../times';
import classes from './details.module.css';

export type Detail = 'course' | 'causes' | 'places' | 'figures' | 'sent';

/** What is looked at after the first look, a tab each; on paper all of it, one below the other. */
export function Details({
  shown,
  onShow,
  of,
  missed,
  uncertain,
}: {
  shown: Detail;
  onShow: (one: Detail) => void;
  of: Readonly<Record<Detail, ReactNode>>;
  /** Copies that did not arrive, beside the name of their tab, and those of which nobody knows. */
  missed: number;
  uncertain: number;
}) {
  const { t } = useTranslation();
  return (
    // What is hidden stays as it is: a table that somebody sorted, a dialog that is open.
    <Tabs
      value={shown}
      onChange={(value) => DETAILS.filter((one) => one === value).forEach(onShow)}
      keepMountedMode="display-none"
      className={classes.details ?? ''}
    >
      <Tabs.List aria-label={t('details.label')} className="unprinted">
        {DETAILS.map((one) => (
          <Tabs.Tab key={one} value={one}>
            {t(`details.${one}`)}
            {one === 'causes' && missed > 0 && <b className="steady"> {number(missed)}</b>}
            {one === 'causes' && uncertain > 0 && (
              <span className="steady"> {t('details.uncertain', { copies: number(uncertain) })}</span>
            )}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {DETAILS.map((one) => (
        <Tabs.Panel key={one} value={one} className={classes.panel ?? ''}>
          {of[one]}
          {/* Alone, since its parts have nothing to say. */}
          <Text size="sm" className={classes.nothing ?? ''}>
            {t('details.nothing')}
          </Text>
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

const DETAILS: readonly Detail[] = ['course', 'causes', 'places', 'figures', 'sent'];
