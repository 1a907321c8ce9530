import { useTranslation } from 'react-i18next';
import type { LocalHours } from '../../../api/reviews';
import { useEmergencyStop } from '../../../parts/frame/emergency-state';
import { Facts } from '../../../parts/frame/facts';
import { wallClock, wallHour, zoneName } from '../../../times';

/** Returns the send time on one clock in words: `segera setelah disahkan (sekarang 22.07 WIT): malam`. */
export function useHour(): (of: LocalHours) => string {
  const { t } = useTranslation();
  const stopped = Boolean(useEmergencyStop()?.standing);
  return ({ timeZone, atOnce, local, night }) => {
    const zone = zoneName(timeZone);
    // Nothing goes out at that hour.
    if (atOnce && stopped) return t('localHours.stopped', { zone });
    const at = atOnce
      ? t('localHours.now', { at: `${wallHour(Date.parse(`${local}Z`))} ${zone}` })
      : `${wallClock(local)} ${zone}`;
    return night ? t('localHours.night', { at }) : at;
  };
}

/** The send times, clock by clock. */
export function HourLines({ of }: { of: readonly LocalHours[] }) {
  const { t } = useTranslation();
  const say = useHour();
  return (
    <Facts
      beside
      facts={[
        [
          t('localHours.sent'),
          of.map((one) => `${say(one)} (${t('times.regionCount', { count: one.regions })})`),
        ],
      ]}
    />
  );
}
