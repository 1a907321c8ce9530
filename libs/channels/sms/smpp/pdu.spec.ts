import fc from 'fast-check';
import { PDU } from 'smpp/lib/pdu.js';
import { encodePdu, MalformedPdu, type Pdu, PduReader, statusName } from './pdu.js';

const submit: Pdu = {
  command: 'submit_sm',
  status: 0,
  sequence: 7,
  fields: {
    source_addr_ton: 5,
    source_addr: 'KPU',
    dest_addr_ton: 1,
    dest_addr_npi: 1,
    destination_addr: '6281210000001',
    validity_period: '000000010000000R',
    registered_delivery: 1,
    short_message: Buffer.from('TPS buka'),
    sar_msg_ref_num: 258,
    sar_total_segments: 2,
  },
};
const submits = fc
  .record({
    destination_addr: fc.stringMatching(/^\d{1,20}$/),
    esm_class: fc.nat(255),
    data_coding: fc.nat(255),
    short_message: fc.uint8Array({ maxLength: 254 }).map((bytes) => Buffer.from(bytes)),
    message_payload: fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
    receipted_message_id: fc.stringMatching(/^\w{0,64}$/),
  })
  .map((fields): Pdu => ({ command: 'submit_sm', status: 0, sequence: 9, fields }));

const readAll = (bytes: Buffer): Pdu[] => [...new PduReader().read(bytes)];

describe('PDUs', () => {
  it('are written as the package writes them', () => {
    const theirs = new PDU('submit_sm', { ...submit.fields, sequence_number: 7, data_coding: 0 }).toBuffer();
    expect(encodePdu(submit).equals(theirs)).toBe(true);
    expect(
      encodePdu({ command: 'submit_sm_resp', status: 0x58, sequence: 7, fields: {} }).toString('hex'),
    ).toBe('00000010800000040000005800000007');
  });

  it('are read as they were written, wherever the network splits them', () => {
    fc.assert(
      fc.property(
        fc.array(submits, { maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 50 })),
        (pdus, cuts) => {
          let bytes = Buffer.concat(pdus.map(encodePdu));
          const reader = new PduReader();
          const read: Pdu[] = [];
          for (const cut of cuts) {
            read.push(...reader.read(bytes.subarray(0, cut)));
            bytes = bytes.subarray(cut);
          }
          read.push(...reader.read(bytes));
          expect(read).toMatchObject(pdus);
        },
      ),
    );
  });

  it('of unknown parameters or commands are read for what is known', () => {
    const response = Buffer.from(
      '0000001d800000040000000000000007' + '61623100' + '1400' + '0005' + '0102030405',
      'hex',
    );
    expect(readAll(response)).toMatchObject([{ command: 'submit_sm_resp', fields: { message_id: 'ab1' } }]);
    expect(readAll(Buffer.from('000000100000ffff0000000000000003', 'hex'))).toMatchObject([
      { command: 'unknown', sequence: 3 },
    ]);
  });

  it('without a body are read: refusals have none', () => {
    expect(readAll(Buffer.from('00000010800000040000000b00000007', 'hex'))).toMatchObject([
      { command: 'submit_sm_resp', status: 0x0b, fields: {} },
    ]);
  });

  it.each([
    ['that are shorter than a header', '0000000f8000000400000000000000'],
    ['that are 2 GB long', '7fffffff800000040000000000000007'],
    ['whose string does not end', '00000013800000040000000000000007616263'],
    [
      'whose text is longer than they are',
      '0000002300000005000000000000000700000031000000320004000000000000000041',
    ],
    [
      'whose parameter is longer than they are',
      '00000018800000040000000000000007' + '00' + '1400' + '00ff01'.slice(0, 4) + '010203',
    ],
    ['that end within a parameter', '00000013800000040000000000000007' + '00' + '1400'],
  ])('%s are malformed', (_name, hex) => {
    expect(() => readAll(Buffer.from(hex, 'hex'))).toThrow(MalformedPdu);
  });

  it('are read or malformed, whatever bytes they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 12, maxLength: 80 }), (bytes) => {
        const length = Buffer.alloc(4);
        length.writeUInt32BE(bytes.length + 4);
        try {
          readAll(Buffer.concat([length, bytes]));
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedPdu);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('have statuses with the names of the standard', () => {
    expect([0x0e, 0x58, 0x401].map(statusName)).toEqual([
      'ESME_RINVPASWD (0xE)',
      'ESME_RTHROTTLED (0x58)',
      '0x401',
    ]);
  });
});
