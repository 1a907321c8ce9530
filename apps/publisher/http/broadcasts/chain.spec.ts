import { setTimeout as sleep } from 'node:timers/promises';
import { fallen, PublicRecords } from '#dispatch/verification';
import type { Chain } from '#broadcasts/corrections';
import { News } from '#broadcasts/news';
import { rows } from '#platform/database';
import { LargeReads } from '#platform/database/counts';
import { tamper } from '../../../../test/factories/database.js';
import { type TestPublisher, testPublisher } from '../../../../test/factories/publisher.js';
import { type Ask, signIn } from '../../../../test/factories/staff.js';

const BROADCASTS = '/api/v1/broadcasts';
const WRONG = 'KPU: TPS di {{region}} buka pukul 08.00';
const RIGHT = 'KPU: TPS di {{region}} buka pukul 07.00';
const BETTER = 'KPU: TPS di {{region}} buka pukul 07.30';

interface View {
  id: string;
  title: string;
  state: string;
  version: number;
  publicCode: string;
  faults?: unknown;
  chain: Chain | null;
  remainder: { id: string } | null;
  doubt: unknown;
  reads: string | null;
  copyMark: string | null;
  counting: boolean;
  estimate: unknown;
  others: unknown;
  unreached: { people: number } | null;
  stops: unknown[];
  submission: { digest: string } | null;
  approval: { may: boolean; unapprovable: string | null; submittable: boolean };
  draft: Record<string, unknown>;
}

describe('a chain of corrections', () => {
  let publisher: TestPublisher;
  let ask: Record<'penulis' | 'kpu-nasional' | 'kpu-aceh' | 'operator', Ask>;
  beforeAll(async () => {
    publisher = await testPublisher();
    const names = ['penulis', 'kpu-nasional', 'kpu-aceh', 'operator'] as const;
    ask = Object.fromEntries(
      await Promise.all(names.map(async (name) => [name, await signIn(publisher.url, name)] as const)),
    ) as typeof ask;
    await publisher.db.source.query(
      `INSERT INTO regions (code, kind, name, time_zone) VALUES ('91', 'province', 'Papua', 'Asia/Jayapura') ON CONFLICT DO NOTHING`,
    );
  });
  afterAll(() => publisher.stop());

  const ok = async (who: keyof typeof ask, method: string, path: string, body?: unknown): Promise<View> => {
    const answer = await ask[who]<View>(method, `${BROADCASTS}${path}`, body);
    const { faults } = answer.body;
    expect({ path, faults, fine: answer.status < 300 }).toEqual({ path, faults: undefined, fine: true });
    return answer.body;
  };
  const get = (id: string, who: keyof typeof ask = 'penulis'): Promise<View> => ok(who, 'GET', `/${id}`);
  const submit = (id: string): Promise<View> =>
    ok('penulis', 'POST', `/${id}/submit`, { confirmLocalHours: true });
  const approve = async (id: string): Promise<View> => {
    const { submission } = await submit(id);
    return ok('kpu-nasional', 'POST', `/${id}/approve`, {
      digest: submission?.digest,
      confirmLocalHours: true,
    });
  };
  /** An approved broadcast, due in some days. */
  const original = async (more: Record<string, unknown> = {}): Promise<View> => {
    const day = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
    const { id } = await ok('penulis', 'POST', '', {
      title: 'Jam buka TPS',
      channels: ['sms'],
      contents: { sms: { id: { body: WRONG } } },
      audience: { regions: ['11', '91'] },
      schedule: { at: `${day}T09:00` },
      ...more,
    });
    return approve(id);
  };
  /** A draft of a correction. */
  const correction = async (id: string, title: string, body: string): Promise<string> => {
    const made = await ok('penulis', 'POST', `/${id}/corrections`, { title });
    await ok('penulis', 'PATCH', `/${made.id}`, {
      version: made.version,
      contents: { sms: { id: { body } } },
      schedule: { at: 'now', leaveWindow: true },
    });
    return made.id;
  };
  const listed = async (id: string, who: keyof typeof ask = 'penulis'): Promise<Chain | null | undefined> => {
    const { body } = await ask[who]<{ broadcasts: View[] }>('GET', `${BROADCASTS}?q=${id}`);
    return body.broadcasts[0]?.chain;
  };
  /** Public records are up to a second old. */
  const until = async (reads: () => Promise<unknown>, expected: unknown): Promise<void> => {
    const end = Date.now() + 5000;
    for (;;) {
      const found = await reads();
      if (JSON.stringify(found) === JSON.stringify(expected) || Date.now() > end) {
        expect(found).toEqual(expected);
        return;
      }
      await sleep(100);
    }
  };
  const publicly = async (code: string) => {
    const opened = await publisher.app.get(PublicRecords).open(code);
    return opened?.record.correctedBy;
  };

  it('is null for a broadcast that neither corrects nor was corrected', async () => {
    const { id } = await original();
    expect([(await get(id)).chain, await listed(id)]).toEqual([null, null]);
  });

  it('is shown at both ends and in the list, according to its state, only to people who may see it', async () => {
    const { id, publicCode } = await original();
    const ralat = await correction(id, 'Ralat jam buka', RIGHT);
    const draft = await get(id);
    expect(draft.chain).toMatchObject({
      corrects: [],
      corrections: [{ id: ralat, title: 'Ralat jam buka', state: 'draft', stands: false, approvedAt: null }],
      correctedBy: null,
    });
    expect(await listed(id)).toEqual(draft.chain);
    expect((await get(ralat)).chain?.corrects).toMatchObject([
      { id, title: 'Jam buka TPS', state: 'approved' },
    ]);
    // A draft is visible only to its organisation.
    expect([(await get(id, 'kpu-nasional')).chain, await listed(id, 'kpu-nasional')]).toEqual([null, null]);

    await approve(ralat);
    for (const who of ['penulis', 'kpu-nasional'] as const) {
      const { chain } = await get(id, who);
      expect(chain?.correctedBy).toMatchObject({
        id: ralat,
        title: 'Ralat jam buka',
        stands: true,
        doubtedAt: null,
      });
      expect(chain?.corrections).toEqual([chain?.correctedBy]);
      expect(await listed(id, who)).toEqual(chain);
    }
    expect(await publicly(publicCode)).toBe((await get(ralat)).publicCode);
    // An office of one province sees neither.
    expect((await ask['kpu-aceh']('GET', `${BROADCASTS}/${id}`)).status).toBe(404);
  });

  it('is begun, submitted and approved while the people of its original are still being counted', async () => {
    const { id } = await original();
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const reading = publisher.app.get(LargeReads).run('uji', () => ended);
    const counting = { counting: true, estimate: null, others: null, unreached: null };
    try {
      const made = await ok('penulis', 'POST', `/${id}/corrections`, { title: 'Ralat bangsa' });
      expect(made).toMatchObject({ state: 'draft', ...counting });
      await ok('penulis', 'PATCH', `/${made.id}`, {
        version: made.version,
        contents: { sms: { id: { body: RIGHT } } },
        schedule: { at: 'now', leaveWindow: true },
      });
      expect(await approve(made.id)).toMatchObject({ state: 'approved', counting: true, unreached: null });
      end();
      await reading;
      await until(async () => (await get(made.id)).counting, false);
      expect((await get(made.id)).unreached).toMatchObject({ people: 0 });
    } finally {
      end();
      await reading;
    }
  });

  it('shows only the public code of a broadcast that the reader may not open, once it is public', async () => {
    const { id } = await original();
    const ralat = await correction(id, 'Ralat kantor lain', RIGHT);
    const others = (organisation: string): Promise<unknown> =>
      publisher.db.source.query('UPDATE broadcasts SET organisation_id = $2 WHERE id = $1', [
        ralat,
        organisation,
      ]);
    const { ministry, kpu } = publisher.staff.organisations;
    await others(kpu);
    expect((await get(id)).chain).toBeNull();
    await others(ministry);
    const { publicCode } = await submit(ralat);
    await others(kpu);
    expect([(await get(id)).chain, await listed(id)]).toEqual([null, null]);
    await others(ministry);
    await approve(ralat);
    await others(kpu);
    const { chain } = await get(id);
    expect(chain?.correctedBy).toMatchObject({ id: null, title: null, publicCode, stands: true });
    const { body } = await ask.penulis<{ corrections: unknown[] }>('GET', `${BROADCASTS}/${id}/report`);
    expect(JSON.stringify([chain, body.corrections])).not.toMatch(new RegExp(`Ralat kantor lain|"${ralat}"`));
  });

  it('is read on the page and in the list as on the public page, whether or not anything of it is in doubt', async () => {
    const { id, publicCode } = await original();
    const reads = async () => {
      const { body } = await ask.penulis<{ broadcasts: View[] }>('GET', `${BROADCASTS}?q=${id}`);
      const opened = await publisher.app.get(PublicRecords).open(publicCode);
      const { standing } = opened?.record ?? {};
      const own = await get(id);
      return [own.reads, body.broadcasts[0]?.reads, own.doubt === null, standing && fallen(standing)];
    };
    expect(await reads()).toEqual([null, null, true, null]);
    const ralat = await correction(id, 'Ralat jam buka', RIGHT);
    await submit(ralat);
    await until(reads, ['doubted', 'doubted', false, 'doubted']);
    // KPU lifts the doubt; the correction stays under review.
    await ok('kpu-nasional', 'POST', `/${id}/lift-doubt`, { reason: 'benar' });
    await until(reads, ['doubted', 'doubted', true, 'doubted']);
    expect((await get(ralat)).chain?.corrects[0]).toMatchObject({ reads: 'doubted', doubtedAt: null });
    await approve(ralat);
    await until(reads, ['corrected', 'corrected', false, 'corrected']);
    await ok('penulis', 'POST', `/${ralat}/withdraw`, {});
    await until(reads, ['wrong', 'wrong', false, 'wrong']);
  });

  it('leads to the newest correction in force, also after a withdrawal, as the public page does', async () => {
    const { id, publicCode } = await original();
    const first = await correction(id, 'Ralat pertama', RIGHT);
    await approve(first);
    const second = await correction(first, 'Ralat kedua', BETTER);
    await submit(second);
    expect((await get(id)).chain).toMatchObject({
      correctedBy: { id: first },
      corrections: [{ id: first }, { id: second, state: 'in_review', stands: false }],
    });
    await approve(second);
    const both = await get(id);
    expect(both.chain).toMatchObject({
      correctedBy: { id: second },
      corrections: [{ id: first }, { id: second }],
    });
    expect((await get(first)).chain).toMatchObject({ corrects: [{ id }], correctedBy: { id: second } });
    expect((await get(second)).chain).toMatchObject({ corrects: [{ id: first }, { id }], correctedBy: null });
    const of = both.chain?.correctedBy?.publicCode;
    expect(await publicly(publicCode)).toBe(of);

    const report = await ask.penulis<{ corrections: unknown[] }>('GET', `${BROADCASTS}/${id}/report`);
    expect(report.body.corrections).toMatchObject([{ id: first }, { id: second, title: 'Ralat kedua' }]);
    const { text } = (await ask.penulis<{ text: string }>('GET', `${BROADCASTS}/${id}/report.csv`)).body;
    const [head = '', line = ''] = text.split('\n');
    expect(head).toMatch(/,neverListed,broadcastState,corrects,correctedBy,correctedByTitle,correctedAt$/);
    expect(line).toMatch(new RegExp(`,[a-z]+,,${of},Ralat kedua,\\d{4}-`));

    // A withdrawn correction, also one back in draft, corrects nothing: nobody sees its text as in force.
    await tamper(publisher.db.source, `UPDATE broadcasts SET state = 'completed' WHERE id = $1`, [first]);
    for (const state of ['withdrawn', 'draft']) {
      await tamper(publisher.db.source, `UPDATE broadcasts SET state = $2 WHERE id = $1`, [second, state]);
      expect((await get(id)).chain).toMatchObject({
        correctedBy: { id: first },
        corrections: [{ id: first }, { id: second, state, stands: false }],
      });
    }
  });

  it('names the companion of a corrected correction, whose text is wrong too', async () => {
    const { id } = await original();
    const first = await correction(id, 'Ralat pertama', RIGHT);
    const both = await ok('penulis', 'POST', `/${first}/submit`, {
      confirmLocalHours: true,
      unreached: true,
    });
    const companion = both.remainder?.id ?? '';
    for (const { id: one, submission } of [both, await get(companion)])
      await ok('kpu-nasional', 'POST', `/${one}/approve`, {
        digest: submission?.digest,
        confirmLocalHours: true,
      });
    const second = await correction(first, 'Ralat kedua', BETTER);
    expect((await get(second)).chain).toMatchObject({
      corrects: [{ id: first }, { id }],
      companions: [{ id: companion }],
    });
    expect((await get(companion)).chain).toMatchObject({ companions: [], completes: { id: first } });
  });

  it('shows on the home screen that a correction of what is paused is under review', async () => {
    const { id } = await original();
    const correcting = async (): Promise<boolean | undefined> => {
      const { body } = await ask['kpu-nasional']<{ stopped: { id: string; correcting: boolean }[] }>(
        'GET',
        '/api/v1/home',
      );
      return body.stopped.find((one) => one.id === id)?.correcting;
    };
    await ok('kpu-nasional', 'POST', `/${id}/pause`, { reason: 'Jamnya diperiksa' });
    const ralat = await correction(id, 'Ralat jam buka', RIGHT);
    expect(await correcting()).toBe(false);
    await submit(ralat);
    expect(await correcting()).toBe(true);
    await ok('kpu-nasional', 'POST', `/${ralat}/reject`, { reason: 'belum tepat' });
    expect(await correcting()).toBe(false);
  });

  it('offers nobody to approve the companion of a corrected correction', async () => {
    const { id } = await original();
    const first = await correction(id, 'Ralat pertama', RIGHT);
    const both = await ok('penulis', 'POST', `/${first}/submit`, {
      confirmLocalHours: true,
      unreached: true,
    });
    const companion = both.remainder?.id ?? '';
    const mayApprove = async (): Promise<boolean> => (await get(companion, 'kpu-nasional')).approval.may;
    await ok('kpu-nasional', 'POST', `/${first}/approve`, {
      digest: both.submission?.digest,
      confirmLocalHours: true,
    });
    expect(await mayApprove()).toBe(true);
    const second = await correction(first, 'Ralat kedua', BETTER);
    await approve(second);
    expect(await mayApprove()).toBe(false);
  });

  it('gives a copy of a corrected broadcast the text in force, unless the author chooses the old one', async () => {
    const { id } = await original();
    const none = await ask.penulis('POST', `${BROADCASTS}/${id}/copy`, { texts: 'corrected' });
    expect(none.status).toBe(409);
    const ralat = await correction(id, 'Ralat jam buka', RIGHT);
    expect((await ok('penulis', 'POST', `/${id}/copy`)).draft).toMatchObject({
      contents: { sms: { id: { body: WRONG } } },
    });
    // Lists name broadcasts by their titles: each copy has its own.
    const titles = new Set([(await get(id)).draft['title']]);
    await approve(ralat);
    const { draft } = await get(id);
    for (const body of [undefined, {}, { texts: 'corrected' }]) {
      const copy = await ok('penulis', 'POST', `/${id}/copy`, body);
      const { contents: _, ...settings } = draft;
      const { title } = copy.draft;
      expect(copy.draft).toEqual({ ...settings, title, contents: { sms: { id: { body: RIGHT } } } });
      titles.add(title);
      expect(copy.chain).toBeNull();
    }
    const own = await ok('penulis', 'POST', `/${id}/copy`, { texts: 'own' });
    const { title } = own.draft;
    expect(own.draft).toEqual({ ...draft, title });
    expect(titles.add(title).size).toBe(5);
    expect(title).toBe('Jam buka TPS (6)');
    expect((await ask.penulis('POST', `${BROADCASTS}/${id}/copy`, { texts: 'lain' })).status).toBe(400);
  });

  describe('in which a correction and its companion have one text', () => {
    /** Their ids, both under review. */
    const submitted = async (): Promise<{ correction: View; companion: View }> => {
      const { id } = await original();
      const first = await correction(id, 'Ralat pertama', RIGHT);
      const both = await ok('penulis', 'POST', `/${first}/submit`, {
        confirmLocalHours: true,
        unreached: true,
      });
      return { correction: both, companion: await get(both.remainder?.id ?? '') };
    };
    const digest = ({ submission }: View): Record<string, unknown> => ({
      digest: submission?.digest,
      confirmLocalHours: true,
    });
    const pair = async (): Promise<{ correction: View; companion: View }> => {
      const both = await submitted();
      for (const one of [both.correction, both.companion])
        await ok('kpu-nasional', 'POST', `/${one.id}/approve`, digest(one));
      return both;
    };
    const end = (id: string): Promise<unknown> =>
      tamper(
        publisher.db.source,
        `WITH ended AS (UPDATE waves SET state = 'cancelled', ended_at = siar_now() WHERE broadcast_id = $1)
         UPDATE broadcasts SET state = 'completed', ended_at = siar_now() WHERE id = $1`,
        [id],
      );
    const doubts = async (...ids: string[]): Promise<unknown[]> =>
      Promise.all(ids.map(async (id) => (await get(id, 'kpu-nasional')).doubt));
    const reason = 'Jamnya diperiksa';

    it.each(['correction', 'companion'] as const)(
      'reaches both with a doubt on the %s, and both with its end',
      async (name) => {
        const both = await pair();
        const one = both[name];
        const other = both[name === 'correction' ? 'companion' : 'correction'];
        await ok('penulis', 'POST', `/${one.id}/pause`, { reason });
        expect(await doubts(one.id, other.id)).toMatchObject([
          { by: 'author', reason },
          { by: 'author', reason },
        ]);
        const stopped = await get(other.id);
        expect(stopped.state).toBe('paused');
        expect(stopped.stops.at(-1)).toMatchObject({ act: 'pause', as: 'author', reason, doubt: true });
        // An operator ends the author's doubt by resuming the one; the other waits to be resumed.
        await ok('operator', 'POST', `/${one.id}/resume`, {});
        expect(await doubts(one.id, other.id)).toEqual([null, null]);
        expect((await get(other.id)).state).toBe('paused');
        // KPU's doubt takes hold on both, and only KPU lifts it, on either.
        await ok('kpu-nasional', 'POST', `/${one.id}/pause`, { reason });
        expect(await doubts(one.id, other.id)).toMatchObject([{ by: 'kpu' }, { by: 'kpu' }]);
        expect((await ask.operator('POST', `${BROADCASTS}/${other.id}/resume`, {})).status).toBe(409);
        await ok('kpu-nasional', 'POST', `/${other.id}/lift-doubt`, { reason: 'benar' });
        expect(await doubts(one.id, other.id)).toEqual([null, null]);
      },
    );

    it.each(['correction', 'companion'] as const)(
      'gives one answer on both after a next correction was not approved, where the %s had ended before',
      async (ended) => {
        const { correction: one, companion } = await pair();
        await end(ended === 'correction' ? one.id : companion.id);
        const second = await correction(one.id, 'Ralat kedua', BETTER);
        const both = async () => {
          const found = await Promise.all([get(one.id), get(companion.id)]);
          return found.map(({ doubt, reads }) => ({ doubt, reads }));
        };
        const inDoubt = { doubt: { by: 'correction' }, reads: 'doubted' };
        await submit(second);
        expect(await both()).toMatchObject([inDoubt, inDoubt]);
        await ok('kpu-nasional', 'POST', `/${second}/reject`, { reason });
        expect(await both()).toMatchObject([inDoubt, inDoubt]);
        await submit(second);
        await ok('penulis', 'POST', `/${second}/withdraw`, {});
        expect(await both()).toMatchObject([inDoubt, inDoubt]);
        // KPU lifts it on either.
        const { id } = ended === 'correction' ? one : companion;
        await ok('kpu-nasional', 'POST', `/${id}/lift-doubt`, { reason: 'benar' });
        const holds = { doubt: null, reads: null };
        expect(await both()).toEqual([holds, holds]);
      },
    );

    it('is not approved in the companion while KPU reviews a correction of the ended correction', async () => {
      const { correction: one, companion } = await submitted();
      await ok('kpu-nasional', 'POST', `/${one.id}/approve`, digest(one));
      await end(one.id);
      const second = await correction(one.id, 'Ralat kedua', BETTER);
      await submit(second);
      // Also after KPU has lifted the doubt on the first one.
      await ask['kpu-nasional']('POST', `${BROADCASTS}/${one.id}/lift-doubt`, { reason: 'benar' });
      const tried = await ask['kpu-nasional'](
        'POST',
        `${BROADCASTS}/${companion.id}/approve`,
        digest(companion),
      );
      expect(tried.body).toMatchObject({ status: 409, code: 'correction-being-corrected' });
      expect((await get(companion.id, 'kpu-nasional')).chain?.completes).toMatchObject({ reads: 'doubted' });
      await ok('kpu-nasional', 'POST', `/${second}/reject`, { reason });
      await ok('kpu-nasional', 'POST', `/${companion.id}/approve`, digest(companion));
    });

    it('resumes neither while KPU reviews the next correction, though it lifted the doubt', async () => {
      const { correction: one, companion } = await pair();
      const second = await correction(one.id, 'Ralat kedua', BETTER);
      await submit(second);
      await ok('kpu-nasional', 'POST', `/${one.id}/lift-doubt`, { reason: 'benar' });
      expect(await doubts(one.id, companion.id)).toEqual([null, null]);
      for (const { id } of [one, companion])
        expect((await ask.operator('POST', `${BROADCASTS}/${id}/resume`, {})).body).toMatchObject({
          status: 409,
          code: 'correction-in-review',
        });
      await ok('kpu-nasional', 'POST', `/${second}/reject`, { reason });
      await ok('operator', 'POST', `/${one.id}/resume`, {});
    });

    it('leaves the other alone with a pause for another reason', async () => {
      const { correction: one, companion } = await pair();
      await ok('penulis', 'POST', `/${one.id}/pause`, { doubt: false });
      expect((await get(companion.id)).state).toBe('running');
      expect(await doubts(one.id, companion.id)).toEqual([null, null]);
    });

    it('puts ended ones in doubt too, tells it once, and shows them to those who decide', async () => {
      const { correction: one, companion } = await pair();
      for (const { id } of [one, companion]) await end(id);
      await ok('penulis', 'POST', `/${one.id}/pause`, { doubt: true, reason });
      expect(await doubts(one.id, companion.id)).toMatchObject([{ reason }, { reason }]);
      for (const who of ['penulis', 'kpu-nasional', 'operator'] as const) {
        const { body } = await ask[who]<{ doubted: unknown[] }>('GET', '/api/v1/home');
        expect(body.doubted).toEqual(
          expect.arrayContaining([
            expect.objectContaining({ id: one.id, companion: false, by: 'author', reason }),
            expect.objectContaining({ id: companion.id, companion: true, by: 'author', reason }),
          ]),
        );
      }
      await publisher.app.get(News).round();
      const { body } = await ask['kpu-nasional']<{
        news: { kind: string; broadcast: { id: string } | null }[];
      }>('GET', '/api/v1/news');
      const told = body.news.filter(
        ({ kind, broadcast }) => kind === 'doubted' && [one.id, companion.id].includes(broadcast?.id ?? ''),
      );
      expect(told).toMatchObject([{ broadcast: { id: one.id } }]);
      await ok('kpu-nasional', 'POST', `/${one.id}/lift-doubt`, { reason: 'benar' });
      const after = await ask['kpu-nasional']<{ doubted: { id: string }[] }>('GET', '/api/v1/home');
      expect(after.body.doubted.filter(({ id }) => [one.id, companion.id].includes(id))).toEqual([]);
    });

    it.each([
      ['penulis', 'author'],
      ['kpu-nasional', 'kpu'],
    ] as const)('puts the correction in doubt when its companion is withdrawn by %s', async (who, by) => {
      const { correction: one, companion } = await pair();
      await ok(who, 'POST', `/${companion.id}/withdraw`, { reason });
      const doubted = await get(one.id, 'kpu-nasional');
      expect(doubted).toMatchObject({ state: 'paused', doubt: { by, reason } });
      await publisher.app.get(News).round();
      const { body } = await ask.operator<{ news: { kind: string; broadcast: { id: string } | null }[] }>(
        'GET',
        '/api/v1/news',
      );
      expect(body.news).toContainEqual(
        expect.objectContaining({
          kind: 'doubted',
          broadcast: expect.objectContaining({ id: one.id }) as unknown,
        }),
      );
      await ok('kpu-nasional', 'POST', `/${one.id}/lift-doubt`, { reason: 'benar' });
      expect(await doubts(one.id)).toEqual([null]);
    });

    it('leaves the correction alone when the rest of its companion is cancelled', async () => {
      const { correction: one, companion } = await pair();
      await ok('penulis', 'POST', `/${companion.id}/cancel`, { reason });
      expect(await doubts(one.id)).toEqual([null]);
    });

    it.each(['cancel', 'withdraw'] as const)(
      'marks a copy of a correction that was taken back (%s), and of its companion until KPU lifts the doubt',
      async (act) => {
        const { correction: one, companion } = await pair();
        await end(companion.id);
        // A withdrawal before the first copy went out leaves a text that nobody got.
        await publisher.db.source.query(
          'UPDATE waves SET targeted = 1, accepted = 1, first_handover_at = siar_now() WHERE broadcast_id = $1',
          [one.id],
        );
        const copies = [
          await ok('penulis', 'POST', `/${one.id}/copy`, { texts: 'own' }),
          await ok('penulis', 'POST', `/${companion.id}/copy`, { texts: 'own' }),
        ];
        const marks = (): Promise<string[][]> =>
          Promise.all(
            copies.map(async ({ id }) => {
              const { body } = await ask.penulis<{ findings: { code: string }[] }>(
                'GET',
                `${BROADCASTS}/${id}/review`,
              );
              return body.findings.flatMap(({ code }) => (code.startsWith('copied-') ? [code] : []));
            }),
          );
        expect(await marks()).toEqual([[], []]);
        await ok('penulis', 'POST', `/${one.id}/${act}`, { reason });
        expect(await marks()).toEqual([['copied-withdrawn'], ['copied-withdrawn']]);
        await ok('kpu-nasional', 'POST', `/${companion.id}/lift-doubt`, { reason: 'benar' });
        expect(await marks()).toEqual([['copied-withdrawn'], []]);
      },
    );

    it.each(['cancel', 'withdraw'] as const)(
      'says of the original that the text of its correction (%s) holds in the companion, until the next is submitted',
      async (act) => {
        const { correction: one, companion } = await pair();
        const wrong = one.chain?.corrects[0]?.id ?? '';
        const inCompanion = async (): Promise<(boolean | undefined)[]> => [
          (await get(wrong)).chain?.inCompanion,
          (await listed(wrong))?.inCompanion,
        ];
        expect(await inCompanion()).toEqual([false, false]);
        await ok('penulis', 'POST', `/${one.id}/${act}`, { reason });
        expect(await inCompanion()).toEqual([false, false]);
        await ok('kpu-nasional', 'POST', `/${companion.id}/lift-doubt`, { reason: 'benar' });
        expect(await inCompanion()).toEqual([true, true]);
        const next = await correction(one.id, 'Ralat kedua', BETTER);
        expect(await inCompanion()).toEqual([true, true]);
        await submit(next);
        expect(await inCompanion()).toEqual([false, false]);
      },
    );

    it('says of a doubt on the companion whether the end of its correction cast it, or the next one', async () => {
      const { correction: one, companion } = await pair();
      await ok('penulis', 'POST', `/${one.id}/cancel`, { reason });
      expect(await doubts(companion.id)).toMatchObject([{ by: 'correction', reason, takenBack: true }]);
      await ok('kpu-nasional', 'POST', `/${companion.id}/lift-doubt`, { reason: 'benar' });
      await submit(await correction(one.id, 'Ralat kedua', BETTER));
      expect(await doubts(companion.id)).toMatchObject([
        { by: 'correction', reason: null, takenBack: false },
      ]);
    });

    it('shows on the home screen what keeps the companion paused now, not what did before KPU lifted the doubt', async () => {
      const { correction: one, companion } = await pair();
      const waits = async (): Promise<unknown> => {
        const { body } = await ask['kpu-nasional']<{ stopped: { id: string }[] }>('GET', '/api/v1/home');
        return body.stopped.find(({ id }) => id === companion.id);
      };
      await ok('penulis', 'POST', `/${one.id}/cancel`, { reason });
      expect(await waits()).toMatchObject({
        doubtedBy: 'correction',
        takenBack: true,
        reason,
        pauses: [{ by: 'correction', reason }],
      });
      await ok('kpu-nasional', 'POST', `/${companion.id}/lift-doubt`, { reason: 'benar' });
      expect(await waits()).toMatchObject({ doubtedSince: null, takenBack: false, reason });
      await submit(await correction(one.id, 'Ralat kedua', BETTER));
      expect(await waits()).toMatchObject({
        doubtedBy: 'correction',
        takenBack: false,
        correcting: true,
        doubtReason: null,
        reason: null,
        pauses: [{ by: 'correction', reason: null }],
      });
      expect(await get(companion.id)).toMatchObject({ pauseReason: null });
    });

    it.each(['cancel', 'withdraw', 'doubt', 'correct', 'reject'] as const)(
      'marks a copy of a companion that was never approved as one of its correction (%s)',
      async (act) => {
        const { correction: one, companion } = await submitted();
        const copies = [one, companion].map(({ id }) =>
          ok('penulis', 'POST', `/${id}/copy`, { texts: 'own' }),
        );
        const [ofOne, ofCompanion] = await Promise.all(copies);
        if (act === 'reject') await ok('kpu-nasional', 'POST', `/${one.id}/reject`, { reason });
        else {
          await ok('kpu-nasional', 'POST', `/${one.id}/approve`, digest(one));
          await publisher.db.source.query(
            'UPDATE waves SET targeted = 1, accepted = 1, first_handover_at = siar_now() WHERE broadcast_id = $1',
            [one.id],
          );
        }
        if (act === 'doubt') await ok('penulis', 'POST', `/${one.id}/pause`, { reason });
        else if (act === 'correct') await approve(await correction(one.id, 'Ralat kedua', BETTER));
        else if (act !== 'reject') await ok('penulis', 'POST', `/${one.id}/${act}`, { reason });
        const marked = async ({ id }: View): Promise<string | undefined> => {
          const { body } = await ask['penulis']<{ findings: { code: string }[] }>(
            'GET',
            `${BROADCASTS}/${id}/review`,
          );
          return body.findings.find(({ code }) => code.startsWith('copied-'))?.code;
        };
        const expected = {
          cancel: 'withdrawn',
          withdraw: 'withdrawn',
          doubt: 'doubted',
          correct: 'corrected',
        };
        const mark = act === 'reject' ? null : expected[act];
        for (const [of, copy] of [
          [one, ofOne],
          [companion, ofCompanion],
        ] as const) {
          // The question before copying is asked by the same answer.
          expect((await get(of.id)).copyMark).toBe(mark);
          const { body } = await ask.penulis<{ broadcasts: View[] }>('GET', `${BROADCASTS}?q=${of.id}`);
          expect(body.broadcasts[0]?.copyMark).toBe(mark);
          expect(await marked(copy as View)).toBe(mark === null ? undefined : `copied-${mark}`);
        }
      },
    );

    it('does not mark a copy of a broadcast that was only stopped', async () => {
      const { id } = await original();
      const copy = await ok('penulis', 'POST', `/${id}/copy`);
      await ok('penulis', 'POST', `/${id}/cancel`, { reason });
      const { body } = await ask.penulis<{ findings: { code: string }[] }>(
        'GET',
        `${BROADCASTS}/${copy.id}/review`,
      );
      expect(body.findings.filter(({ code }) => code.startsWith('copied-'))).toEqual([]);
    });

    it('asks the author of a cancelled correction for the next one, until it is begun', async () => {
      const { correction: one } = await pair();
      await ok('penulis', 'POST', `/${one.id}/cancel`, { reason });
      const asked = async (): Promise<string[]> => {
        const { body } = await ask.penulis<{ drafts: { id: string }[] }>('GET', '/api/v1/home');
        return body.drafts.map(({ id }) => id);
      };
      expect(await asked()).toContain(one.id);
      const next = await correction(one.id, 'Ralat kedua', BETTER);
      expect(await asked()).not.toContain(one.id);
      expect(await asked()).toContain(next);
    });

    it('tells those who were told of a doubt on the companion that the next correction ended it', async () => {
      const { correction: one, companion } = await pair();
      const told = async (): Promise<string[]> => {
        await publisher.app.get(News).round();
        const { body } = await ask.operator<{
          news: { kind: string; broadcast: { id: string } | null }[];
        }>('GET', '/api/v1/news');
        return body.news.flatMap(({ kind, broadcast }) => (broadcast?.id === companion.id ? [kind] : []));
      };
      await ok('penulis', 'POST', `/${one.id}/withdraw`, { reason });
      expect(await told()).toContain('doubted');
      const next = await correction(one.id, 'Ralat kedua', BETTER);
      await approve(next);
      expect(await told()).toContain('settled');
    });

    /** Why the companion cannot be approved, by every answer that says so. */
    const reasons = async (companion: View): Promise<Record<string, unknown>> => {
      interface Listed {
        id: string;
        decide: unknown;
        unapprovable: string | null;
      }
      const kpu = ask['kpu-nasional'];
      const listedIn = (of: Listed[]): unknown => {
        const { decide, unapprovable } = of.find(({ id }) => id === companion.id) ?? {};
        return [unapprovable, decide === null];
      };
      const { body: list } = await kpu<{ reviews: Listed[] }>('GET', '/api/v1/reviews');
      const { body: home } = await kpu<{ reviews: Listed[] }>('GET', '/api/v1/home');
      const { body: review } = await kpu<Listed>('GET', `${BROADCASTS}/${companion.id}/review`);
      const { approval } = await get(companion.id, 'kpu-nasional');
      return {
        list: listedIn(list.reviews),
        home: listedIn(home.reviews),
        review: [review.unapprovable, review.decide === null],
        page: [approval.unapprovable, !approval.may],
      };
    };
    const everywhere = (why: string | null): Record<string, unknown> =>
      Object.fromEntries(['list', 'home', 'review', 'page'].map((name) => [name, [why, why !== null]]));

    it('says everywhere the same of a companion under review that cannot be approved', async () => {
      const { correction: one, companion } = await submitted();
      const refused = async (): Promise<unknown> => {
        await ok('kpu-nasional', 'POST', `/${companion.id}/hold`, {});
        const { body } = await ask['kpu-nasional']<{ code?: string }>(
          'POST',
          `${BROADCASTS}/${companion.id}/approve`,
          digest(companion),
        );
        return body.code;
      };
      const is = async (why: string | null): Promise<void> => {
        expect(await reasons(companion)).toEqual(everywhere(why));
        if (why) expect(await refused()).toBe(why);
      };
      await is('correction-first');
      await ok('kpu-nasional', 'POST', `/${one.id}/approve`, digest(one));
      await is(null);
      await ok('penulis', 'POST', `/${one.id}/pause`, { reason });
      await is('correction-in-doubt');
      await ok('kpu-nasional', 'POST', `/${one.id}/lift-doubt`, { reason: 'benar' });
      await is(null);
      const second = await correction(one.id, 'Ralat kedua', BETTER);
      await is(null);
      await submit(second);
      await is('correction-being-corrected');
      await ok('kpu-nasional', 'POST', `/${one.id}/lift-doubt`, { reason: 'benar' });
      await is('correction-being-corrected');
      const { submission } = await submit(second);
      await ok('kpu-nasional', 'POST', `/${second}/approve`, digest({ submission } as View));
      // The doubt that its submission cast stays in the database.
      expect(await doubts(one.id)).not.toEqual([null]);
      await is('correction-corrected');
      // It stays wrong, whatever becomes of its correction.
      await ok('penulis', 'POST', `/${second}/withdraw`, { reason });
      await is('correction-corrected');
    });

    it('keeps the text of its correction: nobody edits the companion by itself', async () => {
      const { correction: one, companion } = await submitted();
      const { version } = await get(companion.id);
      const edit = { version, title: 'Teks lain' };
      expect((await ask.penulis('PATCH', `${BROADCASTS}/${companion.id}`, edit)).body).toMatchObject({
        status: 409,
        code: 'edit-that-one',
        params: { id: one.id },
      });
      expect(await get(companion.id)).toMatchObject({ version, state: 'in_review' });
    });

    it('says everywhere that the companion of a cancelled correction cannot be approved', async () => {
      const { correction: one, companion } = await submitted();
      await ok('kpu-nasional', 'POST', `/${one.id}/approve`, digest(one));
      await ok('penulis', 'POST', `/${one.id}/cancel`, { reason });
      expect(await reasons(companion)).toEqual(everywhere('correction-cancelled'));
    });

    it.each([
      ['rejected', 'kpu-nasional', 'reject', 'correction-rejected'],
      ['withdrawn', 'penulis', 'withdraw', 'correction-withdrawn'],
    ] as const)(
      'does not submit the companion of a %s correction by itself, but with that one',
      async (_, who, act, why) => {
        const { correction: one, companion } = await submitted();
        await ok(who, 'POST', `/${one.id}/${act}`, { reason });
        expect((await get(companion.id)).approval).toMatchObject({ unapprovable: why, submittable: false });
        const alone = () =>
          ask.penulis('POST', `${BROADCASTS}/${companion.id}/submit`, { confirmLocalHours: true });
        expect((await alone()).body).toMatchObject({ status: 409, code: why });
        const { version } = await get(one.id);
        await ok('penulis', 'PATCH', `/${one.id}`, { version, title: 'Ralat yang diperbaiki' });
        expect((await alone()).body).toMatchObject({ status: 409, code: 'correction-draft' });
        await ok('penulis', 'POST', `/${one.id}/submit`, { confirmLocalHours: true, unreached: true });
        const both = await get(companion.id);
        expect(both).toMatchObject({ state: 'in_review', approval: { submittable: true } });
        // Sent back alone, it can be submitted again: its correction waits for KPU.
        await ok('kpu-nasional', 'POST', `/${companion.id}/reject`, { reason });
        expect((await alone()).status).toBeLessThan(300);
      },
    );

    it('lets nobody approve the companion while the correction is in doubt', async () => {
      const { correction: one, companion } = await submitted();
      await ok('kpu-nasional', 'POST', `/${one.id}/approve`, digest(one));
      await ok('penulis', 'POST', `/${one.id}/pause`, { reason });
      const approving = (): ReturnType<Ask> =>
        ask['kpu-nasional']('POST', `${BROADCASTS}/${companion.id}/approve`, digest(companion));
      expect(await approving()).toMatchObject({ status: 409, body: { code: 'correction-in-doubt' } });
      await ok('kpu-nasional', 'POST', `/${one.id}/lift-doubt`, { reason: 'benar' });
      expect((await approving()).status).toBeLessThan(300);
    });
  });

  describe('whose approved correction is taken back', () => {
    const standingOf = async (code: string): Promise<string | undefined> => {
      // A record is up to a second old.
      await publisher.app.get(PublicRecords).open(code);
      await sleep(1_100);
      await publisher.app.get(PublicRecords).open(code);
      await sleep(100);
      return (await publisher.app.get(PublicRecords).open(code))?.record.standing;
    };
    const reason = 'Jam buka masih keliru';

    it.each<[string, 'withdraw' | 'cancel', string | null]>([
      ['not begun', 'withdraw', null],
      ['paused', 'cancel', 'paused'],
      ['completed', 'withdraw', 'completed'],
      ['expired', 'cancel', 'expired'],
    ])(
      'puts its companion, %s, in doubt, until KPU lifts it or another correction holds',
      async (_, act, state) => {
        const { id } = await original();
        const first = await correction(id, 'Ralat pertama', RIGHT);
        const both = await ok('penulis', 'POST', `/${first}/submit`, {
          confirmLocalHours: true,
          unreached: true,
        });
        const companion = await get(both.remainder?.id ?? '');
        for (const { id: one, submission } of [both, companion])
          await ok('kpu-nasional', 'POST', `/${one}/approve`, {
            digest: submission?.digest,
            confirmLocalHours: true,
          });
        if (state === 'paused') await ok('penulis', 'POST', `/${companion.id}/pause`, { doubt: false });
        else if (state) {
          await publisher.db.source.query(
            `UPDATE waves SET state = 'cancelled', ended_at = siar_now() WHERE broadcast_id = $1`,
            [companion.id],
          );
          await tamper(
            publisher.db.source,
            'UPDATE broadcasts SET state = $2, ended_at = siar_now() WHERE id = $1',
            [companion.id, state],
          );
        }
        const found = (): Promise<View> => get(companion.id, 'kpu-nasional');
        expect((await found()).doubt).toBeNull();
        await ok('penulis', 'POST', `/${first}/${act}`, { reason });
        const doubt = { reason, by: 'correction' };
        expect(await found()).toMatchObject({ state: state ?? 'paused', doubt });
        expect(await standingOf(companion.publicCode)).toBe('withdrawn');
        const [wave] = await rows<{ going: number }>(
          publisher.db.source.manager,
          `SELECT count(*)::int AS going FROM waves WHERE broadcast_id = $1 AND state IN ('planned', 'prepared', 'released')`,
          [companion.id],
        );
        expect(wave?.going).toBe(0);
        expect((await found()).stops.at(-1)).toMatchObject({
          act: state ? 'doubt' : 'pause',
          reason,
          as: 'correction',
        });
        await publisher.app.get(News).round();
        const { body } = await ask['kpu-nasional']<{
          news: { kind: string; broadcast: { id: string } | null }[];
        }>('GET', '/api/v1/news');
        expect(body.news).toContainEqual(
          expect.objectContaining({
            kind: 'doubted',
            broadcast: expect.objectContaining({ id: companion.id }) as unknown,
          }),
        );
        // Only KPU ends it: not the rejection of the next correction, not an operator.
        const next = await correction(first, 'Ralat kedua', BETTER);
        await submit(next);
        expect(await standingOf(companion.publicCode)).toBe('withdrawn');
        await ok('kpu-nasional', 'POST', `/${next}/reject`, { reason: 'belum tepat' });
        expect(await found()).toMatchObject({ doubt });
        expect(await standingOf(companion.publicCode)).toBe('withdrawn');
        await ok('kpu-nasional', 'POST', `/${companion.id}/lift-doubt`, { reason: 'diperiksa lagi: benar' });
        expect((await found()).doubt).toBeNull();
        expect(['held', 'sent', 'unsent', 'partly']).toContain(await standingOf(companion.publicCode));
      },
    );
  });
});
