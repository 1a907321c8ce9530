import { Checkbox, Group, Radio, SimpleGrid, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Channel, CHANNELS } from '../../api';
import type { FieldsProps } from './compose';
import { listed } from '../../times';
import { faultAt, ofKind } from './form.rules';

/** The kind, the channels, and on how many of them each person gets the broadcast. */
export function KindFields({ form, change, faults }: FieldsProps) {
  const { t } = useTranslation();
  const channels = (
    <Checkbox.Group
      data-field="channels"
      label={t('compose.channels')}
      value={form.channels}
      onChange={(value) =>
        change({ channels: CHANNELS.filter((channel: Channel) => value.includes(channel)) })
      }
      error={faultAt(faults, 'channels')}
    >
      <Group mt="xs">
        {CHANNELS.map((channel) => (
          <Checkbox key={channel} value={channel} label={t(`channels.${channel}`)} />
        ))}
      </Group>
    </Checkbox.Group>
  );
  // What came with the kind, as far as it stands.
  const sets =
    form.kind === 'urgent'
      ? [form.reach === 'every' && t('reach.every'), form.when === 'now' && t('times.now')].filter(
          (one) => one !== false,
        )
      : [];
  if (form.bound)
    return (
      <>
        <Text size="sm">{form.correction ? t('compose.isCorrection') : t('compose.isRemainder')}</Text>
        {channels}
      </>
    );
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Radio.Group
          data-field="kind"
          label={t('compose.kind')}
          value={form.kind}
          onChange={(value) => change((now) => ofKind(value === 'urgent' ? 'urgent' : 'ordinary', now))}
          error={faultAt(faults, 'kind')}
        >
          <Group mt="xs">
            <Radio value="ordinary" label={t('kinds.ordinary')} />
            <Radio value="urgent" label={t('kinds.urgent')} />
          </Group>
          <Text size="xs" mt={6} role="status">
            {sets.length > 0 && t('compose.urgentSets', { choices: listed(sets.map((one) => `“${one}”`)) })}
          </Text>
        </Radio.Group>
        {channels}
      </SimpleGrid>
      <Radio.Group
        data-field="reach"
        label={t('audience.reach')}
        value={form.reach}
        onChange={(value) => change({ reach: value === 'every' ? 'every' : 'preferred' })}
        error={faultAt(faults, 'reach')}
      >
        <Group mt="xs">
          <Radio value="preferred" label={t('reach.preferred')} />
          <Radio value="every" label={t('reach.every')} />
        </Group>
      </Radio.Group>
    </>
  );
}
