import { ActionIcon, Button, Group, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { regionName, useRegions } from '../../../parts/regions/regions';
import type { ElectionDays } from '../../calendar/use-calendar';
import type { ChangeForm } from '../form.rules';
import { LocalTimeField } from './local-time-field';

/** Regions with a time of their own; a province's time applies to all its regencies. */
export function OwnTimes({
  perRegion,
  regions,
  from,
  elections,
  change,
  errorAt,
}: {
  perRegion: Record<string, string>;
  regions: readonly string[];
  /** The first day that can be chosen. */
  from: string;
  elections: ElectionDays;
  change: ChangeForm;
  errorAt: (path: string) => string | null;
}) {
  const { t } = useTranslation();
  const known = useRegions();
  const [adding, setAdding] = useState(false);
  const offered = [...new Set(regions.flatMap((code) => [code, known.get(code)?.parentCode ?? code]))]
    .filter((code) => !(code in perRegion))
    .map((code) => ({ value: code, label: regionName(code) }));
  const set = (code: string, time: string): void =>
    change((now) => ({ perRegion: { ...now.perRegion, [code]: time } }));
  const remove = (code: string): void =>
    change((now) => ({
      perRegion: Object.fromEntries(Object.entries(now.perRegion).filter(([one]) => one !== code)),
    }));
  return (
    <Stack gap="xs" role="group" aria-label={t('ownTimes.title')}>
      <Text size="sm" fw={500}>
        {t('ownTimes.title')}
      </Text>
      {Object.entries(perRegion).map(([code, time]) => {
        const name = regionName(code);
        return (
          <Group key={code} align="flex-end" gap="xs" wrap="nowrap">
            <div style={{ flex: '0 1 26rem', minWidth: 0 }}>
              <LocalTimeField
                field={`schedule.perRegion.${code}`}
                label={name}
                value={time}
                onChange={(value) => set(code, value)}
                from={from}
                elections={elections}
                error={errorAt(`schedule.perRegion.${code}`)}
              />
            </div>
            <ActionIcon
              variant="default"
              size="input-sm"
              aria-label={t('ownTimes.remove', { name })}
              onClick={() => remove(code)}
            >
              ×
            </ActionIcon>
          </Group>
        );
      })}
      {adding ? (
        <Select
          label={t('ownTimes.choose')}
          data={offered}
          value={null}
          onChange={(code) => {
            setAdding(false);
            if (code) set(code, '');
          }}
          searchable
          autoFocus
          limit={60}
          nothingFoundMessage={t('list.nothingFound')}
          maw={420}
        />
      ) : (
        <Group>
          <Button variant="default" size="xs" disabled={offered.length === 0} onClick={() => setAdding(true)}>
            {t('ownTimes.add')}
          </Button>
          {Object.keys(perRegion).length > 1 && (
            <Button variant="default" size="xs" onClick={() => change({ perRegion: {} })}>
              {t('ownTimes.removeAll')}
            </Button>
          )}
        </Group>
      )}
    </Stack>
  );
}
