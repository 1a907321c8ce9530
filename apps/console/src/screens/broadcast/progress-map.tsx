import { Group, Stack, Text } from '@mantine/core';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Counts, DELIVERY_STATES } from '../../api';
import { ProvinceMap } from '../../parts/province-map';
import { useRegions } from '../../parts/regions';
import { number } from '../../times';
import { percent, settled } from './live.rules';
import { StackedBar } from './stacked-bar';

/** The provinces filling up as their copies are settled; one of them, once chosen, with its counts and what can be done. */
export function ProgressMap({
  provinces,
  acts,
}: {
  provinces: ReadonlyMap<string, Counts>;
  /** What can be done with one region. */
  acts: (region: string) => React.ReactNode;
}) {
  const { t } = useTranslation();
  const known = useRegions();
  const [chosen, setChosen] = useState<string | null>(null);
  const choose = useCallback((code: string) => setChosen(code), []);
  const counts = chosen === null ? undefined : provinces.get(chosen);
  const name = chosen === null ? '' : (known.get(chosen)?.name ?? chosen);
  return (
    <Stack gap="sm">
      <ProvinceMap
        label={t('live.map')}
        // Strings, in whole percent: a tile is drawn anew only when its own number changes.
        content={(code) => {
          const of = provinces.get(code);
          return of && of.targeted > 0 ? `${percent(of)}%${of.failed > 0 ? ' !' : ''}` : '';
        }}
        about={(code) => {
          const of = provinces.get(code);
          return of && of.targeted > 0
            ? t('live.mapTile', {
                settled: number(settled(of)),
                targeted: number(of.targeted),
                failed: number(of.failed),
              })
            : t('live.mapNone');
        }}
        tone={(code) => {
          const of = provinces.get(code);
          return of && of.targeted > 0 ? filled(percent(of)) : undefined;
        }}
        onPress={choose}
      />
      <Text size="sm" c="dimmed">
        {t('live.mapHelp')}
      </Text>
      {chosen !== null && (
        <Stack gap="xs" role="status" className="choice">
          <Group justify="space-between" gap="xs">
            <Text fw={600}>{name}</Text>
            {counts && acts(chosen)}
          </Group>
          {counts && counts.targeted > 0 ? (
            <>
              <StackedBar counts={counts} label={name} />
              <Text size="sm">
                {DELIVERY_STATES.filter((state) => counts[state] > 0)
                  .map((state) => `${t(`deliveryStates.${state}`)} ${number(counts[state])}`)
                  .join(' · ')}
              </Text>
            </>
          ) : (
            <Text size="sm">{t('live.mapNone')}</Text>
          )}
        </Stack>
      )}
    </Stack>
  );
}

/** A ground that fills from below; the number on it says the same. */
const filled = (share: number): string =>
  `linear-gradient(to top, var(--mantine-color-sea-2) ${share}%, var(--mantine-color-body) ${share}%)`;
