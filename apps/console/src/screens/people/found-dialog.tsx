import { Button, Group, Select, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mayFoundIn, type Organisation, people } from '../../api';
import { ApiError } from '../../http';
import { Confirm } from '../../parts/forms/confirm';
import { useRegions } from '../../parts/regions/regions';
import { nameOf } from '../../parts/regions/regions.rules';
import { usePerson } from '../../session';
import { faultAt } from '../compose/form.rules';
import { PEOPLE } from './query';

/** Founds a KPU office for a region inside the admin's own that has none, and goes on to inviting its people. */
export function FoundDialog({
  offices,
  onInvite,
  onClose,
}: {
  offices: readonly Organisation[];
  onInvite: (office: Organisation) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const admin = usePerson();
  const regions = useRegions();
  const [regionCode, setRegion] = useState<string | null>(null);
  const [name, setName] = useState('');
  const [pressed, setPressed] = useState(false);
  const [refused, setRefused] = useState<unknown>(null);
  const lacks = (field: 'name' | 'regionCode', value: string): string | null =>
    pressed && value.trim() === ''
      ? t('people.missing')
      : refused instanceof ApiError
        ? faultAt(refused.faults, field)
        : null;
  const taken = new Set(offices.map((office) => office.regionCode));
  const free = [...regions.values()].filter(({ code }) => mayFoundIn(admin, code) && !taken.has(code));
  const above = (code: string | null): string => (code === null ? '' : `, ${nameOf(regions, code)}`);
  return (
    <Confirm
      touches={[PEOPLE]}
      title={t('people.found')}
      go={t('people.foundGo')}
      check={() => {
        setPressed(true);
        return regionCode !== null && name.trim() !== '';
      }}
      fields={['name', 'regionCode']}
      onGo={async () => {
        setRefused(null);
        try {
          return await people.found({ name: name.trim(), regionCode: regionCode ?? '' });
        } catch (failed) {
          setRefused(failed);
          throw failed;
        }
      }}
      onClose={onClose}
      account={(office) => (
        <>
          <Text size="sm">{t('people.founded', { name: office.name })}</Text>
          <Group>
            <Button variant="default" onClick={() => onInvite(office)}>
              {t('people.inviteFirst')}
            </Button>
          </Group>
        </>
      )}
    >
      <Text size="sm">{t('people.foundWhat')}</Text>
      <Select
        label={t('people.region')}
        data={free.map(({ code, name: label, parentCode }) => ({
          value: code,
          label: `${label}${above(parentCode)}`,
        }))}
        value={regionCode}
        error={lacks('regionCode', regionCode ?? '')}
        onChange={(code) => {
          setRegion(code);
          setRefused(null);
          const region = code === null ? undefined : regions.get(code);
          if (region) setName(t('people.officeNameOf', { region: region.name }));
        }}
        searchable
        limit={50}
        allowDeselect={false}
        nothingFoundMessage={t('list.nothingFound')}
        required
        data-autofocus
      />
      <TextInput
        label={t('people.officeName')}
        value={name}
        onChange={(event) => {
          setName(event.currentTarget.value);
          setRefused(null);
        }}
        error={lacks('name', name)}
        maxLength={200}
        required
      />
    </Confirm>
  );
}
