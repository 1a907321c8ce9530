export const sending = {
  carrierHold: {
    section: 'Ditahan untuk satu penyedia',
    about:
      'Penyedia atau operator ini menolak pesan siaran itu, jadi pesan kepadanya menunggu. Periksa arti kodenya di penyedia itu; untuk surel juga reputasi pengirim, SPF, DKIM, dan DMARC.',
    title: '{{carrier}} ({{channel}}): pesannya menunggu sejak {{at}}',
    next: 'Beberapa pesan dicoba lagi pukul {{at}}.',
    trying: 'Beberapa pesan sedang dicoba; hasilnya dinilai pukul {{at}}.',
    others: 'Yang menunggu dapat kedaluwarsa.',
    todo: 'Periksa arti kodenya di penyedia itu; bila sudah beres, coba lagi.',
    todoAsk: 'Operator memeriksa arti kodenya di penyedia itu.',
    release: 'Coba {{carrier}} lagi sekarang',
    releaseUnknown: 'Kirim lagi sekarang (hingga {{messages}} pesan)',
    decide: 'Ditahan karena ditolak: kirim lagi bila sebabnya sudah beres',
    line: '{{channel}}: {{why}}; hingga {{messages}} pesan menunggu sejak {{at}}',
    ask: 'Kirim lagi ke {{carrier}} sekarang?',
    go: 'Kirim sekarang',
    what: 'Semua pesan yang menunggu untuk {{carrier}} di {{channel, within}} dikirim, tidak hanya beberapa. Bila masih ditolak, pesannya ditahan lagi.',
    done: 'Pesan ke {{carrier}} dikirim lagi.',
  },
  trial: {
    nothing: 'Percobaan {{region}} sejak {{at}}: 0 diterima, {{waiting}} belum. Tunggu hasilnya.',
    running:
      'Percobaan {{region}} sejak {{at}}: {{accepted}} diterima, {{refused}} ditolak, {{waiting}} menunggu. Tunggu hasilnya.',
    later:
      'Percobaan {{region}}: {{refused}} ditolak; dicoba lagi {{again}}. Bereskan sebabnya, atau coba wilayah lain.',
    laterSome:
      'Percobaan {{region}}: {{accepted}} diterima, {{refused}} ditolak; dicoba lagi {{again}}. Bereskan sebabnya, atau coba wilayah lain.',
    refused:
      'Percobaan {{region}}: {{accepted}} diterima, {{refused}} ditolak. Sebabnya belum beres: jangan lepaskan sisanya.',
    few: 'Percobaan {{region}}: {{accepted}} diterima, {{refused}} ditolak: terlalu sedikit untuk menyimpulkan. Coba wilayah lain, atau lepaskan sisanya sambil melihat hasilnya.',
    passed: 'Percobaan {{region}}: {{accepted}} diterima, {{refused}} ditolak. Lepaskan sisanya.',
  },
  reasons: {
    warmingUp: {
      what: 'Menunggu besok: akun pengirimnya baru, dan penyedia ini sudah mendapat jatah hari ini',
      todo: 'Tidak perlu apa-apa; yang kedaluwarsa sebelum besok tidak dikirim.',
    },
    ceiling: {
      what: 'Batas belanja bulan ini tercapai',
      todo: 'Operator: ubah batasnya di berkas akun, atau tunggu bulan depan.',
    },
    noMailbox: {
      what: 'Alamat surel tidak ada',
      todo: 'Tidak perlu apa-apa: alamat ini tidak dikirimi pesan lagi.',
    },
    mailboxDisabled: {
      what: 'Kotak surat dinonaktifkan',
      todo: 'Tidak perlu apa-apa: alamat ini tidak dikirimi pesan lagi.',
    },
    mailboxFull: { what: 'Kotak surat penuh', todo: 'Tidak perlu apa-apa: siaran berikutnya dicoba lagi.' },
    senderRefused: {
      what: 'Penyedia menolak kita sebagai pengirim',
      todo: 'Operator: periksa SPF, DKIM, dan DMARC (Operasi, Domain pengirim) serta reputasi pengirim sebelum melanjutkan.',
    },
    bounced: {
      what: 'Surel kembali tanpa penjelasan',
      todo: 'Tidak perlu apa-apa, kecuali bila jumlahnya banyak.',
    },
    laterGivenUp: {
      what: 'Server surel menunda sampai batas percobaan',
      sofar: 'Server surel menunda',
      todo: 'Bila banyak dari satu penyedia: hubungi penyedia itu.',
    },
    mailRefused: {
      what: 'Server surel menolak pesan',
      todo: 'Bila banyak: operator memeriksa kode dengan penyedia.',
    },
    blocked: { what: 'Penerima memblokir bot', todo: 'Tidak perlu apa-apa: ini pilihan penerima.' },
    notStarted: {
      what: 'Bot tidak boleh menulis kepada penerima',
      todo: 'Tidak perlu apa-apa: penerima harus memulai bot lagi.',
    },
    chatGone: {
      what: 'Akun Telegram sudah tidak ada',
      todo: 'Tidak perlu apa-apa: akun ini tidak dikirimi pesan lagi.',
    },
    contentRefused: {
      what: 'Isi pesan ditolak penyedia',
      todo: 'Penulis: periksa teksnya; operator: tanyakan aturan isi kepada penyedia.',
    },
    account: {
      what: 'Akun kita ditolak penyedia',
      todo: 'Operator: periksa kunci, pengirim terdaftar, dan tagihan akun sebelum melanjutkan.',
    },
    senderUnfit: {
      what: 'Pengirim kita tidak dipakai untuk nomor ini',
      todo: 'Operator: periksa nomor atau nama pengirim yang terdaftar bagi operator seluler dan negara nomor itu.',
    },
    tooFast: {
      what: 'Terlalu cepat bagi penyedia',
      todo: 'Operator: periksa batas kecepatan di pengaturan.',
    },
    providerError: {
      what: 'Penyedia menjawab dengan galat',
      todo: 'Dicoba lagi sendiri; lihat keadaan penyedia di Operasi.',
    },
    providerAway: {
      what: 'Penyedia tidak dapat dihubungi',
      todo: 'Dicoba lagi sendiri; lihat keadaan penyedia di Operasi.',
    },
    noNumber: {
      what: 'Nomor tidak aktif atau bukan ponsel',
      todo: 'Tidak perlu apa-apa: nomor ini tidak dikirimi pesan lagi.',
    },
    optedOut: {
      what: 'Penerima berhenti lewat penyedia',
      todo: 'Tidak perlu apa-apa: pilihan itu dihormati.',
    },
    phoneOff: {
      what: 'Ponsel mati atau di luar jangkauan',
      todo: 'Tidak perlu apa-apa: siaran berikutnya dicoba lagi.',
    },
    phoneBlocks: { what: 'Ponsel memblokir pesan', todo: 'Tidak perlu apa-apa.' },
    operatorSilent: {
      what: 'Operator seluler tidak menyampaikan',
      todo: 'Bila banyak: operator menanyakannya kepada penyedia SMS.',
    },
    cancelledThere: {
      what: 'Dibatalkan di penyedia SMS',
      todo: 'Hal itu tidak dilakukan dari Siar: operator melihat di catatan penyedia siapa yang membatalkan, dan mengamankan akun itu.',
    },
    expired: {
      what: 'Tidak sempat dikirim sebelum kedaluwarsa',
      todo: 'Mulai lebih awal atau beri batas waktu lebih panjang.',
    },
    cancelled: {
      what: 'Dibatalkan sebelum dikirim',
      todo: 'Penerimanya tidak mendapat apa pun dari siaran ini. Bila harus tahu, mereka memerlukan siaran baru.',
    },
    foundThere: {
      what: 'Dinyatakan diterima penyedia oleh operator, menurut catatan penyedia',
      todo: 'Tidak ada: pesannya dihitung sebagai diterima.',
    },
    restored: {
      what: 'Basis data dipulihkan: mungkin sudah terkirim sebelumnya',
      todo: 'Operator: boleh mengirim ulang yang tidak pasti; banyak yang mungkin menerima dua.',
    },
    workerLost: {
      what: 'Program pengirim terputus di tengah penyerahan',
      todo: 'Operator: boleh mengirim ulang yang tidak pasti; sebagian mungkin menerima dua.',
    },
    notComposed: {
      what: 'Pesan tidak dapat disusun',
      todo: 'Operator: periksa log; laporkan kepada pengembang.',
    },
    held: {
      what: 'Menunggu: penyedianya menolak siaran ini',
      todo: 'Beberapa pesan dicoba lagi sendiri; operator dapat mengirim semuanya lagi dari halaman siaran.',
    },
    dead: {
      what: 'Alamatnya sudah mati, diketahui dari siaran sebelumnya atau dari petugas',
      todo: 'Tidak dikirimi pesan lagi. Bila banyak: satu siaran sebelumnya mungkin menahannya karena penyedianya menjawab keliru; operator memutuskannya di Tujuan tertahan. Bila bukan itu, daftar kontaknya perlu diperbarui.',
    },
    left: {
      what: 'Berhenti, atau meminta tidak dikirimi pesan',
      todo: 'Tidak perlu apa-apa: pilihan itu dihormati.',
    },
  },
  channelResume: {
    goesOut:
      '{{messages}} pesan yang menunggu lewat {{channel, within}} dikirim, yang terjadwal pada jamnya.',
    goesOutOnce:
      '{{messages}} pesan yang menunggu lewat {{channel, within}} baru dikirim sesudah {{what}}, yang terjadwal pada jamnya.',
    nothing: 'Tidak ada pesan siaran yang menunggu karena jeda ini saja.',
    notices: 'Kode konfirmasi dan peringatan yang tertahan ikut dikirim. Ini dicatat.',
    noticesOnce: 'Kode konfirmasi dan peringatan yang tertahan baru dikirim sesudah {{what}}. Ini dicatat.',
  },
  goesOn: {
    again: 'Siar mencoba lagi sendiri.',
    againSoon: 'Siar mencoba lagi sendiri, paling lambat tiap menit.',
  },
};
