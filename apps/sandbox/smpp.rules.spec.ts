import fc from 'fast-check';
import { partOf, planReceipt, receiptFields, writeId } from './smpp.rules.js';
import { seeded } from './faults.rules.js';

it.each([
  ['an 8-bit reference', [[0, 3, 7, 3, 2]], {}, { reference: 7, total: 3, number: 2 }],
  ['a 16-bit reference', [[8, 4, 1, 2, 3, 1]], {}, { reference: 258, total: 3, number: 1 }],
  [
    'sar parameters',
    [],
    { sar_msg_ref_num: 5, sar_total_segments: 2, sar_segment_seqnum: 2 },
    { reference: 5, total: 2, number: 2 },
  ],
  ['neither', [[4, 2, 0, 0]], {}, null],
])('reads the part of a text by %s', (_by, header, fields, part) => {
  expect(
    partOf(
      header.map((element) => Uint8Array.from(element)),
      fields,
    ),
  ).toEqual(part);
});

it('plans early, late and repeated receipts, of both forms, and the same for the same seed', () => {
  const plans = Array.from({ length: 300 }, (_, seed) => planReceipt(seeded(seed)));
  expect(plans).toEqual(Array.from({ length: 300 }, (_, seed) => planReceipt(seeded(seed))));
  expect(new Set(plans.map(({ form }) => form)).size).toBe(2);
  expect(new Set(plans.map(({ times }) => times)).size).toBe(2);
  expect(plans.some(({ afterMs }) => afterMs === 'early')).toBe(true);
});

it('writes one id in different forms', () => {
  fc.assert(
    fc.property(fc.nat(), fc.boolean(), (id, upperCase) => {
      expect(BigInt(`0x${writeId(id, 'hex-decimal', 'response', upperCase)}`)).toBe(BigInt(id));
      expect(BigInt(writeId(id, 'hex-decimal', 'receipt', upperCase))).toBe(BigInt(id));
      expect(BigInt(writeId(id, 'decimal-hex', 'response', upperCase))).toBe(BigInt(id));
      expect(BigInt(`0x${writeId(id, 'hex', 'receipt', upperCase)}`)).toBe(BigInt(id));
    }),
  );
});

it('writes a receipt as the appendix of the standard has it', () => {
  const receipt = {
    id: 'ab',
    from: '62812',
    to: 'KPU',
    state: 'UNDELIV' as const,
    text: 'TPS é',
    at: new Date('2026-11-29T12:34:56Z'),
  };
  expect(receiptFields(receipt, 'text')['short_message']).toBe(
    'id:ab sub:001 dlvrd:000 submit date:2611291234 done date:2611291234 stat:UNDELIV err:001 text:TPS ?',
  );
  expect(receiptFields(receipt, 'parameters')).toMatchObject({
    receipted_message_id: 'ab',
    message_state: 5,
  });
});
