import type { FrozenDocument } from '#broadcasts/document';

/** The frozen document that KPU approved for a plain SMS to Aceh. */
export const SMS_DOCUMENT: FrozenDocument = {
  format: 1,
  renderer: 1,
  broadcastId: '1',
  originalId: null,
  remainderOfId: null,
  correction: null,
  kind: 'ordinary',
  reach: 'preferred',
  title: 'Jam buka TPS',
  channels: ['sms'],
  contents: { sms: { id: { text: 'KPU: TPS di {{region}} buka 07.00. Cek/Stop {{verify_link}}' } } },
  nameless: { id: 'Bapak/Ibu' },
  audience: { regions: ['11'], languages: [], topics: [] },
  regions: [{ code: '11', name: 'Aceh', timeZone: 'Asia/Jakarta' }],
  schedule: { at: 'now', window: { from: '08:00', to: '20:00' } },
  election: null,
  neutral: true,
  smsOverride: { segments: 1, unicode: false },
  sender: {
    name: 'Siar',
    from: 'info@siar.go.id',
    ministry: 'Kementerian Uji',
    commission: 'Komisi Pemilihan Umum',
    organisation: { id: '1', name: 'Kementerian Uji' },
  },
  accountKinds: { sms: ['twilio'] },
  links: { domains: [], hosts: ['127.0.0.1:4100', 'siar.go.id'] },
};
