/** The page's words, Indonesian first. */
export const WORDS = {
  id: {
    title: 'Ruang uji Siar',
    lead: 'Pengganti penyedia e-mail, Telegram, dan SMS. Tidak ada pesan yang keluar dari komputer ini.',
    inbox: 'Kotak masuk',
    phone: 'Telepon',
    views: 'Tampilan',
    arrived: 'tiba',
    refused: 'ditolak',
    revised: 'disunting/dihapus',
    perSecond: 'maks./detik',
    refresh: 'Segarkan',
    other: 'English',
    noMail: 'Belum ada e-mail.',
    noMailFor: 'Tidak ada e-mail untuk alamat ini.',
    pickMail: 'Pilih e-mail untuk membacanya.',
    noMessages: 'Belum ada pesan.',
    searchMail: 'Alamat e-mail penerima',
    searchTelegram: 'Nomor chat Telegram',
    searchSms: 'Nomor telepon, misalnya +628…',
    search: 'Cari',
    back: 'Kembali ke daftar',
    to: 'Kepada',
    envelope: 'Amplop',
    date: 'Diterima',
    plain: 'Teks polos',
    source: 'Sumber pesan',
    recipients: 'Penerima terbaru',
    write: 'Tulis ke bot',
    send: 'Kirim',
    edited: 'disunting',
    deleted: 'Pesan ini telah dihapus.',
    before: 'Sebelumnya',
    pressed: 'Ditekan',
    faults: 'Gangguan yang dipasang',
    makeFaults: 'Memasang gangguan',
    howFaults: 'Semua gangguan diakhiri oleh DELETE ke alamat yang sama. Jenisnya:',
    bot: 'bot',
    mailBody: 'Isi e-mail',
  },
  en: {
    title: 'Siar sandbox',
    lead: 'Stands in for the e-mail, Telegram and SMS providers. No message leaves this computer.',
    inbox: 'Inbox',
    phone: 'Phone',
    views: 'Views',
    arrived: 'arrived',
    refused: 'refused',
    revised: 'edited/deleted',
    perSecond: 'max/second',
    refresh: 'Refresh',
    other: 'Bahasa Indonesia',
    noMail: 'No e-mail yet.',
    noMailFor: 'No e-mail for this address.',
    pickMail: 'Choose an e-mail to read it.',
    noMessages: 'No messages yet.',
    searchMail: 'Recipient’s e-mail address',
    searchTelegram: 'Telegram chat id',
    searchSms: 'Phone number, such as +628…',
    search: 'Search',
    back: 'Back to the list',
    to: 'To',
    envelope: 'Envelope',
    date: 'Received',
    plain: 'Plain text',
    source: 'Source',
    recipients: 'Latest recipients',
    write: 'Write to the bot',
    send: 'Send',
    edited: 'edited',
    deleted: 'This message was deleted.',
    before: 'Before',
    pressed: 'Pressed',
    faults: 'Faults in force',
    makeFaults: 'How to make faults',
    howFaults: 'A DELETE at the same address ends all faults. The kinds:',
    bot: 'bot',
    mailBody: 'E-mail body',
  },
} as const;

export type Language = keyof typeof WORDS;
export type Words = (typeof WORDS)[Language];

const SMS_STATES: Record<string, Record<Language, string>> = {
  accepted: { id: 'diterima penyedia', en: 'accepted' },
  queued: { id: 'dalam antrean', en: 'queued' },
  sent: { id: 'terkirim', en: 'sent' },
  delivered: { id: 'sampai', en: 'delivered' },
  undelivered: { id: 'tidak sampai', en: 'undelivered' },
  failed: { id: 'gagal', en: 'failed' },
};

/** The status of an SMS in words. */
export function smsState(status: string, language: Language): string {
  return SMS_STATES[status]?.[language] ?? status;
}

const LOCALES: Record<Language, string> = { id: 'id-ID', en: 'en-GB' };
const ZONE = 'Asia/Jakarta';

/** An instant in full, such as `Rabu, 14 Februari 2024 07.00 WIB`. */
export function fullDate(at: number, language: Language): string {
  const day = new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'full', timeZone: ZONE }).format(at);
  return `${day} ${clock(at, language)} WIB`;
}

/** An instant in short, such as `14 Feb 07.00`. */
export function shortDate(at: number, language: Language): string {
  const day = new Intl.DateTimeFormat(LOCALES[language], {
    day: 'numeric',
    month: 'short',
    timeZone: ZONE,
  }).format(at);
  return `${day} ${clock(at, language)}`;
}

/** The time of day, such as `07.00`. */
export function clock(at: number, language: Language): string {
  return new Intl.DateTimeFormat(LOCALES[language], {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: ZONE,
  }).format(at);
}
