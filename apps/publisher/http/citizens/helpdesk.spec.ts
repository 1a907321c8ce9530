import { setTimeout as sleep } from 'node:timers/promises';
import { indexTexts } from '#broadcasts/verification';
import type { Compared, Verified } from '#dispatch/verification';
import { Keys, readCode } from '#platform/crypto';
import { row } from '#platform/database';
import { testConfig } from '../../../../test/factories/database.js';
import { SMS_DOCUMENT } from '../../../../test/factories/document.js';
import { type RunningBroadcast, runningBroadcast } from '../../../../test/factories/ledger.js';
import { type TestPublisher, testPublisher } from '../../../../test/factories/publisher.js';
import { type Ask, signIn } from '../../../../test/factories/staff.js';

const CODE = 'ABCDEF2345';
const at = (path: string): string => `/api/v1/helpdesk/${path}`;

describe('the helpdesk over HTTP', () => {
  let publisher: TestPublisher;
  let desk: Ask;
  let sent: RunningBroadcast;
  beforeAll(async () => {
    publisher = await testPublisher();
    desk = await signIn(publisher.url, 'bantuan');
    sent = await runningBroadcast(publisher.db.source, new Keys(testConfig(publisher.db.url)), {
      channel: 'sms',
      states: ['accepted', 'accepted', 'pending'],
      document: SMS_DOCUMENT,
      code: readCode(CODE) ?? 0n,
    });
  });
  afterAll(() => publisher.stop());
  beforeEach(() => publisher.db.source.query('DELETE FROM rate_limits'));

  const stateOf = async (id: string | undefined) =>
    (
      await row<{ state: string }>(publisher.db.source.manager, 'SELECT state FROM addresses WHERE id = $1', [
        id,
      ])
    )?.state;
  const noted = (act: string): Promise<{ subject: string; detail: unknown }[]> =>
    publisher.db.source.query('SELECT subject, detail FROM audit_entries WHERE act = $1 ORDER BY id', [act]);

  it('verifies a broadcast’s own code, and a person’s code with the masked number', async () => {
    const own = await desk<Verified>('POST', at('code'), { code: sent.publicCode });
    expect(own.body).toMatchObject({
      record: { office: 'KPU Republik Indonesia', standing: 'sending', corrects: null, correctedBy: null },
      copy: null,
    });
    expect(own.body.record.texts).toEqual([
      {
        channel: 'sms',
        language: 'id',
        direction: 'ltr',
        text: 'KPU: TPS di (wilayah Anda) buka 07.00. Cek/Stop (alamat pendek)',
      },
    ]);
    const typed = await desk<Verified>('POST', at('code'), { code: 'siar.go.id/abcde f2345' });
    expect(typed.body.copy).toEqual({
      channel: 'sms',
      to: expect.stringMatching(/^\+6281\*+\d{3}$/) as string,
      subscribed: true,
      restricted: false,
    });
    expect(JSON.stringify(typed.body)).not.toContain(sent.addresses[0]);
    expect((await desk('POST', at('code'), { code: 'ZZZZZZZZZZ' })).status).toBe(404);
    expect((await desk('POST', at('code'), { code: 'pendek' })).status).toBe(400);
    for (const code of ['KPU2026PST', '0812345678'])
      expect((await desk('POST', at('code'), { code })).status).toBe(404);
    expect((await desk('POST', at('code/leave'), { code: 'A3ANE9NMJS' })).status).toBe(404);
    const unknown = { answer: 'unknown' };
    expect(await noted('helpdesk.verify')).toEqual([
      { subject: `code:${sent.publicCode}`, detail: { answer: 'sending' } },
      {
        subject: `code:${sent.publicCode}`,
        detail: { answer: 'sending', address: sent.addressIds[0] },
      },
      { subject: 'code:none', detail: unknown },
      { subject: 'code:none', detail: { ...unknown, code: 'KPU2026PST' } },
      { subject: 'code:none', detail: unknown },
      { subject: 'code:none', detail: { ...unknown, code: 'A3ANE9NMJS' } },
    ]);
  });

  describe('of a text that was corrected', () => {
    const WRONG = 'KPU: TPS di {{region}} buka 07.00. Cek/Stop {{verify_link}}';
    const RIGHT = WRONG.replace('07.00', '08.00');
    let correction: RunningBroadcast;
    beforeAll(async () => {
      const { source } = publisher.db;
      const document = { ...SMS_DOCUMENT, contents: { sms: { id: { text: RIGHT } } } };
      correction = await runningBroadcast(source, new Keys(testConfig(publisher.db.url)), {
        channel: 'sms',
        states: ['accepted'],
        document,
      });
      await indexTexts(source.manager, sent.id, SMS_DOCUMENT);
      await indexTexts(source.manager, correction.id, document);
    });
    /** Repeats a request until the desk no longer answers from its cache: a record is at most a second old. */
    const once = async <T>(ask: () => Promise<{ body: T }>, holds: (body: T) => boolean): Promise<T> => {
      for (const end = performance.now() + 10_000; performance.now() < end; await sleep(100)) {
        const { body } = await ask();
        await publisher.db.source.query('DELETE FROM rate_limits');
        if (holds(body)) return body;
      }
      throw new Error('it did not come to that');
    };
    const compare = (text: string) => desk<Compared>('POST', at('text'), { text });
    const spoken = (text: string): string =>
      text.replace('{{region}}', 'Aceh').replace(/\{\{\w+\}\}/, `siar.go.id/${CODE}`);

    it('compares what a caller reads out, and stores nothing of it', async () => {
      const same = await compare(spoken(WRONG));
      expect(same.body).toMatchObject({ answer: 'same', record: { publicCode: sent.publicCode } });
      const said = await compare(spoken(WRONG).replace('07.00', 'jam 7'));
      expect(said.body).toMatchObject({ answer: 'same', record: { publicCode: sent.publicCode } });
      const open = await compare(spoken(WRONG).replace('07.00', 'tujuh lewat seperempat'));
      expect(open.body).toMatchObject({ answer: 'unsure', record: { publicCode: sent.publicCode } });
      const altered = await compare(spoken(WRONG).replace('07.00', '05.00'));
      expect(altered.body).toMatchObject({ answer: 'altered', inForce: { publicCode: sent.publicCode } });
      expect(altered.body.match?.pieces).toContainEqual(
        expect.objectContaining({ kind: 'added', text: '05.00', grave: 'number' }),
      );
      const none = await compare('Pinjaman tanpa agunan cair lima menit hubungi kami sekarang juga');
      expect(none.body).toEqual({
        answer: null,
        record: null,
        inForce: null,
        inPlace: null,
        match: null,
        strangeCode: false,
        twin: null,
      });
      // Typed without punctuation, with numbers as two words, or not word for word.
      const typed = await compare('KPU TPS di Aceh buka 07 00');
      expect(typed.body).toMatchObject({ answer: 'unsure', record: { publicCode: sent.publicCode } });
      for (const near of ['TPS', 'KPU TPS di daerah kami katanya besok baru dibuka siang hari sampai malam'])
        expect((await compare(near)).body).toMatchObject({ answer: 'near', record: null, match: null });
      expect((await compare('  ')).status).toBe(400);
      expect((await compare('kata '.repeat(2_001))).status).toBe(400);
      const trail = await noted('helpdesk.compare');
      expect(trail).toEqual([
        { subject: `code:${sent.publicCode}`, detail: { answer: 'same' } },
        { subject: `code:${sent.publicCode}`, detail: { answer: 'same' } },
        { subject: `code:${sent.publicCode}`, detail: { answer: 'unsure' } },
        { subject: `code:${sent.publicCode}`, detail: { answer: 'altered' } },
        { subject: 'code:none', detail: { answer: null } },
        { subject: `code:${sent.publicCode}`, detail: { answer: 'unsure' } },
        { subject: 'code:none', detail: { answer: 'near' } },
        { subject: 'code:none', detail: { answer: 'near' } },
      ]);
    });

    it('shows no closing line as missing beside a change', async () => {
      const unread = await compare('KPU: TPS di Aceh buka 05.00.');
      expect(unread.body.answer).toBe('altered');
      const missing = unread.body.match?.pieces.filter(({ kind }) => kind === 'missing') ?? [];
      expect(missing.map(({ text }) => text)).toEqual([expect.stringMatching(/^0[78]\.00$/)]);
    });

    it('returns the text in force, by the old code and by the old text', async () => {
      await publisher.db.source.query(
        `UPDATE broadcasts SET kind = 'correction', original_id = $2 WHERE id = $1`,
        [correction.id, sent.id],
      );
      const byCode = await once(
        () => desk<Verified>('POST', at('code'), { code: sent.publicCode }),
        ({ record }) => record.standing === 'corrected',
      );
      expect(byCode).toMatchObject({
        record: { correctedBy: correction.publicCode },
        inForce: {
          publicCode: correction.publicCode,
          texts: [{ text: expect.stringContaining('08.00') as string }],
        },
      });
      const byText = await once(
        () => compare(spoken(WRONG)),
        ({ answer }) => answer === 'corrected',
      );
      expect(byText.inForce?.publicCode).toBe(correction.publicCode);
      // Nothing is read out instead while the correction is itself in doubt.
      await publisher.db.source.query(
        `UPDATE broadcasts SET doubted_at = siar_now(), doubted_by = 'kpu' WHERE id = $1`,
        [correction.id],
      );
      await once(
        () => desk<Verified>('POST', at('code'), { code: sent.publicCode }),
        ({ record, inForce, inPlace }) =>
          record.standing === 'corrected' && inForce === null && inPlace === 'unsettled',
      );
    });
  });

  it('says of a withdrawn companion that its text holds as the correction that it completes', async () => {
    const { source } = publisher.db;
    const keys = new Keys(testConfig(publisher.db.url));
    const document = {
      ...SMS_DOCUMENT,
      contents: {
        sms: { id: { text: 'KPU: TPS di {{region}} pindah ke balai desa. Cek/Stop {{verify_link}}' } },
      },
    };
    const make = (state: string): Promise<RunningBroadcast> =>
      runningBroadcast(source, keys, { channel: 'sms', states: ['accepted'], document, state });
    const original = await make('cancelled');
    const correction = await make('completed');
    const companion = await make('withdrawn');
    await source.query(`UPDATE broadcasts SET kind = 'correction', original_id = $2 WHERE id = $1`, [
      correction.id,
      original.id,
    ]);
    await source.query(`UPDATE broadcasts SET kind = 'urgent', remainder_of_id = $2 WHERE id = $1`, [
      companion.id,
      correction.id,
    ]);
    for (const { id } of [correction, companion]) await indexTexts(source.manager, id, document);
    const byCode = await desk<Verified>('POST', at('code'), { code: companion.publicCode });
    expect(byCode.body).toMatchObject({
      record: { standing: 'withdrawn', sameText: correction.publicCode },
      inForce: { publicCode: correction.publicCode },
      inPlace: 'same',
    });
    const byText = await desk<Compared>('POST', at('text'), {
      text: 'KPU: TPS di Aceh pindah ke balai desa.',
    });
    expect(byText.body).toMatchObject({
      answer: 'incomplete',
      record: { publicCode: correction.publicCode },
      inForce: { publicCode: correction.publicCode },
      inPlace: null,
      twin: null,
    });
  });

  it('unsubscribes the person whose SMS has the code, once, and nobody by a broadcast’s code', async () => {
    const leave = () => desk<{ left: boolean }>('POST', at('code/leave'), { code: CODE });
    expect([(await leave()).body, (await leave()).body]).toEqual([{ left: true }, { left: false }]);
    expect(await stateOf(sent.addressIds[0])).toBe('unsubscribed');
    expect((await desk('POST', at('code/leave'), { code: sent.publicCode })).status).toBe(404);
    expect(await noted('helpdesk.leave')).toMatchObject([
      { subject: `address:${sent.addressIds[0]}`, detail: { by: 'code', left: true } },
      { subject: `address:${sent.addressIds[0]}`, detail: { by: 'code', left: false } },
    ]);
  });

  it('unsubscribes the owner of an address, and excludes an address that nobody holds from imports', async () => {
    const to = (sent.addresses[1] ?? '').replace('+62', '0');
    expect((await desk('POST', at('address'), { channel: 'sms', to })).body).toEqual({
      subscribed: true,
      restricted: false,
    });
    const restrict = (at: string) =>
      publisher.db.source.query(
        `UPDATE contacts SET restricted_at = ${at} WHERE id = (SELECT contact_id FROM addresses WHERE id = $1)`,
        [sent.addressIds[1]],
      );
    await restrict('siar_now()');
    expect((await desk('POST', at('address'), { channel: 'sms', to })).body).toEqual({
      subscribed: true,
      restricted: true,
    });
    await restrict('NULL');
    expect((await desk('POST', at('address/leave'), { channel: 'sms', to })).body).toEqual({ left: true });
    expect((await desk('POST', at('address'), { channel: 'sms', to })).body).toEqual({
      subscribed: false,
      restricted: false,
    });
    expect(await stateOf(sent.addressIds[1])).toBe('unsubscribed');
    const unknown = { channel: 'email', to: 'Belum.Ada@example.id' };
    expect((await desk('POST', at('address'), unknown)).body).toEqual({
      subscribed: false,
      restricted: false,
    });
    expect((await desk('POST', at('address/leave'), unknown)).body).toEqual({ left: true });
    expect((await desk('POST', at('address/leave'), unknown)).body).toEqual({ left: false });
    const author = await signIn(publisher.url, 'penulis');
    const file = 'region,email,consent_source,consent_date\nAceh,belum.ada@example.id,formulir,2024-01-31\n';
    const { body } = await author('POST', '/api/v1/contacts/import', file, { 'content-type': 'text/csv' });
    expect(body).toMatchObject({ rows: 1, skipped: 1 });
    expect(JSON.stringify([await noted('helpdesk.leave'), await noted('helpdesk.find')])).not.toMatch(
      /example|62812|0812/,
    );
  });

  it('limits all look-ups of each member of staff together', async () => {
    const statuses = [];
    for (let n = 0; n < 16; n++) {
      statuses.push(
        (await desk('POST', at('address'), { channel: 'sms', to: `08121111${1000 + n}` })).status,
      );
      statuses.push((await desk('POST', at('code'), { code: 'ZZZZZZZZZZ' })).status);
    }
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
  });
});
