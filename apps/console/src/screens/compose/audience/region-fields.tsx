import { Button, Checkbox, Group, Stack, Tabs, Text } from '@mantine/core';
import { memo, useCallback, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { type Choice, ProvinceMap } from '../../../parts/regions/province-map';
import { regionName, useRegions } from '../../../parts/regions/regions';
import { listed, number } from '../../../times';
import type { ChangeForm } from '../form.rules';
import { RegionTree } from './region-tree';
import { toggled } from './regions.rules';

/** The code of all polling areas abroad. */
const OVERSEAS = 'LN';
/** Chosen regions that are named where the map is folded. */
const NAMED = 8;

/**
 * The regions of the audience: provinces on the map, or a list down to regencies and polling areas abroad. Folded, it
 * names those that were chosen before.
 */
export const RegionFields = memo(function RegionFields({
  regions,
  change,
  error,
}: {
  regions: readonly string[];
  change: ChangeForm;
  error: string | null;
}) {
  const { t } = useTranslation();
  const fields = useRef<HTMLDivElement>(null);
  const [unfolded, setUnfolded] = useState(false);
  // What has to be chosen yet is in sight, and stays there while it is being chosen.
  if (!unfolded && (regions.length === 0 || error !== null)) setUnfolded(true);
  const known = useRegions();
  const provinces = useMemo(
    () => [...known.values()].filter(({ kind }) => kind === 'province').map(({ code }) => code),
    [known],
  );
  const chosen = useMemo(() => new Set(regions), [regions]);
  const choice = (code: string): Choice =>
    chosen.has(code) || (regions.some((one) => one.startsWith(`${code}.`)) ? 'mixed' : false);
  const press = useCallback(
    (code: string) => change((now) => ({ regions: toggled(now.regions, code) })),
    [change],
  );
  const all = provinces.length > 0 && provinces.every((code) => chosen.has(code));
  const some = regions.some((code) => !code.startsWith(OVERSEAS));
  const abroad = choice(OVERSEAS);
  const choose = (
    <Tabs defaultValue="map" keepMounted={false}>
      <Tabs.List mb="md">
        <Tabs.Tab value="map">{t('regions.map')}</Tabs.Tab>
        <Tabs.Tab value="list">{t('regions.list')}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="map">
        <ProvinceMap label={t('compose.map')} choice={choice} onPress={press} />
      </Tabs.Panel>
      <Tabs.Panel value="list">
        <RegionTree regions={regions} change={change} />
      </Tabs.Panel>
    </Tabs>
  );
  return (
    <Stack gap="sm" ref={fields} data-field="audience.regions">
      <Group gap="lg">
        <Checkbox
          label={t('compose.allProvinces', { count: provinces.length })}
          checked={all}
          indeterminate={!all && some}
          disabled={provinces.length === 0}
          onChange={() =>
            change((now) => {
              const others = now.regions.filter((code) => code.startsWith(OVERSEAS));
              return { regions: all ? others : [...provinces, ...others] };
            })
          }
        />
        {known.has(OVERSEAS) && (
          <Checkbox
            label={known.get(OVERSEAS)?.name}
            checked={abroad === true}
            indeterminate={abroad === 'mixed'}
            onChange={() => press(OVERSEAS)}
          />
        )}
        <Text size="sm" role="status">
          {t('regions.count', { count: regions.length, shown: number(regions.length) })}
        </Text>
      </Group>
      {error && (
        <Text size="sm" c="red.9">
          {error}
        </Text>
      )}
      {unfolded ? (
        choose
      ) : (
        <Group gap="sm">
          {/* All provinces are named by their tick. */}
          {!(all && regions.length === provinces.length) && (
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {listed([
                ...regions.slice(0, NAMED).map((code) => regionName(code)),
                ...(regions.length > NAMED ? [t('since.more', { count: regions.length - NAMED })] : []),
              ])}
            </Text>
          )}
          <Button
            variant="default"
            size="xs"
            onClick={() => {
              flushSync(() => setUnfolded(true));
              fields.current?.querySelector<HTMLElement>('[role=tab]')?.focus();
            }}
          >
            {t('regions.unfold')}
          </Button>
        </Group>
      )}
    </Stack>
  );
});
