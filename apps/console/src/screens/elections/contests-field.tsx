import { Button, Group, MultiSelect, NativeSelect, Paper, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Office, OFFICES, type Region } from '../../api';
import type { Fault } from '../../http';
import DayField from '../../parts/days/day-field';
import { focusAdded } from '../../parts/forms/focus-added';
import { useRegions } from '../../parts/regions/regions';
import { number } from '../../times';
import { faultAt } from '../compose/form.rules';
import { type ContestRow, VOTES } from './contests.rules';

const isCity = ({ name }: Region): boolean => name.startsWith('Kota ');

/** The regions that may vote on an office. */
function votersOf(office: Office, regions: readonly Region[]): Region[] {
  switch (VOTES[office]) {
    case 'nation':
      return regions.filter(({ kind }) => kind === 'province');
    case 'provinces':
      return regions.filter(({ kind }) => kind === 'province');
    case 'regencies':
      // Regencies and cities elect a council; only regencies elect a regent.
      return regions.filter(
        (region) => region.kind === 'regency' && (office === 'dprd-regency' || !isCity(region)),
      );
    case 'cities':
      return regions.filter((region) => region.kind === 'regency' && isCity(region));
  }
}

/** The offices to be filled, and where. */
export function ContestsField({
  rows,
  onChange,
  faults,
}: {
  rows: readonly ContestRow[];
  onChange: (rows: ContestRow[]) => void;
  faults: readonly Fault[];
}) {
  const { t } = useTranslation();
  const regions = [...useRegions().values()];
  const put = (index: number, part: Partial<ContestRow>): void =>
    onChange(rows.map((row, at) => (at === index ? { ...row, ...part } : row)));
  return (
    <Stack>
      {rows.map((row, index) => {
        const voters = votersOf(row.office, regions);
        const name = t(`offices.${row.office}`);
        // An office may occur twice, for different regions.
        const called = (label: string): string => `${label} – ${index + 1}. ${name}`;
        return (
          // A row has no identity except its position.
          <Paper key={index} withBorder p="md" component="fieldset" m={0} miw={0}>
            <Text component="legend" size="sm" fw={600} px={4}>
              {name}
            </Text>
            <Stack gap="sm">
              <Group align="flex-end" gap="sm">
                <NativeSelect
                  label={t('elections.office')}
                  aria-label={called(t('elections.office'))}
                  data={OFFICES.map((value) => ({ value, label: t(`offices.${value}`) }))}
                  value={row.office}
                  onChange={({ currentTarget: { value } }) => {
                    const office = OFFICES.find((one) => one === value);
                    if (office) put(index, { office, regions: [] });
                  }}
                />
                <DayField
                  label={t('elections.ownDay')}
                  called={called(t('elections.ownDay'))}
                  value={row.pollingDate ?? ''}
                  onChange={(value) => put(index, { pollingDate: value || null })}
                />
                <Button
                  variant="default"
                  aria-label={t('elections.removeOf', { office: name })}
                  onClick={() => onChange(rows.filter((_, at) => at !== index))}
                >
                  {t('elections.remove')}
                </Button>
              </Group>
              <MultiSelect
                label={t('elections.where')}
                aria-label={called(t('elections.where'))}
                description={
                  row.regions.length === 0
                    ? t('elections.nation')
                    : t('times.regionCount', { count: row.regions.length })
                }
                searchable
                hidePickedOptions
                styles={{ pillsList: { maxHeight: 150, overflowY: 'auto' } }}
                limit={50}
                data={voters.map(({ code, name: label }) => ({ value: code, label }))}
                value={row.regions}
                onChange={(chosen) => put(index, { regions: chosen })}
                error={faultAt(faults, `contests.${index}.regions`)}
              />
              <Group gap="xs">
                <Button
                  variant="default"
                  size="xs"
                  onClick={() => put(index, { regions: voters.map(({ code }) => code) })}
                >
                  {t('elections.allOf', { regions: number(voters.length) })}
                </Button>
                <Button variant="default" size="xs" onClick={() => put(index, { regions: [] })}>
                  {t('elections.wholeNation')}
                </Button>
              </Group>
            </Stack>
          </Paper>
        );
      })}
      <Group>
        <Button
          variant="default"
          onClick={() => {
            focusAdded();
            onChange([...rows, { office: 'governor', regions: [], pollingDate: null }]);
          }}
        >
          {t('elections.addOffice')}
        </Button>
      </Group>
      {faultAt(faults, 'contests') && (
        <Text size="sm" c="red.9" role="alert">
          {faultAt(faults, 'contests')}
        </Text>
      )}
    </Stack>
  );
}
