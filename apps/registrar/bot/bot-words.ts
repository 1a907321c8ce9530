/** Languages of the bot. */
export type BotLanguage = 'id' | 'en';

/** Labels of the buttons that navigate the regions. */
export const placeOf = (language: BotLanguage): { provinces: string; before: string; after: string } =>
  ({
    id: { provinces: '↩ Provinsi lain', before: '‹ Sebelumnya', after: 'Berikutnya ›' },
    en: { provinces: '↩ Another province', before: '‹ Before', after: 'More ›' },
  })[language];

/** All texts of the bot but those about a message's standing: libs/dispatch/verification/standing.words.ts. */
export interface BotWords {
  welcome: string;
  askRegion: string;
  askRegency: string;
  askConsent: (place: string, purposes: readonly string[]) => string;
  askConfirm: (place: string, purposes: readonly string[]) => string;
  agree: string;
  joined: (place: string) => string;
  refused: string;
  already: (place: string) => string;
  notJoined: string;
  region: (place: string) => string;
  askLanguage: string;
  language: string;
  /** Messages come in a regional language, by its own name. */
  regional: (ownName: string) => string;
  notLive: string;
  topics: string;
  left: string;
  notHere: string;
  comeBack: string;
  back: string;
  notBack: string;
  expired: string;
  found: string;
  help: string;
  notUnderstood: string;
  askCode: string;
  unknownCode: (commission: string) => string;
  /** Verdict on a pasted text. It never repeats the text: answers are stored until they are sent. */
  approved: (facts: { office: string; when: string }) => string;
  differences: string;
  notFound: (commission: string) => string;
  tooLong: string;
  tooOften: string;
  /** A text under a heading of its own, in place of the approval. */
  headed: (facts: { warning: string; heading: string; text: string; url: string }) => string;
  checked: (facts: { warning: string; office: string; when: string; text: string; url: string }) => string;
  popUpLeft: string;
}

/** In Indonesian, and in English. */
export const BOT_WORDS: Record<BotLanguage, BotWords> = {
  id: {
    welcome:
      'Selamat datang. Di sini Anda menerima informasi pemilu yang disahkan, dan dapat memeriksa pesan.',
    askRegion: 'Di mana Anda terdaftar memilih? Pilih provinsi, atau tulis nama kabupaten atau kota.',
    askRegency: 'Pilih kabupaten, kota, atau wilayah.',
    askConsent: (place, purposes) =>
      `Wilayah: ${place}.\n\nSebelum kami menulis kepada Anda, kami perlu persetujuan Anda untuk dua hal:\n${purposes.map((each, at) => `${at + 1}. ${each}`).join('\n')}\n\nAnda dapat berhenti kapan saja dengan /berhenti.`,
    askConfirm: (place, purposes) =>
      `Anda mendaftar lewat halaman kami. Wilayah: ${place}.\n\nTekan tombol bila memang Anda yang mendaftar dan Anda menyetujui dua hal:\n${purposes.map((each, at) => `${at + 1}. ${each}`).join('\n')}\n\nBukan Anda? Abaikan saja pesan ini.`,
    agree: 'Ya, saya setuju keduanya',
    joined: (place) =>
      `Anda terdaftar. Wilayah: ${place}.\n\nTopik apa yang Anda inginkan? Tekan untuk memilih atau melepas; /bantuan untuk perintah lain.`,
    refused: 'Pendaftaran ini tidak dapat diterima. Hubungi kami bila menurut Anda itu keliru.',
    already: (place) => `Anda sudah terdaftar. Wilayah: ${place}. /bantuan untuk mengubah pilihan.`,
    notJoined: 'Anda belum terdaftar. Mulai dengan /start.',
    region: (place) => `Tersimpan. Wilayah Anda: ${place}.`,
    askLanguage: 'Bahasa pesan untuk Anda?',
    language: 'Tersimpan. Pesan untuk Anda dalam bahasa Indonesia.',
    regional: (ownName) =>
      `Tersimpan. Pesan untuk Anda dalam ${ownName}, bila pesannya ada dalam bahasa itu; selain itu dalam bahasa Indonesia.`,
    notLive: 'Bahasa itu sedang tidak dipakai. Bahasa pesan untuk Anda?',
    topics: 'Topik Anda. Tekan untuk memilih atau melepas; pesan umum tetap Anda terima.',
    left: 'Anda berhenti. Tidak ada lagi yang dikirim ke sini, juga dari siaran yang sedang berjalan.',
    notHere: 'Anda tidak terdaftar di sini; tidak ada yang dikirim ke sini.',
    comeBack: 'Kembalikan',
    back: 'Anda terdaftar lagi, dengan pilihan seperti sebelumnya. /topik untuk memilih lebih sedikit.',
    notBack: 'Tidak ada yang dapat dikembalikan. /start untuk mendaftar.',
    expired: 'Tautan itu tidak berlaku lagi.',
    found: 'Yang mana wilayah Anda?',
    help: '/wilayah – ubah wilayah\n/bahasa – ubah bahasa pesan\n/topik – pilih topik\n/cek – periksa pesan, dengan kode atau seluruh teksnya\n/berhenti – berhenti seketika\n/bantuan – daftar ini\n\nAnda juga dapat menulis nama kabupaten atau kota Anda, atau kata "berhenti".',
    notUnderstood: 'Maaf, itu tidak saya mengerti.',
    askCode:
      'Tulis kodenya sesudah perintah, misalnya: /cek 7KQ2MXW9AB. Atau tempel seluruh teks pesannya di situ, atau teruskan pesannya ke sini.',
    unknownCode: (commission) =>
      `Kode ini tidak dikenali. Periksa apakah diketik dengan benar. Bila sudah benar, jangan percayai dan jangan teruskan pesan itu sebelum Anda menanyakannya kepada kantor ${commission} setempat.`,
    checked: ({ warning, office, when, text, url }) =>
      `${warning}Pesan dengan kode ini disahkan oleh ${office} pada ${when}. Cocokkan setiap kata; kode saja bukan bukti.\n\n«${text}»\n\n${url}`,
    headed: ({ warning, heading, text, url }) => `${warning}${heading}\n\n«${text}»\n\n${url}`,
    approved: ({ office, when }) => `Disahkan oleh ${office} pada ${when}.`,
    differences: 'Tempel teksnya di halaman kami untuk melihat setiap perbedaan.',
    notFound: (commission) =>
      `TIDAK DITEMUKAN – BELUM TENTU PALSU\n\nTidak ada pesan kami yang seperti ini. Jangan teruskan sebelum Anda menanyakannya kepada kantor ${commission} setempat.`,
    tooLong: 'Teks itu terlalu panjang. Kirim satu pesan saja.',
    tooOften: 'Terlalu sering. Coba lagi satu menit lagi.',
    popUpLeft: 'Anda berhenti menerima pesan lewat Telegram.',
  },
  en: {
    welcome: 'Welcome. Here you get approved election information, and can check a message.',
    askRegion: 'Where are you registered to vote? Choose a province, or write the name of a regency or city.',
    askRegency: 'Choose the regency, city or area.',
    askConsent: (place, purposes) =>
      `Region: ${place}.\n\nBefore we write to you we need your consent to two things:\n${purposes.map((each, at) => `${at + 1}. ${each}`).join('\n')}\n\nYou can leave at any time with /berhenti.`,
    askConfirm: (place, purposes) =>
      `You signed up on our page. Region: ${place}.\n\nPress the button if it was you, and you agree to two things:\n${purposes.map((each, at) => `${at + 1}. ${each}`).join('\n')}\n\nNot you? Just ignore this message.`,
    agree: 'Yes, I agree to both',
    joined: (place) =>
      `You are signed up. Region: ${place}.\n\nWhich topics would you like? Press to choose or drop one; /bantuan for other commands.`,
    refused: 'This sign-up cannot be taken. Ask us if you think that is wrong.',
    already: (place) => `You are signed up already. Region: ${place}. /bantuan to change your choices.`,
    notJoined: 'You are not signed up. Begin with /start.',
    region: (place) => `Saved. Your region: ${place}.`,
    askLanguage: 'The language of messages for you?',
    language: 'Saved. Messages for you are in English, where there is an English text.',
    regional: (ownName) =>
      `Saved. Messages for you are in ${ownName}, where there is such a text, and in Indonesian otherwise.`,
    notLive: 'That language is not in use just now. The language of messages for you?',
    topics: 'Your topics. Press to choose or drop one; you get general messages anyway.',
    left: 'You have left. Nothing more is sent here, not even from a broadcast under way.',
    notHere: 'You are not signed up here; nothing is sent here.',
    comeBack: 'Take it back',
    back: 'You are signed up again, with your choices as before. /topik to choose fewer topics.',
    notBack: 'There is nothing to take back. /start to sign up.',
    expired: 'That link no longer holds.',
    found: 'Which is your region?',
    help: '/wilayah – change the region\n/bahasa – change the language of messages\n/topik – choose topics\n/cek – check a message, by its code or its whole text\n/berhenti – leave at once\n/bantuan – this list\n\nYou can also write the name of your regency or city, or the word "stop".',
    notUnderstood: 'Sorry, I did not understand that.',
    askCode:
      'Write the code after the command, for example: /cek 7KQ2MXW9AB. Or paste the whole text of the message there, or forward the message to me.',
    unknownCode: (commission) =>
      `This code is not known. See whether it was typed correctly. If it was, do not trust or forward the message before you have asked the local office of ${commission}.`,
    checked: ({ warning, office, when, text, url }) =>
      `${warning}The message with this code was approved by ${office} on ${when}. Compare every word; the code alone is no proof.\n\n“${text}”\n\n${url}`,
    headed: ({ warning, heading, text, url }) => `${warning}${heading}\n\n“${text}”\n\n${url}`,
    approved: ({ office, when }) => `Approved by ${office} on ${when}.`,
    differences: 'Paste the text on our page to see each difference.',
    notFound: (commission) =>
      `NOT FOUND – NOT NECESSARILY FALSE\n\nNo message of ours is like this. Do not forward it before you have asked the local office of ${commission}.`,
    tooLong: 'That text is too long. Send one message only.',
    tooOften: 'Too often. Try again in a minute.',
    popUpLeft: 'You no longer receive messages by Telegram.',
  },
};
