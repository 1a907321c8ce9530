import { isName, openAddress } from '#audience';
import type { ChannelName } from '#channels';
import { row, rows } from '#platform';
import { Staff } from '#staff';
import { testSystem, type TestSystem } from '../factories/system.js';

interface Arrived {
  channel: ChannelName;
  to: string;
  text: string;
  subject?: string;
  broadcast: string;
}
interface Imported {
  rejectedRows: number;
  updated: number;
  rejected: { line: number; reason: string; message: string; indonesian: string }[];
}
interface Other {
  status: number;
  correction?: { id: string; state: string };
}

const BROADCASTS = '/api/v1/broadcasts';
const HEADER = 'name,region,email,telegram,phone,consent_source,consent_date';
const COLUMN = { email: 0, telegram: 1, sms: 2 } as const;

describe('an attack on what was approved', () => {
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
  /** Everybody in some provinces, as a line of a file that gives them a name. */
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
  const upload = async (lines: readonly string[]): Promise<Imported> => {
    const author = await system.as('penulis');
    const { status, body } = await author<Imported>(
      'POST',
      '/api/v1/contacts/import?codes=kemendagri',
      [HEADER, ...lines].join('\n'),
      { 'content-type': 'text/csv' },
    );
    expect(status).toBe(200);
    return body;
  };

  it('does not put a text in the place of a name: by a file after the approval', async () => {
    const provinces = ['11', '12', '31'];
    const id = await system.broadcast({ audience: { regions: provinces } });
    const link = await upload(await linesFor('PEMILU DITUNDA, cek http://palsu.id', provinces));
    expect(link.updated).toBe(0);
    expect(link.rejectedRows).toBeGreaterThan(3);
    expect(link.rejected[0]).toMatchObject({ line: 2, reason: 'name' });
    // What looks like a name is taken, and is not in what was approved before it came.
    expect(isName('Joko Sudah Menang')).toBe(true);
    const late = await upload(await linesFor('Joko Sudah Menang', provinces));
    expect(late.updated).toBeGreaterThan(3);
    const worker = await system.addWorker();
    try {
      await system.until(id, completed);
      const sent = await arrivals(id);
      expect(sent.length).toBeGreaterThan(3);
      const texts = sent.map((one) => JSON.stringify(one));
      expect(texts.filter((text) => /palsu|DITUNDA|Menang/.test(text))).toEqual([]);
      expect(sent.find(({ channel }) => channel === 'email')?.text).toContain('Bapak/Ibu');
      // Approved afterwards, it goes out.
      const next = await system.broadcast({ audience: { regions: provinces } });
      await system.until(next, completed);
      expect((await arrivals(next)).some(({ text }) => text.includes('Joko Sudah Menang'))).toBe(true);
    } finally {
      await worker.stop();
    }
  });

  it('does not make a name older than it is, by SQL with the program’s own role', async () => {
    const named = (sql: string, parameters: unknown[] = []): Promise<{ old: boolean } | undefined> =>
      system.db.source.transaction(async (tx) => {
        await tx.query('SET LOCAL ROLE siar_app');
        return row<{ old: boolean }>(
          tx,
          `${sql} RETURNING named_at < siar_now() - interval '1 hour' AS old`,
          parameters,
        );
      });
    const person = await row<{ id: string }>(system.db.source.manager, 'SELECT id FROM contacts LIMIT 1');
    const past = `siar_now() - interval '1 day'`;
    expect(
      await named(`UPDATE contacts SET name = 'Lain', named_at = ${past} WHERE id = $1`, [person?.id]),
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
  });

  describe('by a second correction', () => {
    const correct = async (of: string): Promise<{ status: number; body: Other & { id: string } }> => {
      const author = await system.as('penulis');
      return author('POST', `${BROADCASTS}/${of}/corrections`, { title: 'Ralat' });
    };

    it('sends one of an original alone; a rejected or withdrawn one makes room', async () => {
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
      // At once as one after the other.
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
      expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409]);
      const open = both.find(({ status }) => status === 201)?.body.id ?? '';
      // The rejected one is taken up again only when the other is gone.
      const again = (): Promise<{ status: number; body: Other }> =>
        author('POST', `${BROADCASTS}/${first.body.id}/submit`, { confirmLocalHours: true });
      expect([(await again()).status, (await again()).body.correction?.id]).toEqual([409, open]);
      expect((await author('POST', `${BROADCASTS}/${open}/withdraw`, {})).status).toBe(200);
      expect((await again()).status).toBe(200);
    });

    it('does not get round it by SQL with the program’s own role', async () => {
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

  it('does not use up an account by test sends', async () => {
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
