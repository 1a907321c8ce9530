/** Every word on screen, in Indonesian; the words for things are those of docs/glossary.md. */
export const id = {
  tagline: 'Informasi pemilihan, sampai ke warga',
  skip: 'Langsung ke isi',
  menu: 'Menu',
  clocks: 'Waktu sekarang',
  loading: 'Memuat…',
  signOut: 'Keluar',
  signOutTitle: 'Keluar dan hapus tulisan di perangkat ini?',
  signOutWhat:
    'Ada tulisan yang belum disimpan di perangkat ini. Bila Anda keluar, tulisan itu dihapus, supaya tidak dibaca orang berikutnya.',
  nav: {
    home: 'Beranda',
    broadcasts: 'Siaran',
    calendar: 'Kalender',
    groups: { work: 'Pekerjaan', citizens: 'Warga', operations: 'Operasi', office: 'Lembaga' },
    audit: 'Jejak audit',
    reviews: 'Tinjauan',
    operations: 'Operasi',
    contacts: 'Kontak',
    elections: 'Pemilihan',
    people: 'Orang',
    dataRequests: 'Permintaan data',
    onCall: 'Siaga',
    templates: 'Templat',
    imports: 'Impor',
    suppressions: 'Tujuan tertahan',
    helpdesk: 'Layanan bantuan',
    account: 'Akun saya',
    addresses: 'Alamat saya',
  },
  actions: {
    cancel: 'Batal',
    close: 'Tutup',
  },
  toasts: {
    name: 'Hasil tindakan (F8)',
    close: 'Tutup: {{text}}',
    undo: 'Urungkan',
    left: '{{count}} detik lagi',
    notUndone: 'Tidak dapat diurungkan',
  },
  news: {
    title: 'Kabar',
    unread: 'Kabar, {{shown}} belum dibaca',
    waiting: {
      reviews: '{{shown}} menunggu keputusan Anda',
      operations: '{{shown}} hal perlu diperiksa',
      people: '{{shown}} pengangkatan menunggu langkah Anda',
      requests: '{{shown}} permintaan data terlambat atau harus dijawab dalam 24 jam',
    },
  },
  notFound: {
    title: 'Halaman tidak ditemukan',
    text: 'Alamat ini tidak mengarah ke halaman mana pun.',
    back: 'Kembali ke beranda',
  },
  roles: {
    author: 'Penulis',
    reviewer: 'Peninjau KPU',
    operator: 'Operator',
    auditor: 'Auditor',
    dpo: 'Pejabat Pelindungan Data Pribadi',
    helpdesk: 'Layanan bantuan',
    admin: 'Admin',
  },
  states: {
    draft: 'Draf',
    in_review: 'Ditinjau',
    approved: 'Disahkan',
    running: 'Berjalan',
    paused: 'Dijeda',
    completed: 'Selesai',
    rejected: 'Ditolak',
    withdrawn: 'Ditarik kembali',
    cancelled: 'Dibatalkan',
    expired: 'Kedaluwarsa',
    midway: 'Dibatalkan di tengah jalan',
  },
  failing: { all: 'Semua yang dicoba gagal', many: 'Banyak gagal' },
  hindrances: {
    stopped: 'Dihentikan darurat',
    braked: 'Direm',
    paused: 'Dijeda',
    pausedInPart: 'Dijeda sebagian',
    slowed: 'Tersendat',
    title: {
      stopped: 'Semua siaran dihentikan sejak {{at}}',
      braked: '{{channels}} direm otomatis sejak {{at}}',
      paused: '{{channels}} dijeda sejak {{at}}',
      slowed: '{{channels}}: penyedia meminta pengiriman diperlambat sejak {{at}}',
      unserved: '{{channels}}: tidak ada program pengirim yang berjalan sejak {{at}}',
    },
    found: {
      key: 'program pengirim tidak memegang kunci untuk membuka alamat',
      sender: 'penyedia menolak pengirim',
    },
    by: 'oleh {{name}}',
    inDoubt: 'isinya diragukan: {{reason}}',
    where: '{{channels}} di {{regions}}',
    regions: '{{regions}} wilayah',
    who: '{{role}} ({{name}})',
    part: '{{waves}} dari {{of}} gelombang',
    waits: 'Yang belum dikirim menunggu sampai batas waktunya.',
    nothingWaits: 'Tidak ada lagi yang menunggu dikirim di bagian ini.',
    next: {
      stopped: 'Berjalan lagi bila operator mencabut penghentian darurat.',
      braked:
        'Operator memeriksa sebabnya bersama penyedia, lalu melanjutkan, atau pemilik siaran membatalkannya.',
      paused: 'Lanjutkan bila sebabnya sudah beres.',
      pausedKpu: 'Peninjau KPU mencabut dahulu keraguan atas isinya; sesudah itu operator melanjutkan.',
      pausedAsk: 'Minta operator melanjutkannya bila sebabnya sudah beres.',
      inReview:
        'Ralatnya sedang ditinjau KPU. Tidak ada yang dikirim sebelum KPU memutuskan: bila disahkan, sisanya dibatalkan; bila tidak, operator dapat melanjutkannya.',
      heldElsewhere:
        'Bila ini berakhir, belum ada yang berjalan lagi: semua yang belum selesai juga dijeda atau direm, dan itu tetap berlaku.',
      slowed: '{{again}} Operator memeriksa kuota dan batas kecepatan di penyedia.',
      unserved: 'Tidak ada yang terkirim sampai operator menjalankan program itu lagi.',
    },
  },
  kinds: { ordinary: 'Biasa', urgent: 'Mendesak', correction: 'Ralat' },
  channels: { email: 'Surel', telegram: 'Telegram', sms: 'SMS' },
  signIn: {
    title: 'Masuk',
    username: 'Nama pengguna',
    password: 'Kata sandi',
    showPassword: 'Tampilkan kata sandi',
    code: 'Kode sekali pakai',
    codeHelp: 'Enam angka yang sedang ditampilkan aplikasi autentikator Anda.',
    recoveryCode: 'Kode pemulihan',
    recoveryHelp: 'Salah satu kode yang Anda simpan saat memasang autentikator. Tiap kode berlaku sekali.',
    useRecovery: 'Autentikator tidak ada? Pakai kode pemulihan',
    useCode: 'Pakai kode dari autentikator',
    wrongRecovery: 'Kode pemulihan salah atau sudah terpakai.',
    codeForm: 'Enam angka',
    submit: 'Masuk',
    byIssuer: 'Masuk dengan akun kementerian',
    orLocal: 'atau dengan akun Siar',
    help: 'Tidak bisa masuk? Hubungi admin lembaga Anda.',
    failed: 'Anda belum masuk',
    wrong: 'Nama pengguna atau kata sandi salah.',
    wrongCode: 'Kode salah atau sudah terpakai. Tunggu kode berikutnya.',
    disabled: 'Akun ini dinonaktifkan. Hubungi admin lembaga Anda.',
    malformed: 'Isi nama pengguna dan kata sandi; kode terdiri dari enam angka.',
    tooMany: 'Terlalu banyak percobaan. Coba lagi sekitar {{minutes}} menit lagi.',
    again: 'Sesi Anda berakhir',
    nothingLost: 'Masuk lagi untuk melanjutkan. Yang sudah Anda tulis tidak hilang.',
  },
  stepUp: {
    title: 'Konfirmasi dengan kode',
    why: 'Tindakan ini memerlukan kode baru dari aplikasi autentikator Anda.',
    go: 'Lanjutkan',
  },
  /** How a refusal is put together. */
  refusal: {
    others: '{{count}} lainnya',
    places: '{{words}} (di {{count}} tempat)',
    field: '{{field}}: {{said}}',
    column: 'Kolom {{at}}',
    /** What cannot be done with a broadcast. */
    acts: {
      undo: 'diurungkan',
      edit: 'diubah',
      submit: 'diajukan',
      approve: 'disahkan',
      reject: 'ditolak',
      withdraw: 'ditarik kembali',
      release: 'dikirim',
      pause: 'dijeda',
      resume: 'dilanjutkan',
      cancel: 'dibatalkan',
      complete: 'diselesaikan',
      doubt: 'dinyatakan diragukan',
      expire: 'diakhiri',
    },
  },
  errors: {
    retry: 'Coba lagi',
    offline: 'Siar tidak dapat dihubungi. Periksa sambungan Anda.',
    signedOut: 'Anda perlu masuk dahulu.',
    forbidden: 'Anda tidak berhak melakukan ini.',
    notFound: 'Tidak ditemukan, atau tidak boleh Anda lihat.',
    conflict: 'Keadaannya sudah berubah.',
    invalid: 'Ada yang belum benar.',
    tooMany: 'Terlalu banyak percobaan. Tunggu sebentar.',
    unavailable: 'Siar sedang tidak dapat bekerja. Tidak ada yang berubah.',
    unforeseen: 'Terjadi kesalahan di pihak kami.',
  },
  offline: {
    title: 'Tidak ada sambungan',
    what: 'Yang terlihat bisa sudah lama. Layar ini diperbarui begitu tersambung lagi.',
  },
  noPermission: {
    title: 'Layar ini bukan untuk peran Anda',
    what: 'Peran Anda: {{roles}}. Bila Anda memerlukannya, mintalah kepada admin lembaga Anda.',
  },
  carriers: { domestic: 'Operator seluler lain', abroad: 'Operator luar negeri' },
  home: {
    unmanned: {
      reviewer: 'Tidak ada yang siaga untuk siaran mendesak dan ralat',
      operator: 'Tidak ada yang siaga untuk rem otomatis',
      nationwide: 'Tidak ada peninjau siaga yang meliputi seluruh Indonesia',
      'own-reviewer': 'Tidak ada orang lembaga Anda yang siaga untuk siaran mendesak dan ralat',
      'own-operator': 'Tidak ada orang lembaga Anda yang siaga untuk rem otomatis',
    },
    stuck: '{{shown}} permintaan tidak dapat dikonfirmasi: tidak ada admin kedua',
    stuckWhat:
      'Tanpa admin kedua permintaan itu gugur. Minta pengelola server memulihkan akun admin yang dinonaktifkan atau kehilangan aksesnya.',
    toOnCall: 'Isi daftar siaga',
    atKpu: 'Di KPU',
    submittedOwn: 'Siaran Anda yang menunggu keputusan KPU',
    sentBack: 'ditolak KPU {{when}}',
    takenBack: 'ditarik kembali {{when}}',
    needed: 'Menunggu Anda',
    brakedForIt: 'Direm karenanya; lepaskan sesudah penyedia menerima lagi:',
    toKnow: 'Perlu diketahui',
    nothingToKnow: 'Tidak ada yang sedang terganggu.',
    brakedToKnow: 'Dihentikan rem otomatis',
    failingToKnow: 'Banyak pesan gagal',
    nothingNeeded: 'Tidak ada yang menunggu Anda sekarang.',
    away: '{{channel}}: penyedia tidak menjawab, atau menolak semuanya',
    awaySince: 'Sejak {{at}}. Yang belum dikirim menunggu, paling lama sampai kedaluwarsa. {{goesOn}}',
    channelPaused: 'Saluran {{channel, within}} dijeda untuk semua siaran',
    channelPausedBy: 'Sejak {{at}}, oleh {{name}}. Alasan: {{reason}}',
    channelPausedMeans:
      'Yang belum dikirim lewat saluran ini menunggu sampai operator melanjutkannya di Operasi, paling lama sampai kedaluwarsa.',
    failing: 'Banyak pesan gagal: periksa sebabnya',
    failedOn: '{{channel}}: {{failed}} dari {{handed}} pesan yang dicoba dikirim gagal',
    expired: 'Kedaluwarsa sebelum semuanya terkirim',
    expiredSince: 'berakhir {{at}}',
    unsentOn: '{{channel}}: {{messages}} dari {{all}} pesan tidak terkirim',
    expiredUntil: 'Tampil sampai Anda membuka siarannya, paling lama 24 jam.',
    braked: 'Dihentikan rem otomatis: putuskan',
    reviews: 'Menunggu pengesahan',
    paused: 'Dijeda',
    toCorrect: 'Ditarik kembali atau dibatalkan di tengah jalan: tulis ralatnya',
    cancelled: 'dibatalkan {{when}}',
    drafts: 'Draf saya',
    submitted: 'diajukan {{at}}',
    takenBy: '{{name}} sedang menangani',
    pausedBy: {
      author: 'dijeda penulis',
      kpu: 'dijeda KPU',
      operator: 'dijeda operator',
      brake: 'dijeda rem otomatis',
      correction: 'dijeda karena ralat',
      ofCompanion: 'dijeda karena ralatnya dibatalkan, ditarik kembali, atau diralat lagi',
    },
    pauses: 'dijeda {{pauses}} kali, terpisah',
    morePauses: 'dan {{pauses}} jeda lain',
    pausedWaves: '{{waves}} gelombang dijeda',
    doubted: 'isinya diragukan',
    inDoubt: 'Isinya diragukan: belum diputuskan',
    doubtedBy: {
      author: 'diragukan penulis sejak {{at}}',
      kpu: 'diragukan KPU sejak {{at}}',
      operator: 'diragukan operator sejak {{at}}',
      correction: 'diragukan karena ralat sejak {{at}}',
      takenBack: 'diragukan sejak {{at}} karena ralatnya dibatalkan atau ditarik kembali',
    },
    correctionDecides:
      'Ralatnya sedang ditinjau KPU: bila disahkan, sisa siaran ini dibatalkan; bila tidak, KPU mencabut keraguan itu sesudah memastikan teksnya benar.',
    correctionDecidesAlone:
      'Ralatnya sedang ditinjau KPU: bila disahkan, sisa siaran ini dibatalkan; bila tidak, operator dapat melanjutkannya.',
    kpuDecides: 'KPU mencabut keraguan itu bila teksnya benar; bila keliru, ralat dibuat.',
    doubtOpen:
      'Bila teksnya benar, KPU mencabut keraguan itu, atau operator menyatakannya jelas; bila keliru, ralat dibuat.',
    expires: 'Mulai kedaluwarsa {{at}} bila tidak dilanjutkan.',
    running: 'Sedang berjalan',
    nothingRunning: 'Tidak ada siaran yang sedang dikirim.',
    runningHow: 'Siaran yang disahkan KPU muncul di sini begitu waktunya tiba, dengan jumlah yang sampai.',
    sent: '{{messages}} terkirim',
    failed: '{{messages}} gagal',
    all: 'Semua siaran',
    next: '24 jam ke depan',
    nextHelp: 'Jam dinding di tiap zona; garis menunjukkan saat ini.',
    nextIn: 'Berikutnya, {{zone}}',
    nothingNext: 'Tidak ada siaran terjadwal dalam 24 jam ke depan.',
    now: 'kini',
    abroad: 'Luar negeri',
    elsewhere: 'Pekerjaan Anda ada di menu.',
    requests: '{{shown}} permintaan data belum ditutup; yang pertama harus dijawab paling lambat {{at}}',
    requestsOverdue:
      '{{shown}} permintaan data belum ditutup; batas waktu yang pertama sudah lewat sejak {{at}}',
    appointed:
      'Pengangkatan Anda sebagai {{roles}} baru diminta, belum berlaku: admin kedua harus mengonfirmasi sebelum {{at}}.',
    appointedStuck:
      'Pengangkatan Anda sebagai {{roles}} baru diminta, belum berlaku, dan gugur {{at}}: saat ini tidak ada admin kedua yang dapat mengonfirmasi. Beri tahu admin lembaga Anda.',
    noRoles:
      'Anda belum punya peran: belum ada pekerjaan yang terbuka bagi Anda. Minta admin lembaga Anda memberi peran di halaman Orang.',
    appointedMissing:
      'Pengangkatan Anda sebagai {{roles}} baru diminta, belum berlaku. Admin kedua baru dapat mengonfirmasi setelah akun Anda siap, paling lambat {{at}}:',
    missing: {
      'no-own-password': 'Ganti kata sandi sekali pakai Anda',
      'no-first-sign-in': 'Masuk dengan akun kementerian',
      'no-authenticator': 'Pasang autentikator',
      'no-own-address': 'Konfirmasi satu alamat Anda sendiri di Alamat saya',
    },
    awaited: 'Peran {{role}} baru berlaku {{at}}. Sebelum itu pekerjaannya belum terbuka.',
  },
  search: {
    go: 'Cari atau lompat',
  },
  look: { go: 'Tampilan' },
  list: {
    compose: 'Tulis siaran',
    changed: 'diubah {{when}}',
  },
  deliveryStates: {
    pending: 'Menunggu',
    claimed: 'Diproses',
    accepted: 'Diterima penyedia',
    delivered: 'Sampai',
    failed: 'Gagal',
    suppressed: 'Tidak dikirim',
    expired: 'Kedaluwarsa',
    cancelled: 'Dibatalkan',
    unknown: 'Tidak pasti',
    unlisted: 'Belum didaftar',
    neverListed: 'Dibatalkan atau kedaluwarsa sebelum didaftar',
  },
  broadcast: {
    doubtBadge: 'Diragukan',
    doubtByKpu:
      'KPU yang meragukannya: hanya peninjau KPU yang membawahi semua wilayahnya dapat mencabut keraguan ini. Sesudah itu operator dapat melanjutkan.',
    doubtByKpuEnded:
      'KPU yang meragukannya: hanya peninjau KPU yang membawahi semua wilayahnya dapat mencabut keraguan ini.',
    doubtByCorrectionEnded:
      'Sebabnya ralat yang sedang ditinjau KPU. Bila ralat itu disahkan, teks ini tidak berlaku lagi; bila ditolak, peninjau KPU dapat mencabut keraguan ini.',
    doubtByCorrection:
      'Sebabnya ralat yang sedang ditinjau KPU. Bila ralat itu disahkan, sisa siaran ini dibatalkan; bila ditolak, peninjau KPU dapat mencabut keraguan ini, lalu operator dapat melanjutkan.',
    doubtByUnapproved:
      'Sebabnya ralat yang diajukan dan tidak disahkan. Berikutnya: peninjau KPU mencabut keraguan ini, dan bila ada yang dijeda, operator lalu melanjutkannya; atau ralat yang diperbaiki diajukan dan disahkan.',
  },
  chain: {
    titled: { correction: 'Ralat: {{title}}', companion: 'Pelengkap: {{title}}' },
    help: {
      yes: 'Isinya keliru dan tidak berlaku. Warga yang memeriksanya diarahkan ke ralat itu.',
      yesUnapproved: 'Isinya keliru dan tidak berlaku.',
      draftUnapproved: 'Isinya mungkin keliru. Ralat itu belum diajukan.',
      in_review:
        'Isinya mungkin keliru. Sampai KPU memutuskan, warga yang memeriksanya membaca: “Sedang diperiksa, jangan diteruskan.”',
      unsettled: {
        doubted: 'Isinya keliru. Saat ini tidak ada teks yang berlaku: ralat itu sendiri diragukan.',
        in_review:
          'Isinya keliru. Saat ini tidak ada teks yang berlaku: ralat dari ralat itu sedang ditinjau KPU.',
        fallen: 'Isinya keliru. Saat ini tidak ada teks yang berlaku: ralat itu sendiri keliru.',
      },
      in_reviewStopped: 'Isinya mungkin keliru: KPU sedang memutuskan.',
      draft: 'Isinya mungkin keliru. Ralat itu belum diajukan, dan warga belum tahu.',
      draftDoubted:
        'Isinya diragukan, dan warga yang memeriksanya diberi tahu. Ralat itu masih draf: KPU memutuskan sesudah ralat itu diajukan.',
      stopped: 'Isinya pernah diralat, lalu ralat itu ditarik atau dibatalkan. Diperlukan ralat baru.',
      'taken-back': 'Ralat yang ditolak, ditarik kembali, atau dibatalkan tidak meralat apa pun.',
    },
    next: {
      from: 'Isinya pernah diralat, lalu ralat itu ditarik atau dibatalkan. Ralat baru ditulis dari ralat itu, supaya sampai juga kepada penerimanya.',
      open: 'Bukalah ralat itu untuk menulisnya.',
      in_review:
        'Isinya keliru, dan ralat sebelumnya tidak berlaku lagi. Ralat barunya sedang ditinjau KPU; sampai disahkan tidak ada teks yang berlaku.',
      draft:
        'Isinya keliru, dan ralat sebelumnya tidak berlaku lagi. Ralat barunya sedang ditulis; sampai disahkan tidak ada teks yang berlaku.',
    },
    takenBackNext: {
      in_review:
        'Teksnya sudah ditarik kembali, dan itulah yang dibaca warga. Ralat baru sedang ditinjau KPU.',
      draft: 'Teksnya sudah ditarik kembali, dan itulah yang dibaca warga. Ralat baru sedang ditulis.',
    },
    inCompanion:
      'Isinya keliru. Ralatnya ditarik kembali atau dibatalkan, tetapi KPU menyatakan teks ralat itu benar dalam pelengkapnya: ke sanalah warga diarahkan.',
    inCompanionUnapproved:
      'Isinya keliru. Ralatnya ditarik kembali atau dibatalkan, tetapi KPU menyatakan teks ralat itu benar dalam pelengkapnya.',
    wrongBadge: 'Keliru, ralatnya tidak berlaku lagi',
    inCompanionBadge: 'Keliru, yang berlaku teks ralatnya',
    companion: 'Ke alamat yang belum menerima apa pun',
  },
  offices: {
    president: 'Presiden',
    dpr: 'DPR',
    dpd: 'DPD',
    'dprd-province': 'DPRD provinsi',
    'dprd-regency': 'DPRD kabupaten/kota',
    governor: 'Gubernur',
    regent: 'Bupati',
    mayor: 'Wali kota',
  },
  times: {
    regionCount: '{{count}} wilayah',
  },
  decide: {
    call: 'Putuskan sebelum {{at}}: yang siaga sudah dihubungi.',
    'once-lifted':
      'Putuskan secepatnya: dikirim begitu penghentian semua siaran dicabut. Menunggu sejak {{at}}.',
    'at-once': 'Putuskan secepatnya: dikirim begitu disahkan. Menunggu sejak {{at}}.',
    due: 'Putuskan sebelum {{at}}, jam kirim wilayah pertama.',
    expiry: 'Sebagian jam kirim sudah lewat. Putuskan sebelum {{at}} agar masih selesai pada waktunya.',
    expired: 'Terlambat: kedaluwarsa sejak {{at}}.',
    passed: 'Waktu itu sudah lewat.',
  },
  unapprovable: {
    'correction-first': 'Baru dapat disahkan setelah ralatnya, yang menghentikan pesan semula.',
    'correction-draft':
      'Belum dapat disahkan: ralatnya menjadi draf lagi dan sedang diubah. Teks ini ikut berubah saat ralat itu diajukan lagi, dan baru dapat disahkan sesudah ralat itu disahkan.',
    'correction-being-corrected':
      'Belum dapat disahkan: ralat dari ralatnya sedang ditinjau. Putuskan itu dahulu, atau tolak siaran ini.',
    'correction-in-doubt':
      'Belum dapat disahkan: isi ralatnya, yang teksnya sama, sedang diragukan. Putuskan itu dahulu, atau tolak siaran ini.',
    'correction-corrected':
      'Tidak dapat disahkan lagi: ralat yang teksnya dibawa siaran ini sudah diralat. Siaran ini harus ditolak, atau ditarik kembali oleh penulisnya.',
    'correction-cancelled':
      'Tidak dapat disahkan lagi: ralat yang teksnya dibawa siaran ini sudah dibatalkan. Siaran ini harus ditolak, atau ditarik kembali oleh penulisnya.',
    'correction-withdrawn':
      'Tidak dapat disahkan lagi: ralat yang teksnya dibawa siaran ini sudah ditarik kembali. Siaran ini harus ditolak, atau ditarik kembali oleh penulisnya.',
    'correction-rejected':
      'Tidak dapat disahkan: ralat yang teksnya dibawa siaran ini ditolak KPU. Siaran ini harus ditolak, atau ditarik kembali oleh penulisnya.',
  },
  tally: {
    reached: '{{reached}} dari {{total}} pesan diterima penyedia atau sampai',
  },
  live: {
    notYet: 'Belum ada pesan yang disiapkan.',
  },
  numbers: {
    onPausedChannel:
      '{{messages}} pesan lewat {{channel, within}} baru dikirim sesudah saluran itu dilanjutkan.',
    asOf: 'Keadaan pukul {{at}}:',
    sent: '{{messages}} pesan sudah diterima penyedia atau sampai',
    waiting: '{{messages}} pesan masih menunggu',
    neverSent: '{{messages}} pesan dibatalkan dan tidak akan dikirim',
    paused: '{{messages}} pesan lain dijeda sendiri dan tetap menunggu',
    unlisted: '{{messages}} di antaranya belum didaftar, perkiraan',
    inHand: '{{messages}} pesan sedang diproses dan mungkin masih terkirim',
    unknown: '{{messages}} pesan tidak pasti',
    expire: '{{messages}} pesan kedaluwarsa {{at}} bila tidak dilanjutkan',
    expireMore: 'dan {{count}} batas waktu lain sesudahnya',
  },
  reason: {
    required: 'Alasan',
    needed: 'Alasan diperlukan.',
  },
  training: {
    title: 'Latihan',
    means:
      'Ini tempat berlatih: tidak ada pesan yang sampai kepada warga. Setiap pesan bertanda [LATIHAN] dan hanya masuk ke kotak pasir.',
  },
  goesOn: {
    once: {
      emergency: 'penghentian darurat dicabut',
      channel: 'saluran ini dilanjutkan',
      provider: 'penyedia menerima lagi',
      program: 'program pengirimnya berjalan lagi',
      queue: 'antrean menjawab lagi',
    },
    byItself: 'Yang tidak dijeda berlanjut sendiri begitu penyedia menerima lagi.',
    later: 'Siaran yang tidak dijeda baru berlanjut sesudah {{what}}.',
    triedLater: 'Siar baru mencoba lagi sesudah {{what}}.',
    thenSent: 'Sesudah itu pesan yang menunggu dikirim sendiri.',
    thenSentLater: 'Pesan yang menunggu baru dikirim bila juga {{what}}.',
  },
  emergency: {
    title: 'Penghentian darurat berlaku',
    since: 'Sejak {{at}}, oleh {{name}}: {{reason}}',
    sinceAlone: 'Sejak {{at}} tidak ada siaran yang dikirim.',
    means:
      'Tidak ada siaran yang dikirim lewat saluran mana pun, juga yang disahkan sekarang; hanya yang sedang diproses saat dihentikan mungkin masih terkirim. Batas waktu tetap berlaku.',
    notices: 'Kode konfirmasi dan pemberitahuan untuk petugas tetap dikirim.',
    noticesBut:
      'Kode konfirmasi dan pemberitahuan untuk petugas tetap dikirim, kecuali lewat saluran yang dijeda: {{channels}}.',
    stop: 'Hentikan semua siaran',
    stopTitle: 'Hentikan semua siaran?',
    stoppedTitle: 'Semua siaran dihentikan',
    stopWhat:
      'Semua siaran berhenti di semua saluran, juga yang disahkan sesudah ini, sampai dicabut oleh operator. Hanya yang sedang diproses mungkin masih terkirim. Batas waktu tetap berlaku.',
    noneHeld: 'Tidak ada siaran yang tertahan oleh penghentian ini.',
    noneRuns: 'Tidak ada siaran yang sedang berjalan.',
    running: '{{broadcasts}} siaran, {{waves}} gelombang',
    stopped: 'Dihentikan: {{broadcasts}} siaran, {{waves}} gelombang.',
    uncounted:
      'Semua siaran dihentikan, tetapi jumlahnya belum dapat dihitung. Lihat jumlahnya lewat tombol cabut.',
    lift: 'Cabut penghentian',
    liftTitle: 'Cabut penghentian darurat?',
    liftedTitle: 'Penghentian darurat dicabut',
    liftWhat: 'Semuanya berjalan lagi, kecuali yang dijeda sendiri atau sudah kedaluwarsa.',
    note: 'Mengapa boleh dilanjutkan',
    lifted:
      'Dicabut: {{broadcasts}} siaran, {{waves}} gelombang berjalan lagi; pengiriman {{messages}} pesan dilanjutkan, yang terjadwal pada jamnya.',
  },
  compose: {
    subject: 'Subjek',
  },
  alert: {
    waiting: 'Menunggu jawaban',
    taken: 'Sedang ditangani',
    review: 'Menunggu keputusan KPU',
    brake: 'Dihentikan rem otomatis: operator harus memutuskan',
    stalled: 'Pengiriman macet: operator harus memeriksa halaman Operasi',
    by: 'Putuskan sebelum {{at}}.',
    expires: 'Pesan pertama kedaluwarsa {{at}}.',
    called: 'Panggilan kepada {{people}} orang yang siaga disiapkan {{at}}.',
    again: 'Panggilan ke-{{calls}} kepada {{people}} orang yang siaga disiapkan {{at}}.',
    fates: {
      waiting: '{{person}}, {{channel}}: belum keluar, menunggu sejak {{at}}',
      sent: '{{person}}, {{channel}}: diterima penyedia {{at}}',
      failed: '{{person}}, {{channel}}: gagal {{at}}',
      expired: '{{person}}, {{channel}}: tidak keluar sampai {{at}}',
      unknown: '{{person}}, {{channel}}: tidak pasti, {{at}}',
    },
    leaving: 'Panggilan sedang dikirim.',
    noneSent:
      'Belum ada panggilan yang pasti keluar. Hubungi orang-orang itu dengan cara lain, misalnya telepon.',
    nobody:
      'Tidak ada orang siaga yang dapat dihubungi. Hubungi sendiri, dan minta admin mengisi daftar siaga.',
    takenBy: '{{name}} menangani sejak {{at}}.',
    lapsed: '{{name}} menyatakan menangani {{at}}, tetapi belum memutuskan.',
    take: 'Saya tangani',
    takeHelp: 'Bila Anda menanganinya, yang lain tidak dihubungi lagi selama 15 menit.',
  },
  people: {
    noRoles: 'Tanpa peran',
  },
  own: {
    refused:
      '{{channel}}: pesan terakhir Siar ke alamat Anda ditolak penyedia. Pemberitahuan dan panggilan siaga mungkin tidak sampai: periksa alamatnya atau pakai yang lain.',
  },
  operations: {
    uncertain: 'Pesan yang tidak pasti',
    uncertainCopies: '{{copies}} pesan tidak pasti',
    brake: {
      dead: '{{copies}} dari {{answers}} alamat terakhir tidak ada lagi',
      fault: '{{copies}} dari {{answers}} jawaban terakhir menolak pengirim atau isi pesan',
      refused: '{{copies}} dari {{answers}} jawaban terakhir menolak pesannya',
    },
    brakeOne: {
      dead: '{{copies}} dari {{answers}} alamat terakhir pada {{carrier}} tidak ada lagi',
      fault: '{{copies}} dari {{answers}} jawaban terakhir pada {{carrier}} menolak pengirim atau isi pesan',
      refused: '{{copies}} dari {{answers}} jawaban terakhir pada {{carrier}} menolak pesannya',
    },
  },
};

export type Strings<T> = { [Key in keyof T]: T[Key] extends string ? string : Strings<T[Key]> };

/** The keys every language must have. */
export type Words = Strings<typeof id>;
