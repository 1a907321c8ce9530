import type { TFunction } from 'i18next';

/** How long something lasted, in the two largest units that say anything: `2 menit 5 detik`. @param seconds whole ones */
export function lasted(t: TFunction, seconds: number): string {
  const [hours, minutes, rest] = [
    Math.floor(seconds / 3600),
    Math.floor((seconds % 3600) / 60),
    seconds % 60,
  ];
  return [
    hours > 0 && t('lasted.hours', { count: hours }),
    minutes > 0 && t('lasted.minutes', { count: minutes }),
    hours === 0 && (rest > 0 || minutes === 0) && t('lasted.seconds', { count: rest }),
  ]
    .filter(Boolean)
    .join(' ');
}
