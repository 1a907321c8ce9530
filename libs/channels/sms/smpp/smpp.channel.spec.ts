import { errors } from 'smpp/lib/defs.js';
import { deadlineAfter, moment } from '#platform/waiting';
import { type ScriptedSmsc, type SmscLink, scriptedSmsc } from '../../../../test/factories/smsc.js';
import type { BindLeases, Channel, Outcome, OutgoingMessage } from '../../channel.js';
import type { Report } from '../../receipt.js';
import { type Pdu, textOf } from './pdu.js';
import { smppSettings } from './settings.js';
import { openSmpp } from './smpp.channel.js';

const TIMEOUT_MS = 1_000;
const message = (more: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  to: '+6281210000001',
  text: 'KPU: TPS buka 07.00-13.00',
  language: 'id',
  token: '7-4-00000000000000000000000000000000',
  messageId: '7-4',
  broadcastId: '7',
  unsubscribeUrl: null,
  verifyUrl: null,
  expiresAt: new Date(Date.now() + 3600_000),
  ...more,
});
const LONG = 'TPS '.repeat(100);

let smsc: ScriptedSmsc;
let channel: Channel;

function open(more: object = {}): Channel {
  const settings = smppSettings.parse({
    url: `smpp://siar:rahasia@127.0.0.1:${smsc.port}`,
    source: { address: 'KPU' },
    ...more,
  });
  return (channel = openSmpp({ name: 'operator', ...settings }, { timeoutMs: TIMEOUT_MS }));
}

beforeEach(async () => {
  smsc = await scriptedSmsc();
});
afterEach(async () => {
  smsc.script(null);
  await channel.close();
  await smsc.stop();
});

const link = (index = 0): SmscLink => {
  const found = smsc.links[index];
  if (!found) throw new Error('nobody connected');
  return found;
};
const submits = (): Pdu[] =>
  smsc.links.flatMap(({ received }) => received.filter(({ command }) => command === 'submit_sm'));
/** Answers submits with a status, in order; those without one are accepted. */
const refusing = (...statuses: (string | null)[]): void =>
  smsc.script(({ command, sequence }, { send }) => {
    if (command !== 'submit_sm') return false;
    const status = statuses.shift();
    if (status) send('submit_sm_resp', sequence, {}, errors[status]);
    return Boolean(status);
  });

describe('an SMPP account', () => {
  it('binds as a transceiver of version 3.4, and submits what the standard asks for', async () => {
    open({ systemType: 'VMA' });
    expect(await channel.send(message())).toEqual({
      kind: 'accepted',
      providerId: 'm2',
      reportedAs: { account: 'operator', ids: ['m2'] },
    });
    const [bind, submit] = link().received;
    expect(bind).toMatchObject({
      command: 'bind_transceiver',
      fields: { system_id: 'siar', password: 'rahasia', system_type: 'VMA', interface_version: 0x34 },
    });
    expect(submit?.fields).toMatchObject({
      source_addr_ton: 5,
      source_addr_npi: 0,
      source_addr: 'KPU',
      dest_addr_ton: 1,
      dest_addr_npi: 1,
      destination_addr: '6281210000001',
      esm_class: 0,
      registered_delivery: 1,
      data_coding: 0,
      validity_period: expect.stringMatching(
        /^00000000(0100|59)\d\d000R$|^000000005959000R$|^000000(00|01)\d{4}000R$/,
      ),
      short_message: Buffer.from('KPU: TPS buka 07.00-13.00'),
    });
  });

  it('reads answers that are split anywhere', async () => {
    smsc.splitAt = 1;
    open();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => channel.send(message())));
    expect(outcomes.filter(({ kind }) => kind !== 'accepted')).toEqual([]);
  });

  it('keeps to the window, and takes answers in any order', async () => {
    const open_: number[] = [];
    let most = 0;
    smsc.script(({ command, sequence }, { send }) => {
      if (command !== 'submit_sm') return false;
      open_.push(sequence);
      most = Math.max(most, open_.length);
      if (open_.length === 3)
        setTimeout(() => {
          for (const one of open_.splice(0).toReversed())
            send('submit_sm_resp', one, { message_id: `m${one}` });
        }, 5);
      return true;
    });
    open({ window: 3 });
    const outcomes = await Promise.all(Array.from({ length: 12 }, () => channel.send(message())));
    expect(outcomes.map(({ kind }) => kind)).toEqual(Array.from({ length: 12 }, () => 'accepted'));
    expect(most).toBe(3);
  });

  it('opens the binds of the contract, and goes on where the SMSC allows fewer', async () => {
    smsc.script(({ command, sequence }, { send }) => {
      if (command !== 'bind_transceiver' || smsc.links.length <= 2) return false;
      send('bind_transceiver_resp', sequence, {}, errors['ESME_RALYBND']);
      return true;
    });
    open({ binds: 4, window: 1 });
    channel.prepare?.();
    await smsc.until(() => smsc.links.length === 3 && !link(2).isOpen);
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => channel.send(message())));
    expect(outcomes.filter(({ kind }) => kind !== 'accepted')).toEqual([]);
    expect([link(0), link(1)].map(({ received }) => received.length > 1)).toEqual([true, true]);
    // What the third one was refused for does not keep the others from coming again.
    link(0).reset();
    link(1).reset();
    smsc.script(null);
    await smsc.until(() => smsc.links.some((one) => one.isOpen && one !== link(0) && one !== link(1)));
    expect(await channel.send(message())).toMatchObject({ kind: 'accepted' });
  });

  it('leaves exactly the unanswered window unknown when the link breaks, and binds again', async () => {
    open({ window: 3 });
    smsc.script(({ command, sequence }, one) => {
      if (command !== 'submit_sm') return false;
      const count = submits().length;
      if (count === 1) one.send('submit_sm_resp', sequence, { message_id: 'first' });
      // Three are unanswered then; three more wait.
      if (count === 4) one.reset();
      return count <= 4;
    });
    const outcomes = await Promise.all(Array.from({ length: 7 }, () => channel.send(message())));
    expect(outcomes.map(({ kind }) => kind)).toEqual([
      'accepted',
      'unknown',
      'unknown',
      'unknown',
      'accepted',
      'accepted',
      'accepted',
    ]);
    expect(outcomes[1]).toEqual({ kind: 'unknown', reason: 'smpp ECONNRESET' });
    expect(submits()).toHaveLength(7);
    expect(smsc.links).toHaveLength(2);
  });

  it.each([
    ['a length that cannot be', Buffer.from('7fffffff8000000400000000', 'hex')],
    [
      'a text longer than its PDU',
      Buffer.from('0000002300000005000000000000000700000031000000320004000000000000000041', 'hex'),
    ],
  ])('closes the bind that sent %s, and no other', async (_name, bytes) => {
    open({ binds: 2, window: 2 });
    channel.prepare?.();
    await smsc.until(() => smsc.links.length === 2);
    // The second one is bound once it carries one of two.
    while (link(1).received.length < 2) await Promise.all([channel.send(message()), channel.send(message())]);
    smsc.script(({ command }, one) => {
      if (command !== 'submit_sm' || one !== link(0)) return false;
      one.raw(bytes);
      return true;
    });
    const outcomes = await Promise.all([channel.send(message()), channel.send(message())]);
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['accepted', 'unknown']);
    expect(outcomes).toContainEqual({ kind: 'unknown', reason: 'smpp malformed' });
    smsc.script(null);
    await smsc.until(() => smsc.links.length === 3 && !link(0).isOpen);
    expect(link(1).isOpen).toBe(true);
    expect(await channel.send(message())).toMatchObject({ kind: 'accepted' });
  });

  it('answers enquire_link, asks a silent link, and ends one that does not answer', async () => {
    open({ enquireSeconds: 1 });
    await channel.send(message());
    link().send('enquire_link', 99);
    await smsc.until(() =>
      link().received.some(({ command, sequence }) => command === 'enquire_link_resp' && sequence === 99),
    );
    let asked = 0;
    smsc.script(({ command }) => command === 'enquire_link' && ++asked > 0);
    await smsc.until(() => asked > 0);
    await smsc.until(() => !link().isOpen);
    smsc.script(null);
    await smsc.until(() => smsc.links.length === 2);
    expect(await channel.send(message())).toMatchObject({ kind: 'accepted' });
  });

  it('returns unknown without an answer, ignores one that comes late, and ends a link that is hung', async () => {
    let late = 0;
    smsc.script(({ command, sequence }) => {
      if (command === 'submit_sm') late = sequence;
      return command === 'submit_sm' || command === 'enquire_link';
    });
    open();
    expect(await channel.send(message())).toEqual({ kind: 'unknown', reason: 'smpp ETIMEDOUT' });
    link().send('submit_sm_resp', late, { message_id: 'late' });
    await smsc.until(() => !link().isOpen);
    smsc.script(null);
    expect(await channel.send(message())).toMatchObject({ kind: 'accepted' });
  });

  it('goes on with a link of which one answer is lost: its place is free again, and the link is asked', async () => {
    let swallowed = 0;
    let asked = 0;
    smsc.script(({ command, sequence }) => {
      if (command === 'enquire_link') asked++;
      if (command !== 'submit_sm' || swallowed > 0) return false;
      swallowed = sequence;
      return true;
    });
    open({ window: 1 });
    expect(await channel.send(message({ text: 'first' }))).toEqual({
      kind: 'unknown',
      reason: 'smpp ETIMEDOUT',
    });
    await smsc.until(() => asked > 0);
    const second = channel.send(message({ text: 'second' }));
    await smsc.until(() => submits().length === 2);
    // The answer to the first comes now: it settles neither.
    link().send('submit_sm_resp', swallowed, { message_id: 'late' });
    const outcome = await second;
    expect(outcome).toMatchObject({ kind: 'accepted' });
    expect(outcome).not.toMatchObject({ providerId: 'late' });
    expect(smsc.links.map(({ isOpen }) => isOpen)).toEqual([true]);
    expect(submits().map(({ fields }) => String(fields['short_message']))).toEqual(['first', 'second']);
  });

  it('follows an SMSC that unbinds, and answers it', async () => {
    open();
    await channel.send(message());
    link().send('unbind', 50);
    await smsc.until(() => !link().isOpen);
    expect(link().received.at(-1)).toMatchObject({ command: 'unbind_resp', sequence: 50 });
    expect(await channel.send(message())).toMatchObject({ kind: 'accepted' });
  });

  it('unbinds when it closes, after the open answers', async () => {
    smsc.script(({ command, sequence }, { send }) => {
      if (command !== 'submit_sm') return false;
      setTimeout(() => send('submit_sm_resp', sequence, { message_id: 'slow' }), 50);
      return true;
    });
    open();
    const sending = channel.send(message());
    await smsc.until(() => submits().length === 1);
    await channel.close();
    expect(await sending).toMatchObject({ kind: 'accepted', providerId: 'slow' });
    expect(link().received.map(({ command }) => command)).toEqual([
      'bind_transceiver',
      'submit_sm',
      'unbind',
    ]);
  });

  it('ends a link that answers another request than was asked', async () => {
    smsc.script(({ command, sequence }, one) => {
      if (command === 'submit_sm') one.send('enquire_link_resp', sequence);
      return command === 'submit_sm';
    });
    open();
    expect(await channel.send(message())).toEqual({ kind: 'unknown', reason: 'smpp out of step' });
    smsc.script(null);
    expect(await channel.send(message())).toMatchObject({ kind: 'accepted' });
  });

  it('refuses a request that it does not have', async () => {
    open();
    await channel.send(message());
    link().raw(Buffer.from('00000010000000330000000000000042', 'hex'));
    await smsc.until(() => link().received.at(-1)?.command === 'generic_nack');
    expect(link().received.at(-1)).toMatchObject({ status: errors['ESME_RINVCMDID'], sequence: 0x42 });
  });

  it.each([
    ['ESME_RINVPASWD', 'own_fault', 'smpp 0x0e'],
    ['ESME_RBINDFAIL', 'away', 'smpp 0x0d'],
  ])('shows a bind that is refused with %s in the words of SMPP', async (status, kind, reason) => {
    smsc.script(({ command, sequence }, { send }) => {
      if (command !== 'bind_transceiver') return false;
      send('bind_transceiver_resp', sequence, {}, errors[status]);
      return true;
    });
    open();
    expect(await channel.send(message())).toEqual({ kind, reason });
    await expect(channel.check()).rejects.toThrow(`The SMSC refuses the bind: ${status}`);
  });

  it('returns away when the SMSC accepts connections and no bind', async () => {
    smsc.script(() => true);
    open();
    expect(await channel.send(message())).toEqual({ kind: 'away', reason: 'smpp ETIMEDOUT' });
  });

  it('checks without a bind of its own where it holds none', async () => {
    open();
    await channel.check();
    await smsc.until(() => smsc.links.length === 1 && !link().isOpen);
    expect(link().received).toEqual([]);
    await channel.send(message());
    await channel.check();
    expect(smsc.links).toHaveLength(2);
  });

  it('does not send what would expire, or begin later than it may', async () => {
    open();
    expect(await channel.send(message({ expiresAt: new Date(Date.now() + 500) }))).toMatchObject({
      kind: 'retry',
    });
    expect(await channel.send(message({ startBy: deadlineAfter(moment(), -1) }))).toMatchObject({
      kind: 'away',
    });
    expect(submits()).toEqual([]);
  });
});

describe('a pair of binds', () => {
  it('submits on the transmitter, and takes receipts on the receiver', async () => {
    const reports: Report[] = [];
    open({ bindAs: 'pair' });
    channel.onReport?.((report) => Promise.resolve(reports.push(report) > 0));
    expect(await channel.send(message())).toMatchObject({ kind: 'accepted' });
    const [receiver, transmitter] = [link(0), link(1)];
    expect(receiver.received.map(({ command }) => command)).toEqual(['bind_receiver']);
    expect(transmitter.received.map(({ command }) => command)).toEqual(['bind_transmitter', 'submit_sm']);
    receiver.send('deliver_sm', 9, { esm_class: 4, short_message: Buffer.from('id:1 stat:DELIVRD') });
    await smsc.until(() => receiver.received.at(-1)?.command === 'deliver_sm_resp');
    expect(reports).toMatchObject([{ id: '1', verdict: 'delivered' }]);
  });

  it('ends as a whole, and comes again', async () => {
    open({ bindAs: 'pair' });
    await channel.send(message());
    link(0).reset();
    await smsc.until(() => smsc.links.length === 4 && !link(1).isOpen);
    expect(link(1).received.at(-1)).toMatchObject({ command: 'unbind' });
    expect(await channel.send(message())).toMatchObject({ kind: 'accepted' });
  });
});

describe('binds shared with other workers', () => {
  /** Leases of which a spec says what is held. */
  const leases = (): BindLeases & { share: number | null; released: number[]; held: number[] } => ({
    lastMs: 500,
    share: 3,
    held: [],
    released: [],
    renew() {
      return Promise.resolve(this.share === null ? null : { share: this.share, held: [...this.held] });
    },
    take() {
      this.held.push(this.held.length + 1);
      return Promise.resolve(this.held.length);
    },
    release(_account, bind) {
      this.held = this.held.filter((one) => one !== bind);
      this.released.push(bind);
      return Promise.resolve();
    },
    end: () => Promise.resolve(),
  });
  const isOpen = (): boolean[] => smsc.links.map((one) => one.isOpen);

  it('are given back beyond its share, after an unbind', async () => {
    const shared = leases();
    open({ binds: 3 });
    channel.shareBinds?.(shared);
    channel.prepare?.();
    await smsc.until(() => smsc.links.length === 3);
    shared.share = 1;
    await smsc.until(() => isOpen().filter(Boolean).length === 1);
    expect([link(1), link(2)].map(({ received }) => received.at(-1)?.command)).toEqual(['unbind', 'unbind']);
    expect(await channel.send(message())).toMatchObject({ kind: 'accepted' });
    expect(new Set(shared.released)).toEqual(new Set([2, 3]));
  });

  it('end with their lease while it cannot be extended, and copies are away', async () => {
    const shared = leases();
    open({ binds: 1 });
    channel.shareBinds?.(shared);
    await channel.send(message());
    shared.share = null;
    await smsc.until(() => !link().isOpen);
    expect(await channel.send(message())).toMatchObject({ kind: 'away' });
  });

  it('that others hold are not opened: this process has no place, and the provider is not away', async () => {
    const shared = leases();
    const take = shared.take.bind(shared);
    shared.take = () => Promise.resolve(null);
    open({ binds: 1, window: 7 });
    channel.shareBinds?.(shared);
    const places: number[] = [];
    const changed = new Promise<void>((resolve) =>
      channel.onPlaces?.((n) => {
        places.push(n);
        if (places.length === 2) resolve();
      }),
    );
    expect(await channel.send(message())).toMatchObject({
      kind: 'slow_down',
      afterMs: 0,
      reason: 'smpp bind held elsewhere',
    });
    await changed;
    expect(await channel.send(message())).toMatchObject({ reason: 'smpp bind held elsewhere' });
    expect(smsc.links).toEqual([]);
    shared.take = take;
    await smsc.until(() => smsc.links.length === 1);
    expect(await channel.send(message())).toMatchObject({ kind: 'accepted' });
    expect(places).toEqual([7, 0, 7]);
  });

  it('are none while its share is none', async () => {
    const shared = leases();
    shared.share = 0;
    open({ binds: 1 });
    channel.shareBinds?.(shared);
    expect(await channel.send(message())).toMatchObject({ reason: 'smpp bind held elsewhere' });
    expect(smsc.links).toEqual([]);
  });

  it('are given back again where that failed before', async () => {
    const shared = leases();
    const release = shared.release.bind(shared);
    shared.share = 1;
    // The database was away for a moment.
    shared.release = () => Promise.resolve();
    open({ binds: 2 });
    channel.shareBinds?.(shared);
    await channel.send(message());
    link().reset();
    await smsc.until(() => smsc.links.length === 2);
    expect(shared.held).toEqual([1, 2]);
    const released = new Promise<void>((resolve) => {
      shared.release = async (account, bind) => {
        await release(account, bind);
        resolve();
      };
    });
    await released;
    expect(shared.held).toEqual([2]);
    expect(link(1).isOpen).toBe(true);
  });
});

describe('a long text', () => {
  it('is accepted when all of its parts are', async () => {
    open({ window: 1 });
    expect(await channel.send(message({ text: LONG }))).toEqual({
      kind: 'accepted',
      providerId: 'm2',
      reportedAs: { account: 'operator', ids: ['m2', 'm3', 'm4'] },
    });
    const headers = submits().map(({ fields }) => [...(fields['short_message'] as Buffer).subarray(0, 6)]);
    const reference = headers[0]?.[3];
    expect(headers).toEqual([1, 2, 3].map((part) => [5, 0, 3, reference, 3, part]));
  });

  it('is as if nothing had been sent when the first part is refused', async () => {
    open();
    refusing('ESME_RTHROTTLED');
    expect(await channel.send(message({ text: LONG }))).toMatchObject({ kind: 'slow_down' });
    expect(submits()).toHaveLength(1);
  });

  it('is unknown when a later part is refused for good: a part has left', async () => {
    open();
    refusing(null, 'ESME_RINVMSGLEN');
    expect(await channel.send(message({ text: LONG }))).toEqual({
      kind: 'unknown',
      reason: 'smpp 0x01 in part 2 of 3',
    });
    expect(submits()).toHaveLength(2);
  });

  it('has a later part submitted again that was too fast, as long as there is time', async () => {
    await openWith(3_000);
    refusing(null, 'ESME_RTHROTTLED');
    expect(await channel.send(message({ text: LONG }))).toMatchObject({ kind: 'accepted' });
    expect(submits()).toHaveLength(4);
  });
});

/** With more time than the others. */
async function openWith(timeoutMs: number): Promise<void> {
  const settings = smppSettings.parse({
    url: `smpp://siar:rahasia@127.0.0.1:${smsc.port}`,
    source: { address: 'KPU' },
  });
  channel = openSmpp({ name: 'operator', ...settings }, { timeoutMs });
  await Promise.resolve();
}

describe('a deliver_sm', () => {
  const RECEIPT =
    'id:00AB sub:001 dlvrd:001 submit date:2611291200 done date:2611291201 stat:DELIVRD err:000 text:KPU';
  const deliver = (sequence: number, fields: Pdu['fields'] = {}): void =>
    link().send('deliver_sm', sequence, {
      esm_class: 4,
      source_addr: '6281210000001',
      short_message: Buffer.from(RECEIPT),
      ...fields,
    });
  const answerTo = async (sequence: number): Promise<Pdu | undefined> => {
    const found = (): Pdu | undefined =>
      link().received.find((pdu) => pdu.command === 'deliver_sm_resp' && pdu.sequence === sequence);
    await smsc.until(() => found() !== undefined);
    return found();
  };

  it('is answered only once its receipt is stored', async () => {
    let stored: (() => void) | null = null;
    const reports: Report[] = [];
    open();
    channel.onReport?.((report) => {
      reports.push(report);
      return new Promise((resolve) => (stored = () => resolve(true)));
    });
    await channel.send(message());
    deliver(11);
    deliver(12, { esm_class: 0x20 });
    link().send('enquire_link', 13);
    await smsc.until(() => link().received.at(-1)?.sequence === 13);
    expect(link().received.filter(({ command }) => command === 'deliver_sm_resp')).toEqual([]);
    expect(reports[0]).toEqual({
      account: 'operator',
      kind: 'receipt',
      id: 'ab',
      verdict: 'delivered',
      reason: 'smpp delivrd',
    });
    (stored as (() => void) | null)?.();
    expect(await answerTo(12)).toMatchObject({ status: 0 });
  });

  it('is to be delivered again when it could not be stored, or nobody stores it', async () => {
    open();
    await channel.send(message());
    deliver(21);
    expect(await answerTo(21)).toMatchObject({ status: errors['ESME_RX_T_APPN'] });
    channel.onReport?.(() => Promise.resolve(false));
    deliver(22);
    expect(await answerTo(22)).toMatchObject({ status: errors['ESME_RX_T_APPN'] });
  });

  it('that changes nothing is not stored', async () => {
    const reports: Report[] = [];
    open();
    channel.onReport?.((report) => Promise.resolve(reports.push(report) > 0));
    await channel.send(message());
    deliver(31, { short_message: Buffer.from(RECEIPT.replace('DELIVRD', 'ENROUTE')) });
    deliver(32, { esm_class: 0, short_message: Buffer.from('STOP') });
    deliver(33, { short_message: Buffer.from('no receipt') });
    for (const sequence of [31, 32, 33]) expect(await answerTo(sequence)).toMatchObject({ status: 0 });
    expect(reports).toEqual([]);
  });

  it('brings a text of a person where the account is two-way', async () => {
    const reports: Report[] = [];
    open({ twoWay: true });
    channel.onReport?.((report) => Promise.resolve(reports.push(report) > 0));
    await channel.send(message());
    deliver(41, { esm_class: 0, short_message: Buffer.from(' Berhenti ') });
    await answerTo(41);
    expect(reports).toEqual([
      { account: 'operator', kind: 'text', from: '+6281210000001', text: ' Berhenti ' },
    ]);
  });
});

it('puts no number, text or password into a reason', async () => {
  open();
  smsc.script(({ command }, one) => command === 'submit_sm' && (one.reset(), true));
  const outcomes: Outcome[] = await Promise.all([channel.send(message()), channel.send(message())]);
  const said = JSON.stringify(outcomes);
  for (const secret of ['8121', 'TPS', 'rahasia']) expect(said).not.toContain(secret);
  expect(textOf(link().received[0] ?? { command: '', status: 0, sequence: 0, fields: {} }, 'password')).toBe(
    'rahasia',
  );
});
