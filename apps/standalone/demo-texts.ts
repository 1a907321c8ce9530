/** The demo's message: a typical one of KPU's, in two languages, for three channels. */
export const DEMO_TEXTS = {
  email: {
    id: {
      subject: 'Hari pemungutan suara: {{polling_date}}',
      body: `Yth. {{name}},

Hari pemungutan suara di {{region}} adalah {{polling_date}}. TPS buka pukul 07.00 sampai 13.00 waktu setempat.

Bawalah KTP-el dan surat pemberitahuan. Periksa TPS Anda di https://cekdptonline.kpu.go.id.

Memilih tidak dipungut biaya. Tidak ada petugas yang meminta uang atau kata sandi Anda.`,
    },
    en: {
      subject: 'Polling day: {{polling_date}}',
      body: `Dear {{name}},

Polling day in {{region}} is {{polling_date}}. Polling stations are open from 07:00 to 13:00 local time.

Bring your identity card and your notification letter. Find your polling station at https://cekdptonline.kpu.go.id.

Voting is free of charge. No official will ask you for money or a password.`,
    },
  },
  telegram: {
    id: {
      body: `Halo {{name}}! Hari pemungutan suara di {{region}}: {{polling_date}}, pukul 07.00–13.00 waktu setempat.

Periksa TPS Anda: https://cekdptonline.kpu.go.id`,
    },
    en: {
      body: `Hello {{name}}! Polling day in {{region}}: {{polling_date}}, 07:00–13:00 local time.

Find your polling station: https://cekdptonline.kpu.go.id`,
    },
  },
  sms: {
    id: {
      body: 'KPU: Pemilu {{polling_date}}, TPS buka 07.00-13.00. Bawa KTP-el. Cek TPS: cekdptonline.kpu.go.id',
    },
    en: {
      body: 'KPU: Election {{polling_date}}, polls open 07.00-13.00. Bring your ID. cekdptonline.kpu.go.id',
    },
  },
} as const;
