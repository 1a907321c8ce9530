import { Checkbox, Group, Radio, SimpleGrid, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Section } from '../../parts/section';
import type { FieldsProps } from './compose';
import { faultAt } from './form.rules';

/** When it goes out, on each region's own clock, and from when on it must not any more. */
export function ScheduleFields({ form, change, faults }: FieldsProps) {
  const { t } = useTranslation();
  const own = Object.keys(form.kept.schedule.perRegion ?? {}).length;
  return (
    <Section title={t('times.title')}>
      <Radio.Group
        label={t('compose.when')}
        value={form.when}
        onChange={(value) => change({ when: value === 'now' ? 'now' : 'at' })}
      >
        <Group mt="xs">
          <Radio value="at" label={t('compose.atTime')} />
          <Radio value="now" label={t('times.now')} />
        </Group>
      </Radio.Group>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {form.when === 'at' && (
          <TextInput
            type="datetime-local"
            label={t('compose.at')}
            description={t('compose.atHelp')}
            value={form.at}
            onChange={(event) => change({ at: event.currentTarget.value })}
            error={faultAt(faults, 'schedule.at')}
          />
        )}
        <TextInput
          type="datetime-local"
          label={t('compose.expires')}
          description={t('compose.expiresHelp')}
          value={form.expires}
          onChange={(event) => change({ expires: event.currentTarget.value })}
          error={faultAt(faults, 'schedule.expires')}
        />
      </SimpleGrid>
      {own > 0 && <Text size="sm">{t('compose.ownTimes', { count: own })}</Text>}
      {form.kind !== 'ordinary' && (
        <Checkbox
          label={t('compose.leaveWindow')}
          description={t('compose.leaveWindowHelp')}
          checked={form.leaveWindow}
          onChange={(event) => change({ leaveWindow: event.currentTarget.checked })}
          error={faultAt(faults, 'schedule.leaveWindow')}
        />
      )}
    </Section>
  );
}
