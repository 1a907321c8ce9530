import fc from 'fast-check';
import type { Pdu } from './pdu.js';
import { normaliseId, readIncoming } from './incoming.rules.js';
import { smppSettings, type SmppSettings } from './settings.js';

const settings = (more: object = {}): SmppSettings =>
  smppSettings.parse({ url: 'smpp://siar:secret@127.0.0.1', source: { address: 'KPU' }, ...more });

const deliver = (fields: Pdu['fields']): Pdu => ({ command: 'deliver_sm', status: 0, sequence: 1, fields });
const receipt = (text: string, more: Pdu['fields'] = {}): Pdu =>
  deliver({ esm_class: 4, source_addr: '6281210000001', short_message: Buffer.from(text), ...more });

const TEXT =
  'id:0A1b sub:001 dlvrd:001 submit date:2611291200 done date:2611291201 stat:DELIVRD err:000 text:KPU TPS';

describe('a receipt', () => {
  it.each([
    [TEXT, 'delivered', 'smpp delivrd'],
    [TEXT.replace('DELIVRD', 'UNDELIV').replace('000', '027'), 'failed', 'smpp undeliv 027'],
    [TEXT.replace('DELIVRD', 'EXPIRED'), 'failed', 'smpp expired'],
    [TEXT.replace('DELIVRD', 'REJECTD').replace('err:000', 'err:0x1F'), 'failed', 'smpp rejectd 0x1F'],
    [TEXT.replace('DELIVRD', 'ACCEPTD'), null, 'smpp acceptd'],
    [TEXT.replace('DELIVRD', 'ENROUTE'), null, 'smpp enroute'],
    // The SMSC has lost track: the copy stays accepted.
    [TEXT.replace('DELIVRD', 'UNKNOWN'), null, 'smpp unknown'],
    ['stat:delivrd Err:0 ID:0a1B', 'delivered', 'smpp delivrd'],
  ])('%s', (text, verdict, reason) => {
    expect(readIncoming(receipt(text), settings())).toEqual({ kind: 'receipt', id: 'a1b', verdict, reason });
  });

  it('has its id and state in optional parameters, which go before the text', () => {
    const tlv = { receipted_message_id: '77', message_state: 5, network_error_code: Buffer.from([3, 0, 27]) };
    expect(readIncoming(receipt('', tlv), settings())).toEqual({
      kind: 'receipt',
      id: '77',
      verdict: 'failed',
      reason: 'smpp undeliv 27',
    });
    expect(readIncoming(receipt(TEXT, tlv), settings())).toMatchObject({ id: '77', verdict: 'failed' });
  });

  it("means what the account's table says of its code, when it failed", () => {
    const table = settings({ errors: { receipt: { '027': 'soft', '000': 'dead' } } });
    const failed = TEXT.replace('DELIVRD', 'UNDELIV').replace('err:000', 'err:027');
    expect(readIncoming(receipt(failed), table)).toMatchObject({
      verdict: 'soft',
      reason: 'smpp undeliv 027: soft',
    });
    expect(readIncoming(receipt(TEXT), table)).toMatchObject({ verdict: 'delivered' });
  });

  it('is nothing without an id', () => {
    expect(readIncoming(receipt('stat:DELIVRD'), settings())).toBeNull();
  });

  it('of which a person sent the text is a text', () => {
    const forged = deliver({ esm_class: 0, source_addr: '6281210000001', short_message: Buffer.from(TEXT) });
    expect(readIncoming(forged, settings())).toEqual({ kind: 'text', from: '+6281210000001', text: TEXT });
  });

  it('of which only the parameters are there is one, and with an id alone is a text (as of drive_smpp)', () => {
    const fields = {
      esm_class: 0,
      source_addr: '456',
      short_message: Buffer.from('1'),
      receipted_message_id: 'x',
    };
    expect(readIncoming(deliver(fields), settings())).toMatchObject({ kind: 'text', text: '1' });
    expect(readIncoming(deliver({ ...fields, message_state: 2 }), settings())).toMatchObject({
      id: 'x',
      verdict: 'delivered',
    });
  });

  it('never throws, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(255), fc.nat(255), (bytes, esmClass, coding) => {
        readIncoming(
          deliver({ esm_class: esmClass, data_coding: coding, short_message: Buffer.from(bytes) }),
          settings(),
        );
      }),
    );
  });
});

describe('normaliseId', () => {
  const forms = fc.constantFrom('as-is', 'hex', 'decimal');
  const write = (id: bigint, form: 'as-is' | 'hex' | 'decimal', zeros: number, upper: boolean): string => {
    const text = '0'.repeat(zeros) + id.toString(form === 'hex' ? 16 : 10);
    return upper ? text.toUpperCase() : text;
  };

  it('is the same for acceptance and receipt, in any base, case and number of zeros', () => {
    const id = fc.bigInt({ min: 1n, max: 2n ** 64n });
    fc.assert(
      fc.property(
        id,
        forms,
        forms,
        fc.nat(8),
        fc.nat(8),
        fc.boolean(),
        fc.boolean(),
        (n, one, other, a, b, c, d) => {
          fc.pre((one === 'as-is') === (other === 'as-is'));
          const ids = { response: one, receipt: other };
          expect(normaliseId(write(n, one, a, c), one, ids)).toBe(
            normaliseId(write(n, other, b, d), other, ids),
          );
        },
      ),
    );
  });

  it('distinguishes ids', () => {
    const ids = { response: 'hex', receipt: 'decimal' } as const;
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n }), fc.bigInt({ min: 0n, max: 2n ** 64n }), (a, b) => {
        fc.pre(a !== b);
        expect(normaliseId(a.toString(16), 'hex', ids)).not.toBe(normaliseId(b.toString(), 'decimal', ids));
      }),
    );
  });

  it('leaves ids alone that are no numbers', () => {
    const ids = { response: 'hex', receipt: 'decimal' } as const;
    expect(normaliseId('4F1C-uuid', 'hex', ids)).toBe('4f1c-uuid');
  });
});
