/** An instant as a message to staff says it, on a zone's wall clock: `Selasa, 24 November 2026 pukul 07.00 WIB`. */
export const longDate = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('id-ID', {
    timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(at);
