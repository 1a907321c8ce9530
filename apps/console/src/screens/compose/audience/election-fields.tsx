import { Button, Checkbox, Chip, Group, Select, Stack, Text } from '@mantine/core';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Election, Office } from '../../../api';
import type { Fault } from '../../../http';
import { isOver, useElections } from '../../../parts/broadcasts/elections';
import { useRegions } from '../../../parts/regions/regions';
import { type ChangeForm, type ComposeForm, faultAt } from '../form.rules';

/** The election; its contests suggest the regions. */
export const ElectionFields = memo(function ElectionFields({
  electionId,
  neutral,
  bound,
  change,
  faults,
}: Pick<ComposeForm, 'electionId' | 'neutral' | 'bound'> & {
  change: ChangeForm;
  faults: readonly Fault[];
}) {
  const { t } = useTranslation();
  const elections = useElections();
  const election = elections.data?.find(({ id }) => id === electionId);
  return (
    <Stack gap="sm">
      <Select
        data-field="electionId"
        label={t('compose.election')}
        description={t('compose.electionHelp')}
        data={(elections.data ?? []).map((one) => ({
          value: one.id,
          label: isOver(one) ? t('compose.electionOver', { name: one.name }) : one.name,
        }))}
        value={electionId}
        onChange={(chosen) => change({ electionId: chosen })}
        clearable
        clearButtonProps={{ 'aria-label': t('compose.noElection') }}
        placeholder={t('compose.noElection')}
        error={faultAt(faults, 'electionId')}
        maw={420}
      />
      {election && !bound && <Contests key={election.id} election={election} change={change} />}
      {electionId !== null && (
        <Checkbox
          data-field="neutral"
          label={t('compose.neutral')}
          description={t('compose.neutralHelp')}
          checked={neutral}
          onChange={(event) => change({ neutral: event.currentTarget.checked })}
          error={faultAt(faults, 'neutral')}
        />
      )}
    </Stack>
  );
});

/** The offices to be filled: selected ones suggest the regions that vote on them. */
function Contests({ election: { contests }, change }: { election: Election; change: ChangeForm }) {
  const { t } = useTranslation();
  const known = useRegions();
  const offices = [...new Set(contests.map(({ office }) => office))];
  const [chosen, setChosen] = useState<Office[]>([]);
  const suggested = regionsOf(contests.filter(({ office }) => chosen.includes(office)));
  return (
    <Stack gap="xs" role="group" aria-label={t('contests.title')}>
      <Text size="sm" fw={500}>
        {t('contests.title')}
      </Text>
      <Chip.Group
        multiple
        value={chosen}
        onChange={(value) => setChosen(offices.filter((office) => value.includes(office)))}
      >
        <Group gap="xs">
          {offices.map((office) => (
            <Chip key={office} value={office} size="sm">
              {t(`offices.${office}`)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      {chosen.length > 0 && (
        <Group>
          <Button variant="default" size="xs" onClick={() => change({ regions: suggested })}>
            {t('contests.use', { count: suggested.length })}
          </Button>
        </Group>
      )}
    </Stack>
  );

  /** Everywhere, when one of the contests is national; else each region once, none inside another. */
  function regionsOf(of: Election['contests']): string[] {
    if (of.some(({ regionCode }) => regionCode === null)) {
      return [...known.values()].filter(({ parentCode }) => parentCode === null).map(({ code }) => code);
    }
    const codes = new Set(of.flatMap(({ regionCode }) => regionCode ?? []));
    return [...codes].filter((code) => !codes.has(known.get(code)?.parentCode ?? '')).sort();
  }
}
