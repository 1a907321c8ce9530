import type { Counts } from '#contract';
import { newsMessage } from './news-message.js';

describe('an e-mail of news', () => {
  const facts = {
    kind: 'sent-back' as const,
    language: 'en' as const,
    at: new Date('2026-11-27T18:47:09Z'),
    timeZone: 'Asia/Jakarta',
    broadcastId: '7',
    title: 'Jadwal TPS: jam buka',
    channel: null,
    by: 'Siti',
    reason: 'Jam belum benar.\n\nLihat lagi.',
    passages: [],
    brake: null,
    outcome: null,
    ended: null,
    counts: null,
    unsent: null,
    region: null,
    submittedAt: null,
    decide: null,
    forCorrection: false,
    expiresAt: null,
    corrected: false,
  };

  it.each([
    ['id', '[SIAR] Kedaluwarsa', '551 dari 560 pesan tidak terkirim', 'salin menjadi siaran baru'],
    ['en', '[SIAR] Expired', '551 of 560 messages were not sent', 'copy it into a new broadcast'],
  ] as const)(
    'says how much of what expired was not sent, when, and what to do, in %s',
    (language, ...said) => {
      const counts = { expired: 16, neverListed: 535, targeted: 25 } as Counts;
      const expiresAt = new Date('2026-11-27T19:00:00Z');
      const { subject, text } = newsMessage(
        { ...facts, kind: 'finished', reason: null, language, ended: 'expired', counts, expiresAt },
        'https://konsol.uji',
      );
      for (const part of [...said, '2026', 'WIB']) expect(`${subject}\n${text}`).toContain(part);
    },
  );

  it('gives the expiry in the time zone of the person', () => {
    const expired = {
      kind: 'finished',
      ended: 'expired',
      expiresAt: new Date('2026-11-27T19:00:00Z'),
    } as const;
    const { subject, text } = newsMessage(
      { ...facts, ...expired, timeZone: 'Asia/Jayapura' },
      'https://konsol.uji',
    );
    expect(`${subject}\n${text}`).toContain('WIT');
    expect(`${subject}\n${text}`).not.toContain('WIB');
  });

  it('names the person, the act, the broadcast, the reason, and the page', () => {
    const { subject, text } = newsMessage(facts, 'https://konsol.uji');
    expect(subject).toBe('[SIAR] Returned by Siti - Jadwal TPS: jam buka');
    expect(text.split('\n').slice(0, 7)).toEqual([
      'Returned by Siti.',
      '',
      'Title: Jadwal TPS: jam buka',
      'Time: Saturday, 28 November 2026 at 01:47 WIB',
      'Reason: Jam belum benar. Lihat lagi.',
      '',
      'https://konsol.uji/siaran/7',
    ]);
  });

  it('has the reasons of passages in its body, and a title of bounded length in its subject', () => {
    const passages = [
      { channel: 'sms', language: 'id', field: 'text', reason: 'Jamnya\nkeliru' },
      { channel: 'email', language: 'en', field: 'subject', reason: 'Lihat palsu.id' },
    ] as const;
    const told = newsMessage(
      { ...facts, language: 'id', title: 'Pindah memilih '.repeat(40), passages },
      'https://konsol.uji',
    );
    expect(told.text).toContain(
      [
        'Alasan yang ditandai di teks:',
        '- SMS, Indonesia: Jamnya keliru',
        '- surel, Inggris, subjek: Lihat palsu id',
      ].join('\n'),
    );
    expect(told.subject).toMatch(/^\[SIAR\] Dikembalikan oleh Siti - Pindah memilih/);
    expect(told.subject?.length).toBeLessThan(120);
    const many = Array.from({ length: 12 }, () => passages[0]);
    expect(newsMessage({ ...facts, passages: many }, 'https://konsol.uji').text).toContain(
      '- and 2 more, in the console',
    );
  });

  it.each([
    ['id', 'Alasan: 52 dari 500 alamat terakhir pada gmail tidak ada lagi (smtp 5.1.1)'],
    ['en', 'Reason: 52 of the last 500 addresses at gmail no longer exist (smtp 5.1.1)'],
  ] as const)('contains the finding of the brake, in %s', (language, line) => {
    const brake = {
      channel: 'email' as const,
      why: 'dead' as const,
      code: 'smtp 5.1.1',
      copies: 52,
      of: 500,
      carrier: 'gmail',
    };
    const braked = { ...facts, kind: 'braked' as const, channel: 'email' as const, reason: null, brake };
    expect(newsMessage({ ...braked, language }, 'https://konsol.uji').text.split('\n')).toContain(line);
  });

  it.each([
    [{ kind: 'paused' }, 'Paused by Siti: its messages wait until it is resumed.'],
    [
      { kind: 'paused', channel: 'sms', region: 'Aceh' },
      'A part of it (SMS, Aceh) was paused by Siti: its messages wait until it is resumed.',
    ],
    [{ kind: 'paused', forCorrection: true }, 'Paused: its correction was submitted by Siti.'],
    [{ kind: 'stopped' }, 'All broadcasts were stopped by Siti: its messages wait until that is lifted.'],
    [
      { kind: 'stopped', channel: 'sms' },
      'The channel SMS was paused by Siti: its messages wait until it is resumed.',
    ],
    [{ kind: 'cancelled' }, 'Cancelled by Siti: what was not sent will not be sent.'],
    [{ kind: 'settled', outcome: 'cleared' }, 'No longer in doubt: Siti lifted the doubt on its content.'],
    [
      { kind: 'settled', outcome: 'withdrawn' },
      'It was in doubt; it has been withdrawn by Siti. Do not rely on it.',
    ],
    [{ kind: 'doubted' }, 'Declared in doubt by Siti: do not rely on it until that is decided.'],
  ] as const)('names who held the broadcast up, which part, when and why: %j', (more, says) => {
    const lines = newsMessage({ ...facts, reason: 'Kuota habis', ...more }, 'https://konsol.uji').text.split(
      '\n',
    );
    expect(lines.slice(0, 5)).toEqual([
      says,
      '',
      'Title: Jadwal TPS: jam buka',
      'Time: Saturday, 28 November 2026 at 01:47 WIB',
      'Reason: Kuota habis',
    ]);
  });

  it.each(['submitted', 'deadline'] as const)(
    'says when it was submitted, and by when to decide: %s',
    (kind) => {
      const decide = { before: new Date('2026-11-28T01:00:00Z'), why: 'due' as const };
      const submittedAt = new Date('2026-11-27T02:00:00Z');
      const told = { ...facts, kind, language: 'id' as const, reason: null, submittedAt, decide };
      const { text } = newsMessage(told, 'https://konsol.uji');
      expect(text).toContain('Diajukan: Jumat, 27 November 2026 pukul 09.00 WIB');
      expect(text).toContain(
        'Putuskan sebelum: Sabtu, 28 November 2026 pukul 08.00 WIB (jam kirim wilayah pertama)',
      );
      expect(text).not.toContain('Waktu:');
      const atOnce = { ...told, decide: { ...decide, why: 'at-once' as const } };
      expect(newsMessage(atOnce, 'https://konsol.uji').text).toContain('begitu disahkan');
    },
  );

  it('says that a broadcast was corrected since', () => {
    const finished = { ...facts, kind: 'finished' as const, ended: 'completed' as const, reason: null };
    expect(newsMessage(finished, 'https://konsol.uji').text).not.toContain('correction');
    expect(newsMessage({ ...finished, corrected: true }, 'https://konsol.uji').text).toContain(
      'Its correction has been approved since.',
    );
  });

  it('leaves hours unchanged', () => {
    const { text } = newsMessage(
      {
        ...facts,
        title: 'TPS buka 07.00–13.00',
        reason: 'Bukan 08:00. Pakai 07.00.evil.id, a7.00 atau 10.20.30.40?',
      },
      'https://konsol.uji',
    );
    expect(text).toContain('Title: TPS buka 07.00–13.00');
    expect(text).toContain('Reason: Bukan 08:00. Pakai 07 00 evil id, a7 00 atau 10 20 30 40?');
  });

  it('carries nothing that a program makes a link of, but the way to the console', () => {
    const lure = `masuk di https://siar-kpu.example/masuk, t.me/siar, हिन्दी.example atau a@kpu.example\u2028Segera! `;
    const long = lure + 'Akun Anda dibekukan. '.repeat(90);
    for (const language of ['id', 'en'] as const) {
      const { subject, text } = newsMessage(
        { ...facts, language, title: long, by: long, reason: long },
        'https://konsol.uji',
      );
      const typed = text.replace('https://konsol.uji/siaran/7', '');
      for (const part of [subject, typed])
        expect(part).not.toMatch(/https?:|[\p{L}\p{M}]\.\p{L}|@\p{L}|\u2028/u);
      expect(text.split('dibekukan').length).toBeLessThan(20);
      expect(text).toContain('https://konsol.uji/siaran/7');
    }
  });
});
