// Words of the console for values in the audit trail. Generated: AUDIT_WORDS=write npm run jest -- audit-detail

import type { ScreenLanguage } from './lists.js';

export const VALUES: Record<ScreenLanguage, Record<string, Record<string, string>>> = {
 "id": {
  "channels": {
   "email": "Surel",
   "telegram": "Telegram",
   "sms": "SMS"
  },
  "dataRequests.checks": {
   "identity-card": "KTP dilihat langsung",
   "call-back": "Ditelepon balik di nomor yang diketahui",
   "known-answers": "Menjawab hal yang hanya diketahuinya"
  },
  "dataRequests.hows": {
   "in-person": "langsung kepada orangnya",
   "post": "lewat pos",
   "email": "lewat surel"
  },
  "dataRequests.outcomes": {
   "exported": "Salinan diserahkan",
   "restricted": "Pengiriman dibatasi",
   "lifted": "Pembatasan dicabut",
   "erased": "Data dihapus",
   "nothing-held": "Tidak ada data",
   "not-identified": "Identitas tidak terbukti",
   "refused": "Ditolak menurut hukum",
   "taken-back": "Permintaan ditarik"
  },
  "dataRequests.wants": {
   "access": "Salinan data",
   "restriction": "Batasi pengiriman",
   "lifting": "Cabut pembatasan",
   "erasure": "Hapus data"
  },
  "dataRequests.ways": {
   "letter": "surat",
   "counter": "loket",
   "telephone": "telepon",
   "email": "surel"
  },
  "elections.rounds": {
   "first": "Putaran pertama",
   "second": "Putaran kedua",
   "psu": "Pemungutan suara ulang",
   "susulan": "Susulan"
  },
  "helpdesk.answers": {
   "none": "Tidak ada yang seperti ini",
   "same": "Sama persis dengan yang disahkan",
   "incomplete": "Sejauh yang dibacakan, sama dengan yang disahkan",
   "unsure": "Mungkin sama: cocokkan angkanya bersama penelepon",
   "near": "Belum dapat dicocokkan",
   "altered": "Diubah: jangan dipercaya",
   "doubted": "Isinya sedang diperiksa",
   "stopped": "Dihentikan",
   "corrected": "Sudah diralat: teks ini keliru",
   "wrong": "Keliru, dan ralatnya ditarik kembali",
   "again": "Keliru: yang berlaku teks ralatnya",
   "withdrawn": "Ditarik kembali"
  },
  "helpdesk.standings": {
   "scheduled": "Disahkan KPU, belum dikirim",
   "sending": "Disahkan KPU, sedang dikirim",
   "sent": "Disahkan KPU",
   "partly": "Disahkan KPU, waktunya habis sebelum semua dikirimi",
   "unsent": "Disahkan KPU, waktunya habis sebelum dikirim",
   "held": "Disahkan KPU, pengiriman dijeda",
   "doubted": "Isinya sedang diperiksa",
   "stopped": "Dihentikan",
   "corrected": "Sudah diralat",
   "wrong": "Keliru, dan ralatnya ditarik kembali",
   "again": "Keliru: yang berlaku teks ralatnya",
   "withdrawn": "Ditarik kembali"
  },
  "kinds": {
   "ordinary": "Biasa",
   "urgent": "Mendesak",
   "correction": "Ralat"
  },
  "late": {
   "title": "Jam kirim sebagian wilayah sudah lewat",
   "asked": "Saat mengesahkan, Anda memilih apa yang terjadi dengan bagian itu.",
   "passed": "Sudah lewat: {{at}} di {{regions}}.",
   "question": "Apa yang terjadi dengan bagian yang terlewat?",
   "send": "Kirim segera",
   "move": "Pindahkan ke jam yang sama berikutnya",
   "expire": "Biarkan kedaluwarsa",
   "goesOut": "Dikirim {{at}}.",
   "notAtAll": "Wilayah itu tidak menerima siaran ini.",
   "done": "Perkiraan selesai: {{channels, within}}."
  },
  "machineKeys.scopeNames": {
   "reports": "Laporan siaran",
   "counts": "Jumlah pesan selama pengiriman"
  },
  "news.mail.topics": {
   "decisions": "Keputusan KPU atas siaran saya",
   "results": "Hasil siaran saya, dan siapa yang menjeda atau membatalkannya",
   "reviews": "Pengajuan dan tenggat tinjauan",
   "operations": "Rem, pengiriman macet, pesan tidak pasti atau gagal, dan penyedia yang tidak menjawab"
  },
  "offices": {
   "president": "Presiden",
   "dpr": "DPR",
   "dpd": "DPD",
   "dprd-province": "DPRD provinsi",
   "dprd-regency": "DPRD kabupaten/kota",
   "governor": "Gubernur",
   "regent": "Bupati",
   "mayor": "Wali kota"
  },
  "operations.account.moved": {
   "away": "akun ini tidak menerima pesan",
   "slow-down": "akun ini minta diperlambat",
   "slow-answers": "jawabannya jauh lebih lambat daripada akun lain",
   "slow-receipts": "bukti terimanya datang jauh lebih lambat daripada akun lain, atau tidak datang",
   "quiet": "tidak ada lagi gangguan, dan bagiannya kembali bertahap"
  },
  "roles": {
   "author": "Penulis",
   "reviewer": "Peninjau KPU",
   "operator": "Operator",
   "auditor": "Auditor",
   "dpo": "Pejabat Pelindungan Data Pribadi",
   "helpdesk": "Layanan bantuan",
   "admin": "Admin"
  },
  "states": {
   "draft": "Draf",
   "in_review": "Ditinjau",
   "approved": "Disahkan",
   "running": "Berjalan",
   "paused": "Dijeda",
   "completed": "Selesai",
   "rejected": "Dikembalikan",
   "withdrawn": "Ditarik kembali",
   "cancelled": "Dibatalkan",
   "expired": "Kedaluwarsa",
   "midway": "Dibatalkan di tengah jalan"
  },
  "suppressions.reasons": {
   "left": "Pemiliknya berhenti berlangganan",
   "dead-address": "Penyedia menyatakan alamatnya tidak ada",
   "provider-opt-out": "Pemiliknya menolak lewat penyedia",
   "complaint": "Pemiliknya melaporkan pesan sebagai spam",
   "soft-failures": "Berkali-kali berturut-turut gagal dikirimi",
   "staff": "Ditahan petugas",
   "erased": "Pemiliknya meminta datanya dihapus"
  },
  "templates.kinds": {
   "ordinary": "Pesan biasa dan mendesak",
   "correction": "Ralat"
  },
  "templates.states": {
   "draft": "Draf",
   "approved": "Disahkan",
   "ready": "Siap dipakai",
   "retired": "Tidak dipakai lagi"
  }
 },
 "en": {
  "channels": {
   "email": "E-mail",
   "telegram": "Telegram",
   "sms": "SMS"
  },
  "dataRequests.checks": {
   "identity-card": "Identity card seen in person",
   "call-back": "Called back on a known number",
   "known-answers": "Answered what only they know"
  },
  "dataRequests.hows": {
   "in-person": "in person",
   "post": "by post",
   "email": "by e-mail"
  },
  "dataRequests.outcomes": {
   "exported": "Copy handed over",
   "restricted": "Sending restricted",
   "lifted": "Restriction lifted",
   "erased": "Data erased",
   "nothing-held": "Nothing is held",
   "not-identified": "Identity not proven",
   "refused": "Refused by law",
   "taken-back": "Request taken back"
  },
  "dataRequests.wants": {
   "access": "A copy of the data",
   "restriction": "Restrict sending",
   "lifting": "Lift the restriction",
   "erasure": "Erase the data"
  },
  "dataRequests.ways": {
   "letter": "letter",
   "counter": "counter",
   "telephone": "telephone",
   "email": "e-mail"
  },
  "elections.rounds": {
   "first": "First round",
   "second": "Second round",
   "psu": "Re-vote",
   "susulan": "Late vote"
  },
  "helpdesk.answers": {
   "none": "There is nothing like this",
   "same": "Exactly the same as what was approved",
   "incomplete": "As far as it was read out, the same as what was approved",
   "near": "Cannot be matched yet",
   "unsure": "Possibly the same: compare the numbers with the caller",
   "altered": "Changed: not to be trusted",
   "doubted": "Its content is being checked",
   "stopped": "Stopped",
   "corrected": "It was corrected: this text is wrong",
   "wrong": "Wrong, and its correction was withdrawn",
   "again": "Wrong: what holds is the text of its correction",
   "withdrawn": "Withdrawn"
  },
  "helpdesk.standings": {
   "scheduled": "Approved by KPU, not sent yet",
   "sending": "Approved by KPU, being sent",
   "sent": "Approved by KPU",
   "partly": "Approved by KPU, its time ran out before all got it",
   "unsent": "Approved by KPU, its time ran out before it was sent",
   "held": "Approved by KPU, sending is paused",
   "doubted": "Its content is being checked",
   "stopped": "Stopped",
   "corrected": "Has been corrected",
   "wrong": "Wrong, and its correction was withdrawn",
   "again": "Wrong: what holds is the text of its correction",
   "withdrawn": "Withdrawn"
  },
  "kinds": {
   "ordinary": "Ordinary",
   "urgent": "Urgent",
   "correction": "Correction"
  },
  "late": {
   "title": "The hour has passed in some regions",
   "asked": "When you approve, you choose what becomes of that part.",
   "passed": "Passed: {{at}} in {{regions}}.",
   "question": "What becomes of the part that was missed?",
   "send": "Send it now",
   "move": "Move it to the next such hour",
   "expire": "Let it expire",
   "goesOut": "Goes out {{at}}.",
   "notAtAll": "Those regions do not get this broadcast.",
   "done": "Forecast finish: {{channels, within}}."
  },
  "machineKeys.scopeNames": {
   "reports": "Reports of broadcasts",
   "counts": "Counts of messages while they are sent"
  },
  "news.mail.topics": {
   "decisions": "KPU’s decisions on my broadcasts",
   "results": "The results of my broadcasts, and who pauses or cancels them",
   "reviews": "Submissions and deadlines of reviews",
   "operations": "The brake, stalled sending, uncertain or failed messages and providers that do not answer"
  },
  "offices": {
   "president": "President",
   "dpr": "DPR",
   "dpd": "DPD",
   "dprd-province": "Provincial DPRD",
   "dprd-regency": "Regency DPRD",
   "governor": "Governor",
   "regent": "Regent",
   "mayor": "Mayor"
  },
  "operations.account.moved": {
   "away": "it was away",
   "slow-down": "it asked to slow down",
   "slow-answers": "it answers much more slowly than the others",
   "slow-receipts": "its receipts come much later than the others’, or not at all",
   "quiet": "nothing speaks against it any more, and its share comes back in steps"
  },
  "roles": {
   "author": "Author",
   "reviewer": "KPU reviewer",
   "operator": "Operator",
   "auditor": "Auditor",
   "dpo": "Data protection officer",
   "helpdesk": "Help desk",
   "admin": "Admin"
  },
  "states": {
   "draft": "Draft",
   "in_review": "In review",
   "approved": "Approved",
   "running": "Running",
   "paused": "Paused",
   "completed": "Completed",
   "rejected": "Returned",
   "withdrawn": "Withdrawn",
   "cancelled": "Cancelled",
   "expired": "Expired",
   "midway": "Cancelled midway"
  },
  "suppressions.reasons": {
   "left": "Its owner unsubscribed",
   "dead-address": "The provider says there is no such address",
   "provider-opt-out": "Its owner opted out at the provider",
   "complaint": "Its owner reported a message as spam",
   "soft-failures": "Several copies in a row failed",
   "staff": "Staff suppressed it",
   "erased": "Its owner had their data erased"
  },
  "templates.kinds": {
   "ordinary": "Ordinary and urgent messages",
   "correction": "Corrections"
  },
  "templates.states": {
   "draft": "Draft",
   "approved": "Approved",
   "ready": "Ready for use",
   "retired": "No longer used"
  }
 }
};
