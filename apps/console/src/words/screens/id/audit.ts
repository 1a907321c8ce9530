export const audit = {
  audit: {
    about: 'Siapa melakukan apa, dari yang terbaru.',
    csv: 'Unduh (CSV)',
    csvHelp:
      'Semua catatan yang cocok dengan penyaring: lebih dahulu dalam kata-kata dan jam WIB, lalu sebagai kode dan jam UTC untuk program, dengan posisi dan sidiknya dalam rantai.',
    copyRoot: 'Salin akar',
    toBeforeFrom: 'Lebih awal daripada tanggal mulainya.',
    at: 'Waktu',
    actor: 'Pelaku',
    act: 'Tindakan',
    subject: 'Perihal',
    detail: 'Rincian',
    each: 'Tampilkan satu per satu',
    none: 'Tidak ada catatan yang cocok.',
    from: 'Dari tanggal',
    to: 'Sampai tanggal',
    chain: 'Rantai jejak',
    sealed: '{{count}} catatan sudah disegel.',
    sealedAt: 'Segel terakhir {{at}}.',
    waiting: '{{count}} menunggu segel.',
    rootWhat:
      'Akar harian melindungi catatan sampai posisi {{position}}: bila satu saja di antaranya diubah atau dihapus, akar yang dihitung darinya tidak cocok lagi. Yang disegel sesudahnya dilindungi akar berikutnya. Simpan salinannya di luar Siar untuk dicocokkan nanti.',
    root: 'Akar harian {{day}}, posisi {{position}}:',
    check: 'Periksa seluruh rantai',
    whole: 'Utuh: diperiksa sampai posisi {{position}}.',
    broken: 'Rusak: {{what}}',
  },
};
