import { Button, Group, Select, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mayFoundIn, type Organisation, people } from '../../api';
import { Confirm } from '../../parts/confirm';
import { useRegions } from '../../parts/regions';
import { usePerson } from '../../session';
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
  const taken = new Set(offices.map((office) => office.regionCode));
  const free = [...regions.values()].filter(({ code }) => mayFoundIn(admin, code) && !taken.has(code));
  const above = (code: string | null): string =>
    code === null ? '' : `, ${regions.get(code)?.name ?? code}`;
  return (
    <Confirm
      touches={[PEOPLE]}
      title={t('people.found')}
      go={t('people.foundGo')}
      ready={regionCode !== null && name.trim() !== ''}
      onGo={() => people.found({ name: name.trim(), regionCode: regionCode ?? '' })}
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
        onChange={(code) => {
          setRegion(code);
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
        onChange={(event) => setName(event.currentTarget.value)}
        maxLength={200}
        required
      />
    </Confirm>
  );
}
