import fc from 'fast-check';
import { readReply } from './sms-replies.rules.js';

it.each(['STOP', 'stop', ' Stop. ', '"BERHENTI"', 'Berhenti\n', 'stop kirim sms', '\u00a0BERHENTI !'])(
  '%j leaves',
  (text) => expect(readReply(text)).toEqual({ kind: 'leave' }),
);

it.each([
  ['CEK 7KQ2MXW9AB', '7KQ2MXW9AB'],
  [' cek: 7kq2m xw9ab.', '7kq2mxw9ab'],
  ['Cek', ''],
])('%j checks %j', (text, code) => expect(readReply(text)).toEqual({ kind: 'check', code }));

it.each(['', '...', 'Terima kasih', 'STOPAN', 'cekidot', 'jangan STOP', '12345'])('%j is nothing', (text) =>
  expect(readReply(text)).toBeNull(),
);

it('reads any text', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void readReply(text)));
});
