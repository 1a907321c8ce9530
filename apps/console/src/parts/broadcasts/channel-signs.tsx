import IconBrandTelegram from '@tabler/icons-react/icons/IconBrandTelegram';
import IconDeviceMobileMessage from '@tabler/icons-react/icons/IconDeviceMobileMessage';
import IconMail from '@tabler/icons-react/icons/IconMail';
import { type Channel, CHANNELS } from '../../api';

/** The sign of each channel. */
const CHANNEL_ICONS = { email: IconMail, telegram: IconBrandTelegram, sms: IconDeviceMobileMessage };

/** The signs of channels, in their order; their names are said beside them. */
export function ChannelSigns({ of, size = 16 }: { of: readonly Channel[]; size?: number }) {
  return CHANNELS.filter((channel) => of.includes(channel)).map((channel) => {
    const Icon = CHANNEL_ICONS[channel];
    return <Icon key={channel} size={size} stroke={1.75} aria-hidden style={{ flex: 'none' }} />;
  });
}
