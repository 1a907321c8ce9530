import { useTranslation } from 'react-i18next';
import type { Broadcast, Channel, MissedGroup, Rejected } from '../../../api';
import { isResendable, unsendable } from '../../../parts/broadcasts/chain.rules';
import { listed, number } from '../../../times';
import { waysTo } from './rejected.rules';

/**
 * What can still be done for the people that got nothing of a broadcast that has run out, in sentences.
 * @param unused the channels that it did not use
 * @param rejected what can go again of it; undefined: not known yet, and without it nothing is said to be the last way
 */
export function OtherWays({
  broadcast: { state, chain },
  missed,
  unused,
  rejected,
}: {
  broadcast: Pick<Broadcast, 'state' | 'chain'>;
  missed: readonly MissedGroup[];
  unused: readonly Channel[];
  rejected: Rejected['groups'] | undefined;
}) {
  const { t } = useTranslation();
  if ((state !== 'completed' && state !== 'expired') || !rejected) return null;
  const { again, elsewhere, none, stopped } = waysTo(missed, isResendable({ state, chain }) ? rejected : []);
  return [
    again > 0 && t('reached.again', { people: number(again) }),
    elsewhere === null
      ? unused.length > 0 &&
        t('reached.otherWay', { channels: listed(unused.map((one) => t(`channels.${one}`))) })
      : // A text that is wrong is not brought to more people.
        elsewhere > 0 && unsendable(chain) === null && t('reached.elsewhere', { people: number(elsewhere) }),
    none !== null && none > 0 && t('reached.noOtherWay', { people: number(none) }),
    stopped > 0 && t('reached.stopped', { people: number(stopped) }),
  ]
    .filter(Boolean)
    .join(' ');
}
