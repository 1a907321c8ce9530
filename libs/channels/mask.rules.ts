import type { ChannelName } from './channel.js';

/** Masks an address so that two can still be distinguished: `b***@contoh.id`, `+6281*****123`, `12***`. */
export function mask(channel: ChannelName, address: string): string {
  switch (channel) {
    case 'email': {
      const at = address.lastIndexOf('@');
      return `${address.slice(0, 1)}***${address.slice(at)}`;
    }
    case 'telegram':
      return `${address.slice(0, 2)}***`;
    case 'sms':
      return `${address.slice(0, 5)}*****${address.slice(-3)}`;
  }
}
