import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Channel } from '../../api';
import { ApiError } from '../../http';
import { ErrorNote } from '../frame/error-note';
import { faultWords } from '../refusals/refusal-words';

/** A form for one exact address. The address goes into a request body only, never into the page's URL. */
export function AddressForm<C extends Channel>({
  channels,
  go,
  pending,
  error,
  onAddress,
  onChange,
}: {
  channels: readonly [C, ...C[]];
  /** The verb on the button. */
  go: string;
  pending: boolean;
  error: Error | null;
  onAddress: (address: { channel: C; to: string }) => void;
  /** The result shown no longer belongs to the address typed. */
  onChange: () => void;
}) {
  const { t } = useTranslation();
  const [channel, setChannel] = useState(channels[0]);
  const [to, setTo] = useState('');
  const fault = error instanceof ApiError ? error.faults.find(({ path }) => path === 'to') : undefined;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onAddress({ channel, to });
      }}
    >
      <Stack gap="sm">
        <Group align="flex-end" gap="sm">
          <NativeSelect
            label={t('address.channel')}
            data={channels.map((value) => ({ value, label: t(`address.kinds.${value}`) }))}
            value={channel}
            onChange={({ currentTarget: { value } }) => {
              setChannel(channels.find((one) => one === value) ?? channel);
              onChange();
            }}
          />
          <TextInput
            label={t(`address.kinds.${channel}`)}
            type={channel === 'email' ? 'email' : channel === 'sms' ? 'tel' : 'text'}
            autoComplete="off"
            value={to}
            onChange={(event) => {
              setTo(event.currentTarget.value);
              onChange();
            }}
            error={fault && faultWords(fault)}
            required
            maxLength={254}
            style={{ flex: '1 1 16rem' }}
          />
          <Button type="submit" loading={pending}>
            {go}
          </Button>
        </Group>
        {error && !fault && <ErrorNote error={error} />}
      </Stack>
    </form>
  );
}
