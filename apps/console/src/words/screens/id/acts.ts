export const acts = {
  stopActs: {
    title: 'Dijeda, dilanjutkan, dibatalkan',
    all: 'Semua yang belum dikirim',
    broadcast: 'Siaran ini',
    of: '{{channel}} di {{region}}',
    cause: 'Sebab: {{cause}}',
    by: { brake: 'rem otomatis', correction: 'ralatnya', siar: 'Siar' },
    braked: '{{what}} direm otomatis.',
    pause: '{{what}} dijeda oleh {{by}}.',
    pauseInDoubt: '{{what}} dijeda oleh {{by}}; isinya diragukan.',
    resume: '{{what}} dilanjutkan oleh {{by}}.',
    resumeKept: '{{what}} dilanjutkan oleh {{by}}, kecuali yang diragukan.',
    resumeCleared: '{{what}} dilanjutkan oleh {{by}}; keraguan atas isinya dinyatakan selesai.',
    release: '{{what}}: rem dilepas oleh {{by}}; tetap dijeda karena isinya diragukan.',
    'end-doubt': 'Keraguan atas isinya dinyatakan selesai oleh {{by}}.',
    cancel: '{{what}} dibatalkan oleh {{by}}: yang belum dikirim tidak dikirim lagi.',
    doubt: '{{what}}: isinya dinyatakan diragukan oleh {{by}}.',
    'lift-doubt': 'Keraguan atas isinya dicabut oleh {{by}}.',
    withdraw: 'Ditarik kembali oleh {{by}}.',
    'stop-all': 'Penghentian darurat: semua siaran dihentikan oleh {{by}}.',
    'lift-stop': 'Penghentian darurat dicabut oleh {{by}}.',
    'pause-channel': '{{what}}: semua siaran di saluran ini dijeda oleh {{by}}.',
    'resume-channel': '{{what}}: semua siaran di saluran ini dilanjutkan oleh {{by}}.',
    'give-back': '{{what}}: {{addresses}} alamat yang ditolak dikembalikan oleh {{by}}.',
  },
  doubtIt: {
    title: 'Nyatakan isinya diragukan?',
    gone: 'Isinya dinyatakan diragukan',
    what: 'Siaran tetap dijeda. Warga yang memeriksa pesan ini membaca: “Sedang diperiksa, jangan diteruskan.”',
    whatEnded:
      'Siaran ini sudah selesai dan tidak dapat ditarik dari penerimanya. Warga yang memeriksanya membaca: “Sedang diperiksa, jangan diteruskan”, sampai keraguan dicabut atau ralatnya disahkan.',
  },
  correct: {
    title: 'Buat ralat?',
    titleOf: 'Ralat: {{title}}',
    titleAgain: 'Ralat {{no}}: {{title}}',
    what: {
      ended:
        'Draf baru dimulai dengan teks ini. Pesan semula sudah berakhir: tidak ada yang dijeda atau dibatalkan. Pengesahannya mengirim ralat kepada semua yang sudah atau mungkin sudah menerima pesan semula.',
      original:
        'Draf baru dimulai dengan teks ini. Mengajukannya menjeda pesan semula; pengesahannya membatalkan sisanya dan mengirim ralat kepada semua yang sudah atau mungkin sudah menerimanya.',
      paused:
        'Draf baru dimulai dengan teks ini. Yang masih memuat teks yang keliru sudah dijeda, dan tetap dijeda. Pengesahannya membatalkan sisanya dan mengirim ralat kepada semua yang sudah atau mungkin sudah menerimanya.',
      both: 'Draf baru dimulai dengan teks ini. Mengajukannya menjeda semua yang masih berjalan dengan teks yang keliru: pesan semula dan pelengkapnya. Pengesahannya membatalkan sisanya dan mengirim ralat kepada semua yang sudah atau mungkin sudah menerimanya.',
    },
    go: 'Tulis ralat',
    openOther: 'Buka ralat itu',
  },
  correction: {
    changes: 'Yang berubah dari pesan semula',
    unchanged: 'Masih sama dengan pesan semula: di sini belum ada yang diralat.',
    showOriginal: 'Tampilkan pesan semula',
    hideOriginal: 'Sembunyikan pesan semula',
    title: 'Ralat',
    what: 'Ralat dikirim, di saluran yang dipilih, kepada semua yang sudah atau mungkin sudah menerima pesan semula dan ralat sebelumnya di saluran itu.',
    unreached:
      '{{addresses}} alamat yang dapat dikirimi dari sasaran semula, termasuk yang mendaftar sesudahnya, belum menerima apa pun.',
    counting: 'Berapa alamat dari sasaran semula yang belum menerima apa pun masih dihitung.',
    unreachedAsked: 'Saat mengajukan, Anda ditanya apakah teks yang benar dikirim ke sana juga.',
    toThoseWhoLeft: 'Juga kepada yang berhenti berlangganan setelah menerima pesan semula',
    toThoseWhoLeftHelp:
      'Biasanya tidak: siapa yang menarik persetujuannya tidak dikirimi pesan lagi (UU 27/2022). Pilih hanya bila pesan yang salah dapat merugikan mereka; KPU mengesahkan pilihan ini. Tujuan yang mati, yang memblokir, atau yang mengadu tidak pernah dikirimi pesan.',
    left: '{{people}} orang berhenti sejak menerimanya.',
    telegram: 'Pesan Telegram yang sudah diterima',
    telegramHelp:
      'Di mana pesan lama tidak dapat disunting atau dihapus, pesan baru selalu dikirim, agar tidak ada yang hanya memegang teks yang salah.',
    leave: 'Dibiarkan; pesan baru dikirim',
    edit: 'Disunting menjadi teks ralat',
    editHelp: 'Telegram tidak memberi tahu penerima tentang suntingan.',
    delete: 'Dihapus',
    deleteHelp: 'Hanya dalam 48 jam setelah dikirim.',
    message: 'Kirim juga pesan baru',
    messageHelp: 'Penerima mendapat pemberitahuan. Memerlukan waktu kirim dua kali lipat.',
    andMessage: 'dan pesan baru dikirim',
    noMessage: 'pesan baru hanya bila itu tidak mungkin',
    original: 'Pesan semula',
    originalBoth: 'Pesan semula dan pelengkapnya',
    ended: 'Sudah berakhir sebelum ralat disahkan: tidak ada yang dijeda atau dibatalkan.',
    willNot: 'Sudah berakhir: tidak ada yang dijeda atau dibatalkan. Keadaannya:',
    will: 'Dijeda saat ralat diajukan; sisanya dibatalkan saat ralat disahkan. Keadaannya sekarang:',
    willStay: 'Sudah dijeda; sisanya dibatalkan saat ralat disahkan. Keadaannya sekarang:',
    did: 'Sisanya dibatalkan saat ralat disahkan.',
    choice: '{{about}}: {{words}}',
    whoLeft: 'Yang berhenti berlangganan',
    leftToo: 'Ikut menerima ralat ini.',
    leftNot: 'Tidak menerima ralat ini.',
    rest: 'Alamat yang belum menerima apa pun',
    remainder: 'Siaran tersendiri dengan teks ralat ini',
    noRemainder: 'Tidak ada siaran bagi mereka.',
    countedAt: 'Keadaan {{at}}.',
    nobodyLeft: 'Tidak ada lagi alamat yang belum menerima apa pun.',
    went: 'Siaran itu sudah dikirim ke {{sent}} alamat: {{reached}} diterima penyedia atau sampai, {{failed}} gagal.',
    wentUncertain: '{{unknown}} tidak pasti.',
    wentNowhere: 'Siaran itu sudah berakhir dan tidak dikirim ke alamat mana pun.',
    wayOn:
      'Mereka tidak akan menerima apa pun: tidak ada siaran yang menuju ke sana. Bila mereka harus tahu, salin ralat ini menjadi siaran baru; siaran itu sampai kepada seluruh sasarannya, juga yang sudah menerima ralat.',
    wayOnReview:
      'Mereka tidak akan menerima apa pun: pelengkap tidak diajukan bersama ralat ini. Bila mereka harus tahu, kembalikan ralat ini dan minta penulisnya mengajukan pelengkapnya juga.',
    wayOnAuthor:
      'Mereka tidak akan menerima apa pun: pelengkap tidak diajukan bersama ralat ini. Bila mereka harus tahu, ubah ralat ini, lalu ajukan lagi bersama pelengkapnya; pengajuan yang sekarang gugur.',
    sentBack: 'Pelengkapnya dikembalikan KPU: penulisnya dapat mengajukannya lagi, tersendiri.',
    sentBackReview:
      'Pelengkapnya sudah diajukan dan dikembalikan KPU: penulisnya dapat mengajukannya lagi, tersendiri. Ralat ini tidak perlu dikembalikan karenanya.',
    companionDoubted:
      'Pelengkapnya membawa teks yang sama: ia ikut diragukan, yang belum terkirim darinya dijeda, dan warga yang memeriksanya membaca bahwa ia ditarik kembali, sampai KPU memutuskan. Keadaannya sekarang:',
    doubtByTakenBack:
      'Sebabnya ralat yang teksnya dibawa siaran ini ditarik kembali atau dibatalkan: teks ini sama. Menunggu keputusan KPU: bila teksnya benar, peninjau KPU mencabut keraguan ini; bila keliru, keraguan ini tetap sampai ralat baru disahkan.',
  },
  submit: {
    title: 'Ajukan ke KPU?',
    what: 'Isi, sasaran, dan jadwal dibekukan untuk ditinjau. Mengubahnya lagi menggugurkan pengajuan ini.',
    mend: 'Ke bagian {{part}}',
    marks: 'Perlu dilihat di teks: {{count}} (di {{places}} tempat). KPU melihatnya juga.',
    nobody:
      'Menurut hitungan sekarang tidak seorang pun akan menerimanya. Periksa wilayah, saluran, bahasa, dan topiknya.',
    noMarks: 'Pemeriksaan otomatis tidak menemukan apa pun untuk diperhatikan di teks.',
    unmended: 'Bagian yang ditandai KPU dan masih sama: {{count}}.',
    pauses: {
      original: 'Mengajukan ralat menjeda pesan semula. Keadaannya sekarang:',
      both: 'Mengajukan ralat menjeda semua yang masih berjalan dengan teks yang keliru: pesan semula dan pelengkapnya. Keadaan keduanya sekarang:',
      paused: 'Yang masih memuat teks yang keliru sudah dijeda, dan tetap dijeda. Keadaannya sekarang:',
    },
    unreached:
      '{{addresses}} alamat yang dapat dikirimi dari sasaran semula, termasuk yang mendaftar sesudahnya, belum menerima apa pun. Kirim teks yang benar ke sana juga?',
    unreachedCounting:
      'Berapa alamat dari sasaran semula yang belum menerima apa pun masih dihitung. Kirim teks yang benar ke sana juga?',
    unreachedHelp:
      'Siaran tersendiri dengan teks yang sama diajukan bersama ralat ini dan disahkan tersendiri. Tidak seorang pun menerima keduanya di satu tujuan. Teksnya harus masuk akal bagi yang belum membaca pesan semula.',
    choose: 'Jawab dahulu pertanyaan Ya atau Tidak di atas.',
    citizensRead:
      'Sejak diajukan sampai KPU memutuskan, warga yang memeriksa pesan yang diralat membaca: “Sedang diperiksa, jangan diteruskan.”',
    citizensReadStill:
      'Warga yang memeriksa pesan yang diralat sudah membaca “Sedang diperiksa, jangan diteruskan” dan tetap membacanya sampai KPU memutuskan.',
    companionFalls:
      'Teks yang sekarang berlaku dalam pelengkapnya diragukan sejak ralat ini diajukan: sampai KPU memutuskan, warga membaca bahwa belum ada teks yang berlaku, dan penerima pelengkapnya bahwa pesannya ditarik kembali.',
    yes: 'Ya, ajukan juga',
    no: 'Tidak',
  },
  doubts: {
    by: { author: 'Penulis', kpu: 'KPU', operator: 'Operator', correction: 'Ralat' },
  },
  liftDoubt: {
    title: 'Cabut keraguan atas isinya?',
    what: 'Warga yang memeriksa pesan ini membaca lagi bahwa teksnya disahkan KPU. Yang dijeda tetap dijeda sampai operator melanjutkannya.',
    inReview:
      'Warga yang memeriksa pesan ini tetap membaca “Sedang diperiksa, jangan diteruskan” selama ralatnya ditinjau KPU. Yang dijeda tetap dijeda sampai KPU memutuskan ralat itu.',
    why: 'Diragukan karena: {{reason}}',
    whyEach: 'Diragukan karena:',
    all: 'Semuanya dicabut sekaligus, juga keraguan yang tidak dinyatakan KPU.',
    holdsAgain:
      'Sesudah itu teks ini berlaku: warga yang memeriksa pesan yang diralat, atau ralat itu, diarahkan ke siaran ini.',
    takenBack:
      'Ralatnya, dengan teks yang sama, sudah ditarik kembali atau dibatalkan. Mencabut keraguan menyatakan bahwa teks itu benar.',
  },
  sameText: {
    awaits:
      'Pelengkap ralat ini, dengan teks yang sama, masih ditinjau KPU: bila isi ralat ini diragukan, pelengkapnya tidak dapat disahkan selama keraguan itu ada.',
    withdrawn:
      'Ralat yang dilengkapi siaran ini memuat teks yang sama: isinya dinyatakan diragukan, dan pesannya yang masih menunggu dijeda. Bila teksnya benar dan hanya pengirimannya yang harus berhenti, batalkan saja siaran ini. Keadaan ralat itu sekarang:',
    readsInCorrection:
      'Mereka juga membaca: “Teks yang sama berlaku sebagai ralat, dalam pesan lain: yang itu dapat dipakai.”',
    takenBack: 'Pelengkapnya, yang teksnya sama, ditarik kembali:',
    staysWithdrawn:
      'Pelengkapnya, yang teksnya sama, sudah ditarik kembali: {{messages}} penerimanya tetap membaca “Pesan ini ditarik kembali”, dan selama ralat ini berlaku diarahkan ke ralat ini.',
    companionWithdrawn: 'Pelengkapnya ditarik kembali',
    holdsHere: 'Ralat ini sendiri tetap berlaku.',
    holdsInCompanion:
      'Teksnya tetap berlaku dalam pelengkapnya, karena KPU menyatakannya benar: warga yang memeriksa ralat ini, atau pesan yang diralatnya, diarahkan ke sana.',
    correctThat: 'Ralat barunya ditulis dari ralat ini, supaya sampai juga kepada penerima pelengkapnya:',
    reaches: {
      companion:
        'Keraguan atas isi berlaku juga untuk pelengkap ralat ini, yang memuat teks yang sama: pesannya yang masih menunggu ikut dijeda. Keadaannya sekarang:',
      correction:
        'Keraguan atas isi berlaku juga untuk ralat yang dilengkapi siaran ini, yang memuat teks yang sama: pesannya yang masih menunggu ikut dijeda. Keadaannya sekarang:',
    },
    ends: {
      companion: 'Keraguan atas pelengkap ralat ini, yang teksnya sama, ikut berakhir.',
      correction: 'Keraguan atas ralat yang dilengkapi siaran ini, yang teksnya sama, ikut berakhir.',
    },
    also: {
      companion: 'Pelengkapnya, yang teksnya sama, juga diragukan:',
      correction: 'Ralat yang dilengkapinya, yang teksnya sama, juga diragukan:',
    },
    open: { companion: 'Buka pelengkapnya', correction: 'Buka ralatnya' },
  },
  cancel: {
    correction:
      'Yang sudah menerima ralat ini pun membacanya, dan pada pesan semula bahwa belum ada teks yang berlaku. Bila teksnya benar, jeda saja ralat ini.',
    correctionPart:
      'Bagi warga yang memeriksa, ralat ini tetap berlaku, juga bagi yang tidak menerimanya karena bagian ini dibatalkan.',
    companion:
      'Pelengkap ralat ini, yang masih ditinjau KPU dan memuat teks yang sama, tidak dapat disahkan lagi: harus dikembalikan atau ditarik kembali.',
    ofCompanion:
      'Pembatalan ini hanya menghentikan pengiriman: ralat yang dilengkapinya tetap berlaku, dan yang belum menerima apa pun tidak menerima apa pun. Bila teksnya keliru, tarik kembali siaran ini atau ralat ralatnya.',
    title: 'Batalkan siaran ini?',
    what: 'Yang belum terkirim tidak akan pernah dikirim. Ini tidak dapat diurungkan.',
    partTitle: 'Batalkan {{part}}?',
    gone: 'Siaran dibatalkan',
    partGone: 'Bagian itu dibatalkan',
    keep: 'Jangan batalkan',
    part: 'Batalkan bagian ini',
    partRead:
      'Yang dibaca warga yang memeriksa tidak berubah: teksnya sama dengan teks bagian lain. Bila teksnya keliru, ralat siaran ini.',
    done: '{{count}} bagian dibatalkan. Satu bagian: satu saluran di satu wilayah.',
  },
  asked: {
    title: 'Dikembalikan {{at}} oleh {{name}}',
    changed: '– kini diubah',
    unchanged: '– kata yang ditandai masih sama',
  },
  retry: {
    at: '{{reason}}; dicoba lagi mulai {{at}}',
    soon: '{{reason}}; segera dicoba lagi',
    unsaid: 'Belum diterima penyedia',
    why: 'Sebab: {{reason}}.',
  },
  pause: {
    othersGoOn:
      'Bagian lain siaran ini tetap dikirim dengan teks yang sama, sementara warga yang memeriksa membaca: “Sedang diperiksa, jangan diteruskan.” Bila teksnya mungkin keliru, jeda seluruhnya.',
    title: 'Jeda siaran ini?',
    partTitle: 'Jeda {{part}}?',
    what: 'Pesan yang menunggu berhenti sampai dilanjutkan oleh operator. Batas waktunya tetap berlaku.',
    whatKpu:
      'Pesan yang menunggu berhenti sampai peninjau KPU mencabut keraguannya dan operator melanjutkannya. Batas waktunya tetap berlaku.',
    why: 'Mengapa dijeda?',
    doubt: 'Isinya diragukan',
    doubtShown: 'Warga yang memeriksa pesan ini membaca: “Sedang diperiksa, jangan diteruskan.”',
    technical: 'Alasan teknis; isinya tetap benar',
    choose: 'Pilih salah satu.',
    late: 'Sementara itu tidak ada lagi yang berjalan di sini: tidak ada yang dapat dijeda.',
    technicalShown: 'Warga yang memeriksa pesan ini membaca bahwa teksnya telah disahkan.',
    technicalDoubted:
      'Keraguan yang sudah ada tidak berubah: warga tetap membaca “Sedang diperiksa, jangan diteruskan.”',
    gone: 'Dijeda',
    done: '{{count}} bagian dijeda. Satu bagian: satu saluran di satu wilayah.',
    doneDoubted: 'Isinya dinyatakan diragukan.',
    doneDoubtedToo:
      'Isinya dinyatakan diragukan, juga untuk {{messages}} pesan yang sudah dijeda sebelumnya.',
  },
  giveBack: {
    title: '{{addresses}} alamat {{channel, within}} tertahan karena ditolak siaran ini',
    why: 'Bila penyedianya yang keliru, kembalikan: siaran berikutnya dikirim lagi ke alamat itu.',
    go: 'Kembalikan {{addresses}} alamat yang ditolak',
    ask: 'Kembalikan {{addresses}} alamat {{channel, within}}?',
    gone: 'Alamat dikembalikan',
    what: 'Hanya bila penyedianya yang keliru. Siaran berikutnya dikirim lagi ke {{addresses}} alamat {{channel, within}} ini; pesan siaran ini yang sudah ditolak tidak ikut terkirim, tetapi sesudahnya dapat dikirim ulang dari bagian “Tidak sampai”. Alamat yang memang mati akan ditolak lagi.',
    others:
      'Yang berhenti, mengeluh, ditahan petugas, atau mungkin ditahan karena siaran lain tidak ikut dikembalikan.',
    done: '{{addresses}} alamat {{channel, within}} menerima siaran lagi.',
  },
  keepRejected: {
    go: 'Biarkan tertahan',
    ask: 'Biarkan {{addresses}} alamat {{channel, within}} tertahan?',
    what: 'Bila penyedianya benar, dan alamat ini memang mati. Siaran berikutnya tetap tidak dikirim ke sana, dan Beranda tidak menanyakannya lagi. Alamatnya masih dapat dikembalikan di sini.',
    done: '{{addresses}} alamat {{channel, within}} tetap tertahan.',
    kept: '{{name}} membiarkannya tertahan {{at}}: {{reason}}',
  },
  undecided: {
    title: 'Alamat yang ditahan satu siaran',
    about:
      'Siaran ini direm karena hampir semuanya ditolak: penyedianya mungkin keliru. Selama tertahan, siaran lain tidak dikirim ke alamat ini. Kembalikan, atau biarkan tertahan.',
    line: '{{addresses}} alamat {{channel, within}} tertahan sejak siaran ini direm {{at}}',
    todo: 'Siaran lain tidak dikirim ke alamat ini.',
    decide: 'Putuskan',
    decideOf: 'Putuskan alamat yang ditahan {{title}}',
    none: 'Tidak ada yang menunggu keputusan.',
  },
  resume: {
    title: 'Lanjutkan siaran ini?',
    partTitle: 'Lanjutkan {{part}}?',
    what: 'Pengiriman pesan yang menunggu dan belum kedaluwarsa dilanjutkan.',
    gone: 'Dilanjutkan',
    why: '{{channel}} dijeda karena: {{reason}}',
    whyBraked: '{{channel}} direm karena: {{reason}}',
    reading: 'Membaca apa yang dijeda…',
    of: '{{title}}, disahkan {{when}}',
    brakeTitle: 'Lepaskan rem {{channels, within}}?',
    brakeGo: 'Lepaskan rem',
    brakeTryTitle: 'Lepaskan rem {{channels, within}} di {{region}} saja?',
    brakeTry:
      'Wilayah ini saja yang dikirim; wilayah lain tetap direm. Penolakan dihitung lagi dari nol, dan sedikit penolakan tidak mengerem lagi. Yang ditolak untuk sementara baru dicoba lagi sesudah 10 menit. Lihat dahulu di halaman siarannya apakah pesannya diterima, baru lepaskan yang lain.',
    brakeTryCosts:
      'Bila penyedianya masih menolak, hingga {{messages}} pesan di wilayah ini gagal: itulah harga percobaan ini.',
    brakeAllHere:
      'Semua pesan yang dapat dilepas dari rem ada di wilayah ini. Ini bukan percobaan: tidak ada lagi yang menunggu hasilnya.',
    brakeTooFew: 'Hanya {{messages}} pesan menunggu di sini: terlalu sedikit untuk menyimpulkan.',
    brakeGone: 'Rem dilepas',
    brakeWhat:
      'Pengiriman pesan yang menunggu dan belum kedaluwarsa dilanjutkan, dan penolakan dihitung lagi dari nol. Bila sebabnya belum hilang, pengiriman direm lagi.',
    givenBack: '{{addresses}} alamat ({{channels}}) sudah dikembalikan {{at}} oleh {{name}}.',
    takenOut:
      'Karena jawaban itu, {{addresses}} alamat siaran ini ({{channels}}) tidak dikirimi lagi oleh siaran mana pun. Bila penyedianya yang keliru, operator dapat mengembalikannya sekaligus di halaman siaran ini.',
    brakeToo: 'Rem {{channels, within}} ikut dilepas.',
    unsaid: '{{channel}} dijeda tanpa alasan tertulis.',
    away: 'Penyedia {{channel, within}} belum menerima pesan sejak {{at}}: yang dilanjutkan menunggu sampai ia menerima lagi.',
    held: 'Penghentian darurat sedang berlaku: yang dilanjutkan sekarang baru dikirim sesudah penghentian itu dicabut.',
    doubtIn: 'Isinya diragukan di {{regions}}. {{messages}} pesan di situ ikut dikirim.',
    refused:
      'Semua yang dijeda di bagian ini diragukan isinya: {{messages}} pesan di {{regions}}. KPU meragukan siaran ini, seluruhnya atau sebagian: peninjau KPU mencabut keraguan itu dahulu; sesudah itu operator dapat melanjutkannya.',
    doubtEnds:
      'Keraguan itu dinyatakan selesai: warga yang memeriksa pesan ini membaca lagi bahwa teksnya disahkan KPU.',
    doubtStays: 'Yang diragukan di bagian lain tetap dijeda, dan tetap diragukan.',
    noReason: 'tanpa alasan tertulis',
    doubtEnded:
      'Tidak ada pesan yang dilanjutkan. Warga yang memeriksa pesan ini tidak lagi membaca “Sedang diperiksa, jangan diteruskan”, melainkan bahwa teksnya disahkan KPU.',
    doubtTitle: 'Nyatakan isinya tidak diragukan lagi?',
    doubtGone: 'Isinya tidak diragukan lagi',
    clear: 'Nyatakan jelas',
    done: 'Berlanjut sekarang: {{messages}} pesan di {{regions}}.',
    doneEmpty: 'Dilanjutkan di {{regions}}; di situ tidak ada pesan lagi yang menunggu.',
    doneHeld: '{{messages}} pesan di {{regions}} dikirim sesudah penghentian darurat dicabut.',
    watch: 'Lihat di halaman siaran apakah penyedia menerimanya',
    doneLater: '{{messages}} pesan di antaranya baru dikirim pada jamnya, mulai {{at}}.',
    doneBrake: 'Rem dilepas; tidak ada pesan yang dilanjutkan.',
    rejectedBefore:
      '{{messages}} pesan yang ditolak sebelum rem dilepas tidak dikirim ulang dengan sendirinya.',
    toRejected: 'Putuskan di halaman siaran, bila penyedianya sudah menerima lagi',
    doneCleared: 'Isinya tidak diragukan lagi.',
    keptInDoubt: 'Tetap dijeda karena isinya diragukan: {{messages}} pesan di {{regions}}.',
    keptByKpu: 'Peninjau KPU mencabut keraguan itu dahulu; sesudah itu operator dapat melanjutkannya.',
    allInDoubt: 'Rem dilepas, tetapi tidak ada yang dikirim: semua pesan di bagian ini diragukan isinya.',
    also: 'Kirim juga yang diragukan: {{messages}} pesan di {{regions}}',
    doubtedTitle: 'Lanjutkan yang isinya diragukan?',
    doubtedGo: 'Lanjutkan yang diragukan',
    alsoTitle: 'Lanjutkan siaran ini, juga yang diragukan?',
    partAlsoTitle: 'Lanjutkan bagian ini, juga yang diragukan?',
    brakeAlsoTitle: 'Lepaskan rem {{channels, within}} dan kirim juga yang diragukan?',
    alsoGo: 'Lanjutkan juga yang diragukan',
    othersStay:
      'Yang lain di bagian ini, yang dijeda pihak lain atau direm, tetap tertahan: {{messages}} pesan.',
    doneKept: '{{messages}} pesan tetap dijeda karena isinya diragukan.',
  },
  copy: {
    title: 'Salin teks yang mana?',
    which: 'Siaran ini sudah diralat. Teks untuk siaran baru:',
    corrected: 'Teks ralat, yang berlaku (disarankan)',
    correctedUnsettled: 'Teks ralat terakhir: belum ada teks yang berlaku',
    from: 'Dari “{{title}}”, disahkan {{when}}.',
    neither: 'Pilihlah: saat ini tidak ada teks yang berlaku, dan keduanya mungkin keliru.',
    fallen: 'Ralat itu sendiri keliru: perbaiki teksnya sebelum diajukan.',
    own: 'Teks lama, yang sudah diralat',
    ownHelp:
      'Keliru menurut ralat itu: perbaiki sebelum diajukan. Draf barunya ditandai, juga bagi KPU, selama teksnya tidak diubah.',
    differs: 'Yang berbeda di antara keduanya',
    differsHelp: 'Yang dicoret hanya ada di teks lama; yang digarisbawahi hanya ada di teks ralat.',
    onlyCorrected: 'Hanya teks ralat yang memilikinya.',
    onlyOwn: 'Hanya teks lama yang memilikinya.',
    same: 'Teks keduanya sama.',
    doubtedTitle: 'Salin teks yang diragukan?',
    wrongTitle: 'Salin teks yang keliru?',
    wrong: 'Siaran ini keliru menurut ralatnya, yang tidak berlaku lagi: perbaiki teksnya sebelum diajukan',
    withdrawnTitle: 'Salin teks yang ditarik kembali?',
    withdrawn: 'Siaran ini sudah ditarik kembali: teksnya mungkin keliru',
    takenBack: 'Teks siaran ini sudah ditarik kembali: mungkin keliru',
    withdrawnMarked: 'Draf barunya ditandai, juga bagi KPU, selama teksnya tidak diubah.',
    doubted: 'Isi siaran ini sedang diragukan: teksnya mungkin keliru',
    doubtedMarked: 'Draf barunya ditandai, juga bagi KPU, selama keraguan berlaku dan teksnya tidak diubah.',
    beingCorrected: 'Ada ralat siaran ini yang belum berlaku: teksnya mungkin keliru',
    rest: 'Sasaran dan jadwalnya disalin dari siaran ini; salurannya adalah saluran teks yang dipilih. Tidak ada yang dikirim sebelum diajukan dan disahkan.',
    go: { corrected: 'Salin teks ralat', own: 'Salin teks lama', only: 'Salin teks ini' },
  },
  approve: {
    stopped:
      'Semua siaran sedang dihentikan: sesudah disahkan, tidak ada yang dikirim sampai operator mencabut penghentian itu.',
    stoppedCorrection: 'Sisa siaran semula dibatalkan seketika; ralatnya menunggu.',
    title: 'Sahkan siaran ini?',
    what: 'Tepat isi yang Anda lihat akan dikirim, tanpa perubahan.',
    cancels: 'Pengesahan ini membatalkan sisa pesan semula untuk selamanya. Keadaannya sekarang:',
    cancelsBoth:
      'Pengesahan ini membatalkan untuk selamanya semua yang tersisa dengan teks yang keliru: dari pesan semula dan dari pelengkapnya. Keadaan keduanya sekarang:',
    companionLeft:
      'Pelengkap ralat sebelumnya, yang masih ditinjau dengan teks yang diralat ini, tidak dapat disahkan lagi: harus dikembalikan atau ditarik kembali.',
    remainder:
      'Siaran kepada yang belum menerima apa pun, sekarang {{addresses}} alamat, diajukan bersama ralat ini: sahkan sesudahnya, tersendiri.',
    remainderNobody:
      'Siaran kepada yang belum menerima apa pun diajukan bersama ralat ini, tetapi sekarang tidak ada alamatnya lagi: tidak perlu disahkan.',
    neutral: 'Saya sudah memeriksa bahwa isinya netral untuk masa tenang.',
  },
  remove: {
    title: 'Hapus draf ini?',
    what: '“{{title}}” dihapus beserta semua teksnya, dan hanya dalam 30 detik sesudahnya dapat dipulihkan. Draf ini belum pernah diajukan ke KPU; yang pernah diajukan, juga yang dikembalikan, tetap tersimpan.',
  },
  acts: {
    correct: 'Ralat',
    correctFrom: 'Buka ralatnya untuk menulis yang baru',
    submit: 'Ajukan ke KPU',
    approve: 'Sahkan',
    decide: 'Tinjau dan putuskan',
    reject: 'Kembalikan untuk diperbaiki',
    withdraw: 'Tarik kembali',
    pause: 'Jeda',
    doubt: 'Nyatakan diragukan',
    resume: 'Lanjutkan',
    pauseRest: 'Jeda yang masih berjalan',
    resumeRest: 'Lanjutkan yang dijeda',
    liftDoubt: 'Cabut keraguan',
    cancel: 'Batalkan siaran',
    change: 'Ubah teks atau jadwal',
    edit: 'Ubah',
    test: 'Kirim uji',
    copy: 'Salin menjadi siaran baru',
    more: 'Lainnya',
    part: 'Tindakan',
    pauseOrCancel: 'Jeda/batalkan',
    moreOf: 'untuk {{what}}',
    cancelPart: 'Batalkan bagian ini',
    remove: 'Hapus draf',
  },
  reject: {
    title: 'Kembalikan siaran ini untuk diperbaiki?',
    what: 'Siaran kembali kepada penulis bersama alasan Anda.',
    companion: 'Pelengkapnya dikembalikan bersamanya.',
    comments: '{{count}} komentar yang belum selesai ikut kepada penulisnya.',
  },
  withdraw: {
    title: 'Tarik kembali siaran ini?',
    now: 'Keadaan siaran ini sekarang:',
    nowCorrection: 'Keadaan ralat ini sendiri sekarang:',
    companion: 'Pelengkapnya, yang belum diputuskan, ditarik bersamanya.',
    what: 'Yang belum terkirim tidak akan dikirim. Yang sudah terkirim tidak dapat ditarik.',
    change: 'Tarik kembali dan ubah',
    changeTitle: 'Ubah siaran yang sudah disahkan?',
    changeWhat:
      'Siaran ini ditarik kembali, lalu terbuka untuk diubah, teks maupun jadwalnya. Ia baru dikirim setelah diajukan lagi dan disahkan lagi oleh KPU.',
    back: 'Selama belum ada pesannya yang disiapkan, ia dapat diubah dan diajukan lagi; KPU lalu memutuskannya dari awal.',
  },
  test: {
    title: 'Kirim uji',
    what: 'Salinan bertanda [UJI] dikirim ke alamat Anda sendiri yang sudah dikonfirmasi.',
    language: 'Bahasa',
    go: 'Kirim',
    goesTo: 'Dikirim ke',
    noAddress: 'belum ada alamat yang dikonfirmasi, tidak dikirim',
    sentTo: '{{channel}}: dikirim ke {{to}}.',
    'no-text': '{{channel}}: tidak dikirim, belum ada teksnya.',
    'no-address': '{{channel}}: tidak dikirim, Anda belum punya alamat yang dikonfirmasi di sana.',
  },
};
