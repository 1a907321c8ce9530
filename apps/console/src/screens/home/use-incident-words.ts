import { useTranslation } from 'react-i18next';
import { answerWords } from '../../parts/sending/answer-words';
import { brakeWords } from '../../parts/sending/brake-words';
import { carrierName } from '../../parts/sending/carriers';
import { isSilent } from '../../parts/sending/silent.rules';
import { useRoles } from '../../session';
import { lately, listed, number, span } from '../../times';
import { lasted } from '../broadcast/numbers/lasted';
import { type Cause, placeOf, secondsOf, standing, whatOf, wrongIn } from './incidents.rules';

interface Words {
  /** What happened, with the title of its broadcast where it has one. */
  what: (title: string | null) => string;
  /** When, how long, by which person, the copies, why, and how it ended. */
  rest: string;
  to: string;
}

/** An incident in words. @param now ISO 8601 */
export function useIncidentWords(now: string): (of: Cause) => Words {
  const { t } = useTranslation();
  const operates = useRoles('operator');
  const length = (from: string, to: string): string => lasted(t, secondsOf(from, to));
  const when = ({ from, to, ...of }: Cause): string => {
    if (to !== null) {
      // In between it was over. A provider that flaps was not.
      const whole = of.times === 1 || of.kind === 'away';
      return [span(from, to, new Date(now)), whole && length(from, to)].filter(Boolean).join(' · ');
    }
    const begun = lately(from, new Date(now));
    return standing(of) ? t('incidents.since', { at: begun, length: length(from, now) }) : begun;
  };
  return (of) => {
    const {
      kind,
      channels,
      account,
      carrier,
      held,
      brake,
      reason,
      ended,
      endedBy,
      by,
      times,
      forCorrection,
    } = of;
    const on = listed(channels.map((one) => t(`channels.${one}`)));
    const said = {
      channels: on === '' ? t('incidents.allChannels') : on,
      account: account ?? '',
      carrier: carrier === null ? '' : carrierName(t, carrier),
      on: on === '' ? '' : t('operations.onChannel', { channel: on }),
    };
    // A provider that answers a check has not taken a message yet.
    const how = ended === 'back' && kind === 'away' ? 'answers' : ended;
    const wrong = wrongIn(of);
    const why =
      kind === 'brake'
        ? brake && brakeWords(t, brake)
        : reason !== null && (kind === 'away' || kind === 'slow')
          ? // That it does not answer stands before it.
            isSilent(reason)
            ? t('incidents.code', { code: reason })
            : answerWords(t, reason)
          : reason;
    return {
      what: (title) => [t(`incidents.what.${whatOf(of)}`, said), title].filter(Boolean).join(' '),
      rest: [
        when(of),
        times > 1 && t('incidents.times', { count: times }),
        [
          by !== null && t('incidents.by', { who: by }),
          why ?? (forCorrection && t('incidents.forCorrection')),
        ]
          .filter(Boolean)
          .join(': '),
        wrong && t(`incidents.copies.${wrong.words}`, { copies: number(wrong.copies), of: number(wrong.of) }),
        held !== null && held > 0 && t('incidents.held', { copies: number(held) }),
        how &&
          (endedBy === null || endedBy === by
            ? t(`incidents.ended.${how}`)
            : t('incidents.endedBy', { how: t(`incidents.ended.${how}`), who: endedBy })),
      ]
        .filter(Boolean)
        .join(' · '),
      to: placeOf(of, operates),
    };
  };
}
