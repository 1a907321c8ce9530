import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { isName } from '#audience/names';
import { openAddress } from '#audience/addresses';
import { type ChannelName, CHANNELS } from '#channels';
import { row, rows } from '#platform/database';
import { Staff } from '#staff';
import { startWorker } from '../../apps/channel-worker/worker.js';
import { marksOf } from '../factories/marks.js';
import { testSystem, type TestSystem } from '../factories/system.js';

interface Arrived {
  channel: ChannelName;
  to: string;
  text: string;
  raw?: string;
}
interface Imported {
  id: string;
  rejectedRows: number;
  updated: number;
  unchanged: number;
  names: { kept: number; keptLines: number[] };
  rejected: { line: number; faults: { reason: string }[] }[];
}
interface Named {
  names: { imports: number; shared: Record<string, unknown>[] } | null;
}
interface Corrected {
  id: string;
  remainderId: string;
}
interface Other {
  status: number;
  correction?: { id: string; state: string };
}

const BROADCASTS = '/api/v1/broadcasts';
const HEADER = 'name,region,email,telegram,phone,consent_source,consent_date';
const COLUMN = { email: 0, telegram: 1, sms: 2 } as const;

/** Polls until the condition holds. @throws Error after 30 s */
async function until(so: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 30_000; !(await so()); await sleep(50))
    if (performance.now() > end) throw new Error('It did not come about within 30 s.');
}

describe('an attack on the approved content', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await testSystem({ contacts: 120, workers: 0 });
  });
  afterAll(() => system.stop());

  const arrivals = async (broadcast: string): Promise<Arrived[]> => {
    const found = await fetch(`${system.sandbox.httpUrl}/sandbox/messages?broadcast=${broadcast}`);
    return (await found.json()) as Arrived[];
  };
  const completed = ({ state }: { state: string }): boolean => state === 'completed';
  /** Everybody in some provinces, as lines of a file that give them a name. */
  const linesFor = async (name: string, provinces: readonly string[]): Promise<string[]> => {
    const held = await rows<{
      id: string;
      channel: ChannelName;
      ciphertext: Buffer;
      keyId: string;
      province: string;
    }>(
      system.db.source.manager,
      `SELECT a.id, a.channel, a.ciphertext, a.key_id AS "keyId", c.province_code AS province
       FROM addresses a JOIN contacts c ON c.id = a.contact_id WHERE c.province_code = ANY ($1) AND a.state = 'active'`,
      [provinces],
    );
    return held.map(({ id, channel, province, ...sealed }) => {
      const cells = ['', '', ''];
      cells[COLUMN[channel]] = openAddress(system.keys, id, channel, sealed);
      return `"${name}",${province},${cells.join(',')},formulir,2024-01-31`;
    });
  };
  const upload = async (lines: readonly string[], by: 'penulis' | 'admin' = 'penulis'): Promise<Imported> => {
    const person = await system.as(by);
    const { status, body } = await person<Imported>(
      'POST',
      '/api/v1/contacts/import?codes=kemendagri',
      [HEADER, ...lines].join('\n'),
      { 'content-type': 'text/csv' },
    );
    expect(status).toBe(200);
    return body;
  };

  const correct = async (of: string): Promise<{ status: number; body: Other & { id: string } }> => {
    const author = await system.as('penulis');
    return author('POST', `${BROADCASTS}/${of}/corrections`, { title: 'Ralat' });
  };
  /** A correction approved by KPU, with its remainder under review. By default it is due in years. */
  const approvedOf = async (
    of: string,
    schedule: Record<string, unknown> = { at: '2035-06-02T09:00' },
  ): Promise<Corrected> => {
    const author = await system.as('penulis');
    const { id } = (await correct(of)).body;
    expect((await author('PATCH', `${BROADCASTS}/${id}`, { version: 1, schedule })).status).toBe(200);
    const submitted = await author<{ remainder: { id: string } }>('POST', `${BROADCASTS}/${id}/submit`, {
      confirmLocalHours: true,
      unreached: true,
    });
    expect(submitted.status).toBe(200);
    expect(await approve(id)).toBe(200);
    return { id, remainderId: submitted.body.remainder.id };
  };
  const approve = async (id: string): Promise<number> => {
    const reviewer = await system.as('kpu-nasional');
    const { body } = await reviewer<{ submission: { digest: string } }>('GET', `${BROADCASTS}/${id}`);
    const acknowledged = await marksOf(reviewer, id);
    const given = { digest: body.submission.digest, confirmLocalHours: true, acknowledged };
    return (await reviewer('POST', `${BROADCASTS}/${id}/approve`, given)).status;
  };

  it('does not replace a name by a text: by a file after the approval', async () => {
    const provinces = ['11', '12', '31'];
    const id = await system.broadcast({ audience: { regions: provinces } });
    const link = await upload(await linesFor('PEMILU DITUNDA, cek http://palsu.id', provinces));
    expect(link.updated).toBe(0);
    expect(link.rejectedRows).toBeGreaterThan(3);
    expect(link.rejected[0]).toMatchObject({ line: 2, faults: [{ reason: 'name' }] });
    // A text that looks like a name replaces no stored name, and is reported with its lines.
    expect(isName('Joko Raja Kita')).toBe(true);
    const late = await upload(await linesFor('Joko Raja Kita', provinces));
    expect(
      await rows(system.db.source.manager, `SELECT FROM contacts WHERE name = 'Joko Raja Kita'`),
    ).toEqual([]);
    expect(late.names.kept).toBeGreaterThan(3);
    expect(late.names.kept).toBe(late.unchanged + late.updated);
    expect(late.names.keptLines.slice(0, 3)).toEqual([2, 3, 4]);
    // Even if it were accepted, it does not appear in a broadcast approved before, nor when the program's own role
    // dates the approval later.
    const asProgram = (sql: string): Promise<unknown> =>
      system.db.source.transaction(async (tx) => {
        await tx.query('SET LOCAL ROLE siar_app');
        await tx.query(sql, [id]);
      });
    await asProgram(
      `UPDATE contacts SET name = 'Joko Raja Kita' WHERE province_code = ANY (SELECT jsonb_array_elements_text(draft->'audience'->'regions') FROM broadcasts WHERE id = $1)`,
    );
    await asProgram(`UPDATE broadcasts SET approved_at = siar_now() + interval '1 day' WHERE id = $1`);
    await expect(
      asProgram(`UPDATE submissions SET decided_at = siar_now() + interval '1 day' WHERE broadcast_id = $1`),
    ).rejects.toThrow('decided on once');
    const worker = await system.addWorker();
    try {
      await system.until(id, completed);
      const sent = await arrivals(id);
      expect(sent.length).toBeGreaterThan(3);
      const texts = sent.map((one) => JSON.stringify(one));
      expect(texts.filter((text) => /palsu|DITUNDA|Raja/.test(text))).toEqual([]);
      expect(sent.find(({ channel }) => channel === 'email')?.text).toContain('Bapak/Ibu');
      // A broadcast approved afterwards contains it.
      const next = await system.broadcast({ audience: { regions: provinces } });
      await system.until(next, completed);
      expect((await arrivals(next)).some(({ text }) => text.includes('Joko Raja Kita'))).toBe(true);
    } finally {
      await worker.stop();
    }
  });

  it.each([
    ['', '0'],
    [', by a clock of its own', '-1 day'],
  ])('backdates no name, by SQL with the program’s own role%s', async (_, clock) => {
    const named = (sql: string, parameters: unknown[] = []): Promise<{ old: boolean } | undefined> =>
      system.db.source.transaction(async (tx) => {
        await tx.query('SET LOCAL ROLE siar_app');
        await tx.query(`SELECT set_config('siar.clock_offset', $1, true)`, [clock]);
        return row<{ old: boolean }>(
          tx,
          `${sql} RETURNING named_at < clock_timestamp() - interval '1 hour' AS old`,
          parameters,
        );
      });
    const person = await row<{ id: string }>(system.db.source.manager, 'SELECT id FROM contacts LIMIT 1');
    const past = `siar_now() - interval '1 day'`;
    expect(
      await named(`UPDATE contacts SET name = name || ' Lain', named_at = ${past} WHERE id = $1`, [
        person?.id,
      ]),
    ).toEqual({ old: false });
    expect(await named(`UPDATE contacts SET named_at = ${past} WHERE id = $1`, [person?.id])).toEqual({
      old: false,
    });
    expect(
      await named(
        `INSERT INTO contacts (province_code, region_code, preferred_channel, name, named_at, created_at)
         VALUES ('11', '11', 'sms', 'Lain', ${past}, ${past})`,
      ),
    ).toEqual({ old: false });
    expect(
      await named(
        `INSERT INTO contacts (province_code, region_code, preferred_channel, name) VALUES ('11', '11', 'sms', 'Lain')`,
      ),
    ).toEqual({ old: false });
  });

  describe('by a second correction', () => {
    it('sends one per original; a rejected or withdrawn one permits another', async () => {
      const author = await system.as('penulis');
      const reviewer = await system.as('kpu-nasional');
      const original = await system.broadcast({
        audience: { regions: ['51'] },
        schedule: { at: '2035-06-01T09:00' },
      });
      const first = await correct(original);
      expect(first.status).toBe(201);
      const second = await correct(original);
      expect([second.status, second.body.correction]).toEqual([
        409,
        { id: first.body.id, state: 'draft', organisation: 'Kementerian' },
      ]);
      // Concurrently as well as in sequence.
      expect(
        await author('PATCH', `${BROADCASTS}/${first.body.id}`, {
          version: 1,
          schedule: { at: 'now', leaveWindow: true },
        }),
      ).toMatchObject({ status: 200 });
      expect(
        (await author('POST', `${BROADCASTS}/${first.body.id}/submit`, { confirmLocalHours: true })).status,
      ).toBe(200);
      expect(
        (await reviewer('POST', `${BROADCASTS}/${first.body.id}/reject`, { reason: 'salah' })).status,
      ).toBe(200);
      const both = await Promise.all([correct(original), correct(original)]);
      expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
      const open = both.find(({ status }) => status === 201)?.body.id ?? '';
      // The rejected one can be reopened only when the other is gone.
      const again = (): Promise<{ status: number; body: Other }> =>
        author('POST', `${BROADCASTS}/${first.body.id}/submit`, { confirmLocalHours: true });
      expect([(await again()).status, (await again()).body.correction?.id]).toEqual([409, open]);
      expect((await author('POST', `${BROADCASTS}/${open}/withdraw`, {})).status).toBe(200);
      expect((await again()).status).toBe(200);
    });

    const take = async (id: string, act: 'withdraw' | 'cancel'): Promise<void> => {
      const author = await system.as('penulis');
      expect((await author('POST', `${BROADCASTS}/${id}/${act}`, { reason: 'salah' })).status).toBe(200);
    };
    /** As a worker's claim records it. */
    const handedOver = (id: string): Promise<unknown> =>
      system.db.source.query('UPDATE waves SET first_handover_at = siar_now() WHERE broadcast_id = $1', [id]);
    const later = (): Promise<string> =>
      system.broadcast({ audience: { regions: ['51'] }, schedule: { at: '2035-06-01T09:00' } });
    /** The correction named in the refusal of another. */
    const standsInTheWay = async (of: string): Promise<string | undefined> => {
      const { status, body } = await correct(of);
      return status === 409 ? body.correction?.id : `${status}`;
    };

    it.each(['withdraw', 'cancel'] as const)('after a %s of one that had begun to go out', async (act) => {
      const original = await later();
      const first = await approvedOf(original);
      await handedOver(first.id);
      await take(first.id, act);
      expect(await standsInTheWay(original)).toBe(first.id);
      // Corrects what went out, and nothing before it.
      const second = await correct(first.id);
      expect(second.status).toBe(201);
      expect(await standsInTheWay(original)).toBe(second.body.id);
      await take(second.body.id, 'withdraw');
      expect(await standsInTheWay(original)).toBe(first.id);
    });

    it('below one that was withdrawn before anything went out', async () => {
      const original = await later();
      const first = await approvedOf(original);
      await take(first.id, 'withdraw');
      const second = await approvedOf(first.id);
      expect(await standsInTheWay(original)).toBe(second.id);
      // Nor by reopening the first.
      const author = await system.as('penulis');
      const again = await author<Other>('POST', `${BROADCASTS}/${first.id}/submit`, {
        confirmLocalHours: true,
      });
      expect([again.status, again.body.correction?.id]).toEqual([409, second.id]);
      // Corrected in its turn, it is cancelled, which changes nothing.
      const third = await approvedOf(second.id);
      expect(await standsInTheWay(original)).toBe(third.id);
      expect(await approve(second.remainderId)).toBe(409);
    });

    it('of two members of one correction chain at once', async () => {
      const original = await later();
      const first = await approvedOf(original);
      await take(first.id, 'withdraw');
      const both = await Promise.all([correct(original), correct(first.id)]);
      expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
    });

    it('beside its remainder, nor of the remainder', async () => {
      const original = await later();
      const first = await approvedOf(original);
      expect(await approve(first.remainderId)).toBe(200);
      await take(first.id, 'cancel');
      expect(await standsInTheWay(original)).toBe(first.id);
      expect(await standsInTheWay(first.remainderId)).toBe(first.id);
      expect((await correct(first.id)).status).toBe(201);
      // Nor one that has not begun: a broadcast with a cancelled correction cannot be approved any more.
      const another = await later();
      const cancelled = await approvedOf(another);
      await take(cancelled.id, 'cancel');
      expect(await approve(cancelled.remainderId)).toBe(409);
      expect((await correct(another)).status).toBe(201);
    });

    it('does not bypass the rule by SQL with the program’s own role', async () => {
      const twice = system.db.source.transaction(async (tx) => {
        await tx.query('SET LOCAL ROLE siar_app');
        await tx.query(
          `INSERT INTO broadcasts (kind, title, draft, organisation_id, author_id, original_id, public_code)
           SELECT kind, title, draft, organisation_id, author_id, original_id, public_code || 'X' FROM broadcasts
           WHERE original_id IS NOT NULL AND state = 'in_review' LIMIT 1`,
        );
      });
      await expect(twice).rejects.toMatchObject({ driverError: { constraint: 'broadcasts_one_correction' } });
    });
  });

  it('shows a file’s repeated names before it is imported, and invalid names by their lines', async () => {
    const author = await system.as('penulis');
    const line = (name: string, n: number): string =>
      `"${name}",11,ulang${n}@example.com,,,formulir,2024-01-31`;
    const lines = Array.from({ length: 30 }, (_, n) =>
      line(n % 3 === 0 ? 'Siti Rahayu' : 'Joko Raja Kita', n),
    );
    const { body } = await author<{ names: unknown }>(
      'POST',
      '/api/v1/contacts/import?codes=kemendagri&dryRun=true',
      [HEADER, ...lines, line('Pemilu Batal', 31), line('cek x.id', 32)].join('\n'),
      { 'content-type': 'text/csv' },
    );
    expect(body.names).toEqual({
      repeated: [
        { name: 'Joko Raja Kita', people: 20 },
        { name: 'Siti Rahayu', people: 10 },
      ],
      refused: 2,
      refusedLines: [32, 33],
      kept: 0,
      keptLines: [],
    });
  });

  it('gives no crowd one name before KPU has seen it with a text that contains names', async () => {
    const reviewer = await system.as('kpu-nasional');
    const seen = async (id: string): Promise<Named['names']> => {
      const { status, body } = await reviewer<Named>('GET', `${BROADCASTS}/${id}/review`);
      expect(status).toBe(200);
      return body.names;
    };
    const line = (name: string, n: number): string =>
      `"${name}",11,serupa${n}@example.com,,,formulir,2024-01-31`;
    const { id } = await upload(
      [
        ...Array.from({ length: 20 }, (_, n) => line('Joko Raja Kita', n)),
        ...Array.from({ length: 9 }, (_, n) => line('Siti Rahayu', 100 + n)),
        // One person counts once, in however many rows.
        ...Array.from({ length: 15 }, () => line('Budi Santoso', 200)),
      ],
      'admin',
    );
    const found = {
      importId: id,
      person: 'Admin Kementerian',
      name: 'Joko Raja Kita',
      people: 20,
      named: 30,
      withdrawn: false,
    };
    const later = { schedule: { at: '2035-06-01T09:00' } };
    const national = await system.submitted(later);
    expect((await seen(national))?.shared).toEqual([expect.objectContaining(found)]);
    // The approval of a text without names does not hide it, nor of one for other recipients.
    const nameless = await system.submitted({
      ...later,
      title: '{{name}}',
      channels: ['sms'],
    });
    expect(await seen(nameless)).toBeNull();
    expect(await approve(nameless)).toBe(200);
    await system.broadcast({ ...later, audience: { regions: ['51'] } });
    expect((await seen(national))?.shared).toEqual([expect.objectContaining(found)]);
    // After KPU has approved with the warning shown, it is not shown again.
    const next = await system.submitted({ ...later, audience: { regions: ['11.01', '51'] } });
    expect((await seen(next))?.shared).toEqual([expect.objectContaining(found)]);
    expect(await approve(national)).toBe(200);
    expect(await seen(national)).toBeNull();
    expect(await seen(next)).toMatchObject({ imports: 0, shared: [] });
  });

  it('does not send under another sender, by a worker with other settings', async () => {
    const id = await system.broadcast({ audience: { regions: ['32'] } });
    const written: string[] = [];
    const logger = pino({ level: 'error' }, { write: (one: string) => void written.push(one) });
    const other = { EMAIL_FROM: 'lain@contoh.id', SENDER_NAME: 'Lain', SHORT_URL: 'palsu.id' };
    const strange = await startWorker({ ...system.config, ...other, CHANNEL: [...CHANNELS] }, logger);
    try {
      const operator = await system.as('operator');
      const refusals = async () =>
        (
          await operator<{ refusals: { broadcastId: string; channel: string; settings: string[] }[] }>(
            'GET',
            '/api/v1/operations',
          )
        ).body.refusals;
      await until(async () => (await refusals()).length === CHANNELS.length);
      expect((await refusals())[0]).toMatchObject({
        broadcastId: id,
        settings: ['SENDER_NAME', 'EMAIL_FROM', 'SHORT_URL'],
      });
      expect(written.some((one) => one.includes(id) && one.includes('lain@contoh.id'))).toBe(true);
      const { total } = await system.progress(id);
      expect(total).toMatchObject({ accepted: 0, delivered: 0, claimed: 0, unknown: 0, failed: 0 });
      expect(total.pending).toBeGreaterThan(0);
      expect(await arrivals(id)).toEqual([]);
      // It does not loop without a pause: each lane refuses once a second at most.
      const before = written.length;
      await until(async () => (await refusals()).length === CHANNELS.length);
      expect(written.length - before).toBeLessThan(5);
      // With a second worker that has the approved settings, nothing is lost.
      const worker = await system.addWorker();
      // The refusing worker may draw each batch several times before.
      await system.until(id, completed, 100);
      await worker.stop();
      expect(await system.reconcile(id)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
      const mails = (await arrivals(id)).filter(({ channel }) => channel === 'email');
      expect(mails.length).toBeGreaterThan(0);
      for (const { raw } of mails) expect(raw).toMatch(/^From: "?Siar"? <info@siar\.go\.id>/im);
    } finally {
      await strange.stop();
    }
  });

  it('writes once to a mailbox whose record was withdrawn and imported again, and corrects it there', async () => {
    const author = await system.as('penulis');
    const line = (region: string, n: number): string =>
      `Warga,${region},pindah${n}@example.com,,,formulir,2024-01-31`;
    const send = async (region: string): Promise<string> => {
      const { body } = await author<{ id: string; added: number }>(
        'POST',
        '/api/v1/contacts/import?codes=kemendagri',
        [HEADER, ...Array.from({ length: 8 }, (_, n) => line(region, n))].join('\n'),
        { 'content-type': 'text/csv' },
      );
      expect(body.added).toBe(8);
      return body.id;
    };
    const wrong = await send('61');
    const day = await row<{ day: string }>(
      system.db.source.manager,
      `SELECT (siar_now()::date + 2)::text AS day`,
    );
    const id = await system.broadcast({
      channels: ['email'],
      audience: { regions: ['61', '73'] },
      schedule: { at: 'now', perRegion: { '73': `${day?.day}T09:00` }, leaveWindow: true },
    });
    const worker = await system.addWorker();
    try {
      const moved = async (of = id): Promise<string[]> =>
        (await arrivals(of))
          .map(({ to }) => to)
          .filter((to) => to.startsWith('pindah'))
          .toSorted();
      await until(async () => (await moved()).length === 8);
      const withdrawn = async (imported: string): Promise<void> => {
        await author('POST', `/api/v1/contacts/imports/${imported}/withdraw`);
        const named = (): Promise<unknown[]> =>
          rows(system.db.source.manager, `SELECT FROM imported_addresses WHERE import_id = $1 LIMIT 1`, [
            imported,
          ]);
        await until(async () => (await named()).length === 0);
      };
      await withdrawn(wrong);
      const mended = await send('73');
      await system.db.source.query(
        `UPDATE waves SET due_at = siar_now(), expires_at = siar_now() + interval '1 hour' WHERE broadcast_id = $1 AND region_code = '73'`,
        [id],
      );
      await system.until(id, completed);
      expect(new Set(await moved()).size).toBe(8);
      expect(await moved()).toHaveLength(8);

      // Its correction reaches them at their present address, once.
      const { id: correction, remainderId } = await approvedOf(id, { at: 'now', leaveWindow: true });
      await system.until(correction, completed);
      expect(await moved(correction)).toEqual(await moved());
      // Its remainder does not, though they come back once more before it is written.
      await withdrawn(mended);
      await send('73');
      expect(await approve(remainderId)).toBe(200);
      await system.until(remainderId, completed);
      expect(await moved(remainderId)).toEqual([]);

      // Forgotten when no correction is possible any more.
      const kept = (): Promise<unknown[]> =>
        rows(system.db.source.manager, 'SELECT FROM deleted_recipients LIMIT 1');
      expect(await kept()).toHaveLength(1);
      await system.db.source.query(
        `UPDATE waves SET first_handover_at = first_handover_at - interval '91 days' WHERE broadcast_id = ANY ($1)`,
        [[id, correction]],
      );
      await until(async () => (await kept()).length === 0);
    } finally {
      await worker.stop();
    }
  });

  it('does not exhaust an account by test sends', async () => {
    const author = await system.as('penulis');
    await system.db.source.transaction(async (tx) => {
      const person = await row<{ id: string }>(tx, `SELECT id FROM people WHERE username = 'penulis'`);
      await new Staff(system.keys).addAddress(tx, person?.id ?? '', 'sms', '+6281200000001', true);
    });
    const id = await system.drafted({ channels: ['sms'] });
    const statuses: number[] = [];
    for (let n = 0; n < 4; n++) {
      const send = (): Promise<{ status: number }> =>
        author('POST', `${BROADCASTS}/${id}/test`, { channels: ['sms'] });
      statuses.push(...(await Promise.all(Array.from({ length: 50 }, send))).map(({ status }) => status));
    }
    expect(statuses.filter((status) => status === 202)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(190);
    const refused = await author<{ retryAfterSeconds: number }>('POST', `${BROADCASTS}/${id}/test`, {});
    expect(refused.body.retryAfterSeconds).toBeGreaterThan(30);
    const [notices] = await rows(
      system.db.source.manager,
      `SELECT count(*)::int AS n FROM notices WHERE channel = 'sms' AND kind = 'test'`,
    );
    expect(notices).toEqual({ n: 10 });
  });
});
