import { useTranslation } from 'react-i18next';
import type { Channel } from '../../api';
import { listed } from '../../times';
import { useEmergencyStop } from '../frame/emergency-state';
import { afterResume, type Condition, goesOnAfter } from './goes-on.rules';

/** The sentences on how sending goes on, by what holds the channels up at present. */
export function useGoesOn() {
  const { t } = useTranslation();
  const holds = useEmergencyStop();
  const what = (of: readonly Condition[]): string => listed(of.map((one) => t(`goesOn.once.${one}`)));
  return {
    /** While the provider is away: how what nobody paused goes on. */
    withoutProvider: (channel: Channel): string => {
      const acts = goesOnAfter([channel], holds);
      return acts.length === 0
        ? t('goesOn.byItself')
        : t('goesOn.later', { what: what([...acts, 'provider']) });
    },
    /** When messages that the provider did not take are tried again. @param ownWords what is said where nothing prevents it */
    triedAgain: (channels: readonly Channel[], ownWords: string): string => {
      const acts = goesOnAfter(channels, holds);
      return acts.length === 0 ? ownWords : t('goesOn.triedLater', { what: what(acts) });
    },
    /** How what waits goes out once a program or the queue is back. */
    thenSent: (channel: Channel): string => {
      const acts = goesOnAfter([channel], holds);
      return acts.length === 0 ? t('goesOn.thenSent') : t('goesOn.thenSentLater', { what: what(acts) });
    },
    /** What messages wait for once their channel is resumed, in words; null: nothing. */
    afterResume: (channel: Channel, causes: readonly string[], notices = false): string | null => {
      // Notices are sent during an emergency stop.
      const of = afterResume(channel, holds, causes).filter((one) => !notices || one !== 'emergency');
      return of.length === 0 ? null : what(of);
    },
  };
}
