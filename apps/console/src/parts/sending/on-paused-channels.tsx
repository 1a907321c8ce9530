import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Resumed } from '../../api';
import { number } from '../../times';

/** What goes out only when its channel, paused for every broadcast, is resumed; one channel a line. */
export function OnPausedChannels({ of }: { of: Resumed['onPausedChannels'] }) {
  const { t } = useTranslation();
  const waiting = of.filter(({ messages }) => messages > 0);
  return waiting.map(({ channel, messages }) => (
    <Text size="sm" key={channel}>
      {t('numbers.onPausedChannel', { channel: t(`channels.${channel}`), messages: number(messages) })}
    </Text>
  ));
}
