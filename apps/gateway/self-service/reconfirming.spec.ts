import { Audience, loadReferenceData } from '#audience';
import { Preferences, SignUps } from '#audience/joining';
import { Reconfirming } from '#audience/rights';
import { smsSegments } from '#channels/sms';
import type { Config } from '#platform/config';
import { row, rows } from '#platform/database';
import { crowd } from '../../../test/factories/crowd.js';
import { type TestGateway, testGateway } from '../../../test/factories/gateway.js';
import { type SentNotice, sentTo } from '../../../test/factories/notices.js';

let site: TestGateway;
beforeAll(async () => {
  site = await testGateway();
  await site.db.source.transaction((tx) => loadReferenceData(tx));
});
afterAll(() => site.stop());
beforeEach(() => site.db.source.query('DELETE FROM rate_limits; DELETE FROM network_limits'));

/** A publisher's timer; each has its own. */
const timer = (more: Partial<Config> = {}): Reconfirming =>
  new Reconfirming(site.db.source, site.keys, new Audience(site.db.source), { ...site.config, ...more });
/** Consecutive turns, with the time between them simulated. */
async function turns(count: number, one = timer()): Promise<{ asked: number; lapsed: number }> {
  const sum = { asked: 0, lapsed: 0 };
  for (let n = 0; n < count; n++) {
    await site.db.source.query('DELETE FROM rate_limits');
    const { asked, lapsed } = await one.turn();
    sum.asked += asked;
    sum.lapsed += lapsed;
  }
  return sum;
}
/** A citizen who consented this many days ago. */
async function citizen(
  days: number,
  channel: 'sms' | 'email' = 'sms',
): Promise<{ addressId: string; contactId: string; to: string }> {
  const { addresses, contacts } = await crowd(site.db.source, site.keys, [{ on: { [channel]: 'active' } }]);
  const addressId = addresses[0]?.[channel] ?? '';
  await site.db.source.query(
    'UPDATE consents SET given_at = siar_now() - make_interval(days => $2) WHERE address_id = $1',
    [addressId, days],
  );
  const member = await new Preferences(
    site.db.source,
    site.keys,
    new Audience(site.db.source),
    site.config,
  ).of(site.db.source.manager, contacts[0] ?? '');
  return { addressId, contactId: contacts[0] ?? '', to: member?.addresses[0]?.to ?? '' };
}
const asked = async (to: string): Promise<SentNotice[]> => {
  const sent = await sentTo(site.db.source, site.keys, to);
  return sent.filter(({ kind }) => kind === 'reconfirmation');
};
const codeFor = async (to: string): Promise<string> =>
  /siar\.go\.id\/masih\/([2-9A-Z]{10})\b/.exec((await asked(to))[0]?.text ?? '')?.[1] ?? 'no code';
const state = async (addressId: string): Promise<unknown> =>
  row(
    site.db.source.manager,
    `SELECT state, (SELECT count(*)::int FROM consents WHERE address_id = a.id AND withdrawn_at IS NULL) AS live,
       (SELECT source FROM consents WHERE address_id = a.id ORDER BY id DESC LIMIT 1) AS source FROM addresses a WHERE id = $1`,
    [addressId],
  );
const daysPass = (addressId: string, days: number): Promise<unknown> =>
  site.db.source.query(
    'UPDATE consents SET reconfirm_asked_at = reconfirm_asked_at - make_interval(days => $2) WHERE address_id = $1',
    [addressId, days],
  );
const post = (path: string, fields: Record<string, string> = {}): Promise<Response> =>
  fetch(site.url + path, { method: 'POST', body: new URLSearchParams(fields) });
const acts = async (contactId: string): Promise<string[]> =>
  (
    await rows<{ act: string }>(
      site.db.source.manager,
      'SELECT act FROM audit_entries WHERE subject = $1 ORDER BY id',
      [`contact:${contactId}`],
    )
  ).map(({ act }) => act);

describe('an SMS consent that is a year old', () => {
  it('is asked about once, in one segment, however many timers run; younger ones and other channels are not', async () => {
    const old = await citizen(366);
    const young = await citizen(364);
    const email = await citizen(4000, 'email');
    const several = [timer(), timer(), timer()];
    const done = await Promise.all([...several, ...several].map((one) => one.turn()));
    expect(done.filter((one) => one.asked > 0)).toEqual([{ asked: 1, lapsed: 0 }]);
    expect(await turns(3)).toEqual({ asked: 0, lapsed: 0 });
    const [notice, ...more] = await asked(old.to);
    expect(more).toEqual([]);
    expect(smsSegments(notice?.text ?? '')).toMatchObject({ segments: 1, encoding: 'GSM-7' });
    for (const { to } of [young, email]) expect(await asked(to)).toEqual([]);
    expect(await state(old.addressId)).toEqual({ state: 'active', live: 1, source: 'test' });
  });

  it('is asked about at a bounded pace, and never if its owner left or is restricted', async () => {
    const many = [];
    for (let n = 0; n < 7; n++) many.push(await citizen(400));
    const [left, restricted] = many;
    await site.db.source.transaction((tx) => new Audience(site.db.source).leave(tx, left?.addressId ?? ''));
    await site.db.source.query('UPDATE contacts SET restricted_at = siar_now() WHERE id = $1', [
      restricted?.contactId,
    ]);
    // Half the rate of ten a second: five questions in ten seconds.
    const slow = timer({ SMS_RATE: 4 });
    expect([await turns(1, slow), await turns(1, slow), await turns(1, slow), await turns(1, slow)]).toEqual([
      { asked: 2, lapsed: 0 },
      { asked: 2, lapsed: 0 },
      { asked: 1, lapsed: 0 },
      { asked: 0, lapsed: 0 },
    ]);
    for (const one of [left, restricted]) expect(await asked(one?.to ?? '')).toEqual([]);
    expect(await timer({ SMS_RECONFIRM_DAYS: 0 }).turn()).toEqual({ asked: 0, lapsed: 0 });
  });

  it("is valid for another year after a press of the page's button, however often; opening the page changes nothing", async () => {
    const { addressId, contactId, to } = await citizen(366);
    await turns(2);
    const code = await codeFor(to);
    const page = await (await fetch(`${site.url}/masih/${code.toLowerCase()}`)).text();
    expect(page).toContain(`…${to.slice(-4)}`);
    expect(page).not.toContain(to);
    expect(await state(addressId)).toEqual({ state: 'active', live: 1, source: 'test' });
    for (let n = 0; n < 2; n++) {
      const done = await post(`/masih/${code}`, { jawaban: 'ya' });
      expect([done.status, await done.text()]).toEqual([200, expect.stringContaining('sudah ditegaskan')]);
    }
    expect(await state(addressId)).toEqual({ state: 'active', live: 1, source: 'reconfirmation' });
    expect(await acts(contactId)).toEqual(['contact.reconfirm-ask', 'contact.reconfirm']);
    expect(await turns(2)).toEqual({ asked: 0, lapsed: 0 });
    expect(await (await fetch(`${site.url}/masih/${code}?bahasa=en`)).text()).toContain('it holds again');
  });

  it('lapses after the grace period, so that nothing is sent, until it is given again by the same code', async () => {
    const { addressId, contactId, to } = await citizen(366);
    await turns(2);
    await daysPass(addressId, 29);
    expect(await turns(2)).toEqual({ asked: 0, lapsed: 0 });
    await daysPass(addressId, 1);
    expect(await turns(2)).toEqual({ asked: 0, lapsed: 1 });
    expect(await state(addressId)).toEqual({ state: 'pending', live: 0, source: 'test' });
    const code = await codeFor(to);
    expect(await (await fetch(`${site.url}/masih/${code}`)).text()).toContain(
      'sudah berhenti karena belum ditegaskan',
    );
    expect((await post(`/masih/${code}`, { jawaban: 'ya' })).status).toBe(200);
    expect(await state(addressId)).toEqual({ state: 'active', live: 1, source: 'reconfirmation' });
    expect(await acts(contactId)).toEqual(['contact.reconfirm-ask', 'contact.lapse', 'contact.reconfirm']);
    expect(await asked(to)).toHaveLength(1);
  });

  it('ends at once when the owner answers no', async () => {
    const { addressId, to } = await citizen(366);
    await turns(2);
    const code = await codeFor(to);
    expect(await (await post(`/masih/${code}`, { jawaban: 'berhenti' })).text()).toContain(
      'Anda berhenti menerima',
    );
    expect(await state(addressId)).toMatchObject({ state: 'unsubscribed', live: 0 });
    expect((await post(`/masih/${code}`, { jawaban: 'ya' })).status).toBe(404);
    expect(await state(addressId)).toMatchObject({ state: 'unsubscribed', live: 0 });
  });

  it('is not renewed by an unknown, expired or guessed code', async () => {
    const { addressId, to } = await citizen(366);
    await turns(2);
    const code = await codeFor(to);
    await daysPass(addressId, 91);
    for (const wrong of [code, '2222222222', 'x', '%00'])
      expect((await post(`/masih/${wrong}`)).status).toBe(404);
    let last = 404;
    for (let n = 0; n < 25 && last !== 429; n++) last = (await fetch(`${site.url}/masih/3333333333`)).status;
    expect(last).toBe(429);
  });

  it('can be given by a new sign-up, once it has lapsed', async () => {
    const { addressId, to } = await citizen(366);
    await turns(2);
    await daysPass(addressId, 30);
    await turns(2);
    const signUps = new SignUps(site.db.source, site.keys, site.config);
    const wish = { regionCode: '32.73', language: 'id', topics: [], preferredChannel: 'sms' as const };
    const opened = await signUps.open({
      wish,
      to: { sms: to },
      telegram: false,
      language: 'id',
      network: 'uji',
      contactId: null,
    });
    if (opened.kind !== 'open') throw new Error('refused');
    const [notice] = await sentTo(site.db.source, site.keys, to);
    const code = /\b(\d{6})\b/.exec(notice?.text ?? '')?.[1] ?? '';
    expect(await signUps.confirm(opened.smsToken ?? '', { code })).toMatchObject({ kind: 'joined' });
    expect(await state(addressId)).toEqual({ state: 'active', live: 1, source: 'web' });
  });
});
