import { appointmentMessage, type AppointmentNews } from './appointment-message.js';

const AT = new Date('2026-11-28T02:17:00Z');
const NEWS: AppointmentNews = {
  event: 'confirmed',
  act: 'reset',
  roles: ['reviewer'],
  person: 'Agus Salim',
  office: 'KPU',
  by: 'Yohanes Wenda',
  expiresAt: new Date('2026-12-05T02:14:00Z'),
  countsFrom: new Date('2026-11-29T02:17:00Z'),
  at: AT,
  timeZone: 'Asia/Jakarta',
};
const textOf = (change: Partial<AppointmentNews> = {}): string =>
  appointmentMessage('email', { ...NEWS, ...change }).text;

describe('the notice of an appointment', () => {
  it('tells what a confirmed reset ends at once, and that only the role waits', () => {
    expect(textOf()).toContain(
      'Kata sandi dan autentikator lama tidak berlaku lagi sejak sekarang, dan semua sesinya berakhir. ' +
        'Peran peninjau KPU baru berlaku Minggu, 29 November 2026 pukul 09.17 WIB.',
    );
    expect(textOf({ act: 'roles' })).not.toContain('Kata sandi');
  });

  it('says in its subject which step was taken', () => {
    const subject = (event: AppointmentNews['event']) => {
      const message = appointmentMessage('email', { ...NEWS, event, act: 'roles' });
      return 'subject' in message ? message.subject : null;
    };
    expect(subject('asked')).toBe(
      '[SIAR] Diminta, belum berlaku: Pengangkatan Agus Salim (KPU) sebagai peninjau KPU',
    );
    expect(subject('confirmed')).toBe(
      '[SIAR] Dikonfirmasi, belum berlaku: Pengangkatan Agus Salim (KPU) sebagai peninjau KPU',
    );
    const events = ['asked', 'confirmed', 'lift-asked', 'lifted', 'cancelled'] as const;
    expect(new Set(events.map(subject)).size).toBe(events.length);
  });

  it('names the cancellation only while it is possible', () => {
    expect(textOf()).toContain('membatalkannya di halaman Orang');
    expect(textOf({ event: 'lifted', countsFrom: AT })).not.toContain('halaman Orang');
    expect(textOf({ event: 'cancelled' })).not.toContain('halaman Orang');
  });
});
