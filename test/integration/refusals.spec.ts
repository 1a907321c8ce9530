import { createHmac } from 'node:crypto';
import { row } from '#platform/database';
import { createLogger } from '#platform/logging';
import { startPublisher } from '../../apps/publisher/publisher.js';
import { callbacksRead, figure } from '../factories/callbacks.js';
import { SECRETS } from '../factories/gateway.js';
import { postMebibytes } from '../factories/large-body.js';
import { snapshot } from '../factories/snapshot.js';
import { type Ask, asking, PASSWORD, signIn, type Username } from '../factories/staff.js';
import { testSystem, type TestSystem } from '../factories/system.js';

const BROADCASTS = '/api/v1/broadcasts';
const SESSION = '/api/v1/session';

interface Problem {
  status: number;
  title: string;
  faults?: { path: string; message: string }[];
  changes?: { path: string; was?: string; is?: string }[];
  digest?: string;
}
interface View {
  id: string;
  version: number;
  state: string;
  submission: { digest: string };
}
type Answer = { status: number; body: unknown; headers: Headers };

/** The required parts of a refusal: its status, a title a person can act on, and for each wrong field what to do. */
interface Refusal {
  status: number;
  title?: RegExp;
  faults?: Record<string, RegExp>;
}

// Words about Siar's implementation, which do not help the user.
const INSIDE =
  /error:|exception|syntax|undefined|null|\bat .*\.(?:js|ts)\b|invalid input|SELECT|zod|on our side/i;

describe('what Siar refuses, it refuses clearly and without changing anything', () => {
  let system: TestSystem;
  let publisherUrl: string;
  let day: string;
  const ask = {} as Record<Username, Ask>;

  beforeAll(async () => {
    system = await testSystem({ contacts: 76, more: { TELEGRAM_POLLING: 'false' } });
    publisherUrl = system.publishers[0]?.url ?? '';
    for (const who of ['penulis', 'admin', 'operator', 'auditor', 'kpu-nasional', 'kpu-aceh'] as const)
      ask[who] = await system.as(who);
    day =
      (await row<{ day: string }>(system.db.source.manager, `SELECT (siar_now()::date + 2)::text AS day`))
        ?.day ?? '';
  });
  afterAll(() => system.stop());

  /** The whole state: each row of each table, and what went out. */
  const everything = async (): Promise<Record<string, string>> => ({
    ...(await snapshot(system.db.source)),
    outside: JSON.stringify(system.sandbox.inbox.stats()),
  });

  const isRefusal = (answer: Answer, { status, title = /\w/, faults = {} }: Refusal): void => {
    const body = answer.body as Problem;
    expect({ status: answer.status, body }).toEqual({ status, body: expect.objectContaining({ status }) });
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(body.title).toMatch(title);
    expect(body.title).toMatch(/^[A-Z].{12,}[.?]$/);
    expect(body.title).not.toMatch(INSIDE);
    const said = Object.fromEntries((body.faults ?? []).map(({ path, message }) => [path, message]));
    expect(said).toEqual(
      Object.fromEntries(
        Object.entries(faults).map(([path, message]) => [path, expect.stringMatching(message)]),
      ),
    );
    for (const message of Object.values(said)) expect(message).not.toMatch(INSIDE);
  };

  /** Sends a request; expects this refusal and an unchanged state. */
  const refuses = async (request: () => Promise<Answer>, refusal: Refusal): Promise<Problem> => {
    const before = await everything();
    const answer = await request();
    isRefusal(answer, refusal);
    expect(await everything()).toEqual(before);
    return answer.body as Problem;
  };

  const draft = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
    title: 'Pengingat',
    channels: ['sms'],
    contents: { sms: { id: { body: 'KPU: Halo {{name}}, cek TPS di kpu.go.id' } } },
    audience: { regions: ['11'] },
    schedule: { at: `${day}T09:00` },
    ...more,
  });
  const made = async (more: Record<string, unknown> = {}): Promise<View> => {
    const { status, body } = await ask.penulis<View>('POST', BROADCASTS, draft(more));
    expect({ status, body }).toMatchObject({ status: 201 });
    return body;
  };
  const submitted = async (more: Record<string, unknown> = {}): Promise<View & { digest: string }> => {
    const { id } = await made(more);
    const { status, body } = await ask.penulis<View>('POST', `${BROADCASTS}/${id}/submit`, {});
    expect({ status, body }).toMatchObject({ status: 200 });
    return { ...body, digest: body.submission.digest };
  };

  describe('an invalid draft is saved, and not submitted', () => {
    const telegram = (body: string): Record<string, unknown> => ({
      channels: ['telegram'],
      contents: { telegram: { id: { body } } },
    });
    const sms = (body: string): Record<string, unknown> => ({ contents: { sms: { id: { body } } } });
    const TELEGRAM = 'contents.telegram.id.body';
    const SMS = 'contents.sms.id.body';

    it.each<[string, Record<string, unknown>, Record<string, RegExp>]>([
      ['an empty Telegram text', telegram(''), { [TELEGRAM]: /text is empty/ }],
      ['a blank Telegram text', telegram(' \n '), { [TELEGRAM]: /text is empty/ }],
      [
        '5,000 characters for Telegram',
        telegram('a'.repeat(5000)),
        { [TELEGRAM]: /takes 4096. Take out \d+/ },
      ],
      [
        'an emoji in an SMS',
        sms('KPU: ayo 🗳'),
        { [SMS]: /"🗳" cannot be sent in a plain SMS.*smsOverride.unicode/ },
      ],
      [
        'two segments of SMS',
        sms('KPU '.repeat(40)),
        { [SMS]: /2 segments.*Shorten it.*smsOverride.segments/ },
      ],
      [
        'an unknown variable',
        sms('KPU {{nama}}'),
        { [SMS]: /no variable \{\{nama\}\}.*Did you mean \{\{name\}\}/ },
      ],
      [
        'a section in a template',
        sms('KPU {{#name}}x{{/name}}'),
        { [SMS]: /Only \{\{variable\}\} may stand/ },
      ],
      ['an unclosed tag', sms('KPU {{name'), { [SMS]: /not closed by \}\}/ }],
      [
        'a link outside the allowed domains',
        sms('KPU https://bit.ly/x'),
        { [SMS]: /lead only to .*kpu\.go\.id.*not to bit\.ly/ },
      ],
      ['such a link without a scheme', telegram('Cek kpu-go.id/x'), { [TELEGRAM]: /not to kpu-go\.id/ }],
      [
        'a link that only looks allowed',
        telegram('https://kpu.go.id.evil.com'),
        { [TELEGRAM]: /not to kpu\.go\.id\.evil\.com/ },
      ],
      [
        'expiry before release',
        { schedule: { at: '2099-01-02T09:00', expires: '2099-01-02T08:00' } },
        { 'schedule.expires': /not after it goes out/ },
      ],
      [
        'expiry before one region’s release',
        { schedule: { at: 'now', expires: '2099-01-02T08:00', perRegion: { '11': '2099-01-02T09:00' } } },
        { 'schedule.expires': /not after it goes out/ },
      ],
    ])('%s', async (_, more, faults) => {
      const { id } = await made(more);
      const refusal = { status: 422, title: /cannot be submitted/, faults };
      await refuses(() => ask.penulis('POST', `${BROADCASTS}/${id}/submit`, {}), refusal);
    });
  });

  describe('a draft that refers to something missing is not saved', () => {
    it.each<[string, Record<string, unknown>, Record<string, RegExp>]>([
      [
        'region 99',
        { audience: { regions: ['11', '99'] } },
        { 'audience.regions.1': /no region 99.*\/regions/ },
      ],
      ['regency 11.99', { audience: { regions: ['11.99'] } }, { 'audience.regions.0': /no region 11\.99/ }],
      [
        'an unknown election',
        { electionId: 'pemilu-2099' },
        { electionId: /no election pemilu-2099.*\/elections/ },
      ],
      [
        'an unknown topic',
        { audience: { regions: ['11'], topics: ['x'] } },
        { 'audience.topics': /no topic x: there are/ },
      ],
    ])('%s', async (_, more, faults) => {
      const refusal = { status: 422, title: /cannot be saved/, faults };
      await refuses(() => ask.penulis('POST', BROADCASTS, draft(more)), refusal);
      const { id, version } = await made();
      await refuses(() => ask.penulis('PATCH', `${BROADCASTS}/${id}`, { version, ...more }), refusal);
    });

    it.each<[string, Record<string, unknown>, Record<string, RegExp>]>([
      ['no title', { title: undefined }, { title: /is missing/ }],
      ['an empty title', { title: ' ' }, { title: /one line, and not empty/ }],
      ['a field there is not', { colour: 'red' }, { colour: /no such field/ }],
      [
        'a field there is not, deeper down',
        { contents: { sms: { id: { body: 'KPU', subject: 'x' } } } },
        { 'contents.sms.id.subject': /no such field/ },
      ],
      ['a correction without an original', { kind: 'correction' }, { kind: /ordinary.*urgent/ }],
      ['an original given by hand', { originalId: '1' }, { originalId: /no such field/ }],
      ['a channel there is not', { channels: ['fax'] }, { 'channels.0': /email/ }],
      [
        'a time with a zone',
        { schedule: { at: '2099-01-01T09:00+07:00' } },
        { 'schedule.at': /without a zone|local date and time/ },
      ],
      [
        'a day there is not',
        { schedule: { at: '2099-02-30T09:00' } },
        { 'schedule.at': /local date and time/ },
      ],
      ['an invisible character', { title: 'x\u202Ey' }, { title: /invisible/ }],
    ])('%s', async (_, more, faults) => {
      await refuses(() => ask.penulis('POST', BROADCASTS, draft(more)), {
        status: 400,
        title: /not valid/,
        faults,
      });
    });
  });

  describe('an incomplete draft is not submitted', () => {
    it.each<[string, Record<string, unknown>, Record<string, RegExp>]>([
      [
        'a wall-clock time in the past',
        { schedule: { at: '2020-01-01T09:00' } },
        { 'schedule.at': /has passed in Aceh: it is .* there now/ },
      ],
      [
        'one region’s time in the past',
        { schedule: { at: '2099-01-02T09:00', perRegion: { '11': '2020-01-01T09:00' } } },
        { 'schedule.perRegion.11': /has passed in Aceh/ },
      ],
      [
        'a time for region 99',
        { schedule: { at: '2099-01-02T09:00', perRegion: { '99': '2099-01-02T10:00' } } },
        { 'schedule.perRegion.99': /99 is not one of the broadcast's regions/ },
      ],
      [
        'a time for a region it does not go to',
        { schedule: { at: '2099-01-02T09:00', perRegion: { '91': '2099-01-02T10:00' } } },
        { 'schedule.perRegion.91': /not one of the broadcast's regions/ },
      ],
      [
        'a time outside the send window',
        { schedule: { at: '2099-01-02T03:00' } },
        { 'schedule.at': /outside the send window.*next opening/ },
      ],
      [
        'an expiry in the past',
        { schedule: { at: 'now', leaveWindow: true, expires: '2020-01-01T09:00' }, kind: 'urgent' },
        { 'schedule.expires': /not after it goes out/ },
      ],
      [
        'no content for a selected channel',
        { channels: ['sms', 'email'] },
        { 'contents.email.id': /no Indonesian text for email/ },
      ],
      [
        'content in English only',
        { contents: { sms: { en: { body: 'KPU' } } } },
        { 'contents.sms.id': /no Indonesian text for sms/ },
      ],
      ['no channel', { channels: [] }, { channels: /at least one channel/ }],
      ['no region', { audience: { regions: [] } }, { 'audience.regions': /at least one region/ }],
      ['no schedule', { schedule: undefined }, { schedule: /when it goes out/ }],
      [
        'a polling date without an election',
        { contents: { sms: { id: { body: 'KPU {{polling_date}}' } } } },
        { electionId: /days or hours/ },
      ],
    ])('%s', async (_, more, faults) => {
      const { id } = await made(more);
      const confirmed = { confirmLocalHours: true };
      await refuses(() => ask.penulis('POST', `${BROADCASTS}/${id}/submit`, confirmed), {
        status: 422,
        title: /cannot be submitted yet/,
        faults,
      });
    });
  });

  describe('nobody approves without the right to', () => {
    it.each<[string, Username, RegExp]>([
      ['its author', 'penulis', /reviewer/],
      ['an admin of the ministry', 'admin', /reviewer/],
      ['an operator of the ministry', 'operator', /reviewer/],
      ['an auditor of the ministry', 'auditor', /reviewer/],
      ['another province’s reviewer', 'kpu-aceh', /KIP Aceh does not answer for all regions/],
    ])('%s', async (_, who, title) => {
      const { id, digest } = await submitted({ audience: { regions: ['11', '91'] } });
      await refuses(() => ask[who]('POST', `${BROADCASTS}/${id}/approve`, { digest }), {
        status: 403,
        title,
      });
    });

    it('a reviewer who wrote it, though they may also write', async () => {
      const { source } = system.db;
      await source.query(
        `INSERT INTO person_roles SELECT id, 'author' FROM people WHERE username = 'kpu-nasional'`,
      );
      const own = await ask['kpu-nasional']<View>('POST', BROADCASTS, draft());
      const path = `${BROADCASTS}/${own.body.id}`;
      const { body } = await ask['kpu-nasional']<View>('POST', `${path}/submit`, {});
      const { digest } = body.submission;
      await refuses(() => ask['kpu-nasional']('POST', `${path}/approve`, { digest }), {
        status: 403,
        title: /You wrote it/,
      });
      await source.query(
        `DELETE FROM person_roles WHERE role = 'author' AND person_id = (SELECT id FROM people WHERE username = 'kpu-nasional')`,
      );
    });

    it('with a stale digest: the answer names what changed', async () => {
      const { id, version, digest } = await submitted();
      await ask.penulis('PATCH', `${BROADCASTS}/${id}`, {
        version,
        contents: { sms: { id: { body: 'KPU: Halo {{name}}, cek TPS di infopemilu.kpu.go.id' } } },
      });
      const again = await ask.penulis<View>('POST', `${BROADCASTS}/${id}/submit`, {});
      const problem = await refuses(
        () => ask['kpu-nasional']('POST', `${BROADCASTS}/${id}/approve`, { digest }),
        {
          status: 409,
          title: /changed since you saw it: contents\.sms\.id\.text\. Read it again/,
        },
      );
      expect(problem.digest).toBe(again.body.submission.digest);
      expect(problem.changes).toEqual([
        {
          path: 'contents.sms.id.text',
          was: expect.stringContaining('di kpu.go.id') as string,
          is: expect.stringContaining('infopemilu.kpu.go.id') as string,
        },
      ]);
    });

    it.each<[string, unknown, Refusal]>([
      [
        'a digest it never had',
        { digest: '0'.repeat(64) },
        { status: 409, title: /ever had this digest. Load it again/ },
      ],
      [
        'a digest that is none',
        { digest: 'abc' },
        { status: 400, faults: { digest: /64 hexadecimal digits/ } },
      ],
      ['no digest', {}, { status: 400, faults: { digest: /is missing/ } }],
      [
        'a field there is not',
        { digest: '0'.repeat(64), force: true },
        { status: 400, faults: { force: /no such field/ } },
      ],
    ])('with %s', async (_, body, refusal) => {
      const { id } = await submitted();
      await refuses(() => ask['kpu-nasional']('POST', `${BROADCASTS}/${id}/approve`, body), refusal);
    });

    it('a draft that was not submitted, and what is approved already', async () => {
      const { id } = await made();
      const approve = (of: string, digest: string) => (): Promise<Answer> =>
        ask['kpu-nasional']('POST', `${BROADCASTS}/${of}/approve`, { digest });
      await refuses(approve(id, '0'.repeat(64)), { status: 409 });
      const ready = await submitted();
      expect((await approve(ready.id, ready.digest)()).status).toBe(200);
      await refuses(approve(ready.id, ready.digest), { status: 409, title: /approved/ });
    });

    it.each([1, 2, 3, 4, 5])('twice at once: exactly one wins, round %i', async () => {
      const { id, digest } = await submitted();
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, i) =>
          ask[i % 2 ? 'kpu-nasional' : 'kpu-aceh']('POST', `${BROADCASTS}/${id}/approve`, { digest }),
        ),
      );
      const lost = answers.filter(({ status }) => status !== 200);
      expect(lost).toHaveLength(9);
      for (const answer of lost) isRefusal(answer, { status: 409, title: /approved/ });
      const counted = await row(
        system.db.source.manager,
        `SELECT (SELECT count(*)::int FROM waves WHERE broadcast_id = $1) AS waves,
           (SELECT count(*)::int FROM submissions WHERE broadcast_id = $1 AND decision = 'approved') AS approvals,
           (SELECT count(*)::int FROM audit_entries WHERE subject = 'broadcast:' || $1 AND act = 'broadcast.approve') AS entries`,
        [id],
      );
      expect(counted).toEqual({ waves: 1, approvals: 1, entries: 1 });
    });
  });

  describe('an unreadable request', () => {
    it.each(['{"title": ', '[1,', '{"a":1}}', '\u0000', '"text"', 'null'])(
      'malformed JSON %j',
      async (text) => {
        await refuses(() => ask.penulis('POST', BROADCASTS, text), { status: 400, title: /JSON|not valid/ });
      },
    );

    it.each([
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/xml',
    ])('a body of %s', async (type) => {
      const text = JSON.stringify(draft());
      await refuses(() => ask.penulis('POST', BROADCASTS, text, { 'content-type': type }), {
        status: 400,
        title: /must be application\/json/,
      });
    });

    const ACTS: [Username, string, string, unknown][] = [
      ['penulis', 'GET', '', undefined],
      ['penulis', 'PATCH', '', { version: 1, title: 'x' }],
      ['penulis', 'GET', '/plan', undefined],
      ['penulis', 'GET', '/waves', undefined],
      ['penulis', 'GET', '/progress', undefined],
      ['penulis', 'GET', '/events', undefined],
      ['penulis', 'GET', '/deliveries', undefined],
      ['penulis', 'GET', '/deliveries.csv', undefined],
      ['penulis', 'POST', '/copy', {}],
      ['penulis', 'POST', '/submit', {}],
      ['penulis', 'POST', '/preview', { channel: 'sms' }],
      ['penulis', 'POST', '/test', {}],
      ['penulis', 'POST', '/withdraw', {}],
      ['kpu-nasional', 'POST', '/approve', { digest: '0'.repeat(64) }],
      ['kpu-nasional', 'POST', '/reject', { reason: 'salah' }],
      ['operator', 'POST', '/pause', {}],
      ['operator', 'POST', '/resume', {}],
      ['penulis', 'POST', '/cancel', { reason: 'salah' }],
      ['operator', 'POST', '/resend-unknown', { unknown: 1, reason: 'uji' }],
      ['operator', 'POST', '/resend-rejected', { rejected: 1, causes: ['x'], reason: 'uji' }],
    ];
    it.each(ACTS)('%s asks %s …/:id%s with a malformed or unknown id', async (who, method, act, body) => {
      for (const id of [
        'abc',
        '0',
        '-1',
        '1.5',
        '99999999999999999999',
        '1%27--',
        '1%20OR%201=1',
        '%E2%82%AC',
        '%00',
      ]) {
        await refuses(() => ask[who](method, `${BROADCASTS}/${id}${act}`, body), {
          status: 400,
          faults: { id: /must be an id/ },
        });
      }
      await refuses(() => ask[who](method, `${BROADCASTS}/123456789${act}`, body), {
        status: 404,
        title: /no such broadcast/,
      });
    });

    it.each(ACTS.filter(([, method, act]) => method !== 'GET' && act !== '/copy'))(
      '%s sends %s …/:id%s an unknown field',
      async (who, method, act, body) => {
        const { id } = await submitted();
        await refuses(
          () => ask[who](method, `${BROADCASTS}/${id}${act}`, { ...(body as object), colour: 'red' }),
          {
            status: 400,
            title: /not valid/,
            faults: { colour: /no such field/ },
          },
        );
      },
    );

    it.each([
      ['the publisher', () => publisherUrl + BROADCASTS, 'application/json'],
      ['the publisher’s sign-in', () => publisherUrl + SESSION, 'application/json'],
      ['the publisher’s import', () => `${publisherUrl}/api/v1/contacts/import`, 'application/json'],
      [
        'the gateway’s Twilio webhook',
        () => `${system.config.PUBLIC_URL}/webhooks/twilio/status`,
        'application/x-www-form-urlencoded',
      ],
      [
        'the gateway’s bounce webhook',
        () => `${system.config.PUBLIC_URL}/webhooks/email/bounce`,
        'message/rfc822',
      ],
      [
        'the gateway’s Telegram webhook',
        () => `${system.config.PUBLIC_URL}/webhooks/telegram`,
        'application/json',
      ],
      [
        'the gateway’s pages',
        () => `${system.config.PUBLIC_URL}/unsubscribe/x`,
        'application/x-www-form-urlencoded',
      ],
    ])('50 MB to %s', async (_, url, type) => {
      const before = await everything();
      const sizes: Record<string, string | number>[] = [
        { 'content-length': 50 << 20 },
        { 'transfer-encoding': 'chunked' },
      ];
      for (const size of sizes) {
        const { status, body } = await postMebibytes(url(), 50, { 'content-type': type, ...size });
        expect({ status, body }).toEqual({
          status: 413,
          body: expect.objectContaining({ title: expect.stringMatching(/too large/) }),
        });
      }
      expect(await everything()).toEqual(before);
      const alive = await Promise.all(
        [publisherUrl, system.config.PUBLIC_URL].map((base) => fetch(`${base}/health/live`)),
      );
      expect(alive.map(({ status }) => status)).toEqual([200, 200]);
    });
  });

  describe('webhooks', () => {
    const TWILIO = '/webhooks/twilio/status';
    const fields = (status: string): Record<string, string> => ({
      AccountSid: system.config.TWILIO_ACCOUNT_SID ?? '',
      MessageSid: `SM${'1'.repeat(32)}`,
      MessageStatus: status,
      To: '+6281200000001',
    });
    /**
     * Twilio's scheme, implemented independently: HMAC-SHA1 over the whole URL and each field's name and value, sorted
     * by name.
     */
    const sign = (path: string, form: Record<string, string>, secret: string): string =>
      createHmac('sha1', secret)
        .update(
          system.config.PUBLIC_URL +
            path +
            Object.keys(form)
              .sort()
              .map((name) => name + form[name])
              .join(''),
        )
        .digest('base64');
    const post = async (
      path: string,
      body: string | URLSearchParams,
      headers: Record<string, string>,
    ): Promise<Answer> => {
      const answer = await fetch(system.config.PUBLIC_URL + path, { method: 'POST', body, headers });
      const text = await answer.text();
      return {
        status: answer.status,
        headers: answer.headers,
        body: text === '' ? null : (JSON.parse(text) as unknown),
      };
    };
    const refusedSoFar = (webhook: string): Promise<number> =>
      figure(
        system.config.PUBLIC_URL,
        SECRETS.METRICS_TOKEN,
        `siar_webhook_calls_total{webhook="${webhook}",outcome="refused"}`,
      );
    /** A broadcast that has gone out, and one of its deliveries. */
    const sent = async (
      channel: 'email' | 'sms' | 'telegram',
    ): Promise<{ id: string; addressId: string; token: string }> => {
      const id = await system.broadcast({ channels: [channel] });
      await system.until(
        id,
        ({ state, total }) => state === 'completed' && (channel !== 'sms' || total.accepted === 0),
      );
      const found = await row<{ addressId: string }>(
        system.db.source.manager,
        `SELECT address_id AS "addressId" FROM deliveries WHERE broadcast_id = $1 AND state IN ('accepted', 'delivered') LIMIT 1`,
        [id],
      );
      const addressId = found?.addressId ?? '';
      return { id, addressId, token: system.keys.deliveryToken('receipt', { broadcastId: id, addressId }) };
    };
    const settled = async (): Promise<void> => {
      await callbacksRead(system.db.source);
      for (let waiting = 1; waiting > 0;)
        waiting =
          (
            await row<{ n: number }>(
              system.db.source.manager,
              `SELECT (SELECT count(*) FROM receipts WHERE applied_at IS NULL)::int
                 + (SELECT count(*) FROM notices WHERE state IN ('pending', 'claimed'))::int AS n`,
            )
          )?.n ?? 0;
    };

    it('a call without Twilio’s signature is refused and counted; a forged one changes nothing', async () => {
      const { token } = await sent('sms');
      await settled();
      const started = await everything();
      const path = `${TWILIO}?d=${token}`;
      const genuine = sign(path, fields('delivered'), SECRETS.TWILIO_AUTH_TOKEN);
      const forged: [string, Record<string, string>, string][] = [
        [path, fields('delivered'), sign(path, fields('delivered'), 'another-secret-altogether')],
        [path, fields('failed'), genuine],
        [`${path}&x=1`, fields('delivered'), genuine],
      ];
      const before = await refusedSoFar('twilio');
      for (const headers of [{}, { 'x-twilio-signature': '' }] as Record<string, string>[])
        await refuses(() => post(path, new URLSearchParams(fields('delivered')), headers), { status: 403 });
      expect(await refusedSoFar('twilio')).toBe(before + 2);
      // The signature is checked by the reader of the callback.
      for (const [at, form, signature] of forged) {
        const headers = { 'x-twilio-signature': signature };
        expect((await post(at, new URLSearchParams(form), headers)).status).toBe(204);
      }
      await settled();
      expect(await everything()).toEqual(started);
    });

    it.each<[string, string, Record<string, string>, string]>([
      [
        'email',
        '/webhooks/email/bounce',
        { 'content-type': 'message/rfc822', authorization: 'Bearer wrong' },
        'x',
      ],
      [
        'telegram',
        '/webhooks/telegram',
        { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': 'wrong' },
        '{}',
      ],
    ])('a forged call for %s is refused and counted', async (webhook, path, headers, body) => {
      const before = await refusedSoFar(webhook);
      await refuses(() => post(path, body, headers), { status: 403 });
      expect(await refusedSoFar(webhook)).toBe(before + 1);
    });

    const bounce = (token: string): string =>
      [
        `To: b.${token}@${system.config.EMAIL_BOUNCE_DOMAIN}`,
        'From: mailer-daemon@contoh.id',
        'MIME-Version: 1.0',
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
        '',
        '--b',
        'Content-Type: message/delivery-status',
        '',
        'Reporting-MTA: dns; mail.contoh.id',
        '',
        'Final-Recipient: rfc822; warga@contoh.id',
        'Action: failed',
        'Status: 5.1.1',
        '',
        '--b--',
        '',
      ].join('\r\n');

    it.each<
      [
        'sms' | 'email' | 'telegram',
        (of: { id: string; addressId: string; token: string }) => Promise<() => Promise<Answer>>,
      ]
    >([
      [
        'sms',
        ({ token }) => {
          const path = `${TWILIO}?d=${token}`;
          const form = { ...fields('undelivered'), ErrorCode: '30005' };
          const headers = { 'x-twilio-signature': sign(path, form, SECRETS.TWILIO_AUTH_TOKEN) };
          return Promise.resolve(() => post(path, new URLSearchParams(form), headers));
        },
      ],
      [
        'email',
        ({ token }) => {
          const headers = {
            'content-type': 'message/rfc822',
            authorization: `Bearer ${SECRETS.EMAIL_BOUNCE_SECRET}`,
          };
          return Promise.resolve(() => post('/webhooks/email/bounce', bounce(token), headers));
        },
      ],
      [
        'telegram',
        ({ id }) => {
          const chat = {
            id: Number([...system.sandbox.inbox.list({ channel: 'telegram', broadcast: id })][0]?.arrival.to),
          };
          const pressed = { id: '77', from: chat, message: { message_id: 1, chat }, data: `leave:${id}` };
          const headers = {
            'content-type': 'application/json',
            'x-telegram-bot-api-secret-token': SECRETS.TELEGRAM_WEBHOOK_SECRET,
          };
          return Promise.resolve(() =>
            post('/webhooks/telegram', JSON.stringify({ update_id: 5, callback_query: pressed }), headers),
          );
        },
      ],
    ])(
      'a replayed one for %s is answered like the first and changes nothing more',
      async (channel, prepare) => {
        const call = await prepare(await sent(channel));
        await settled();
        const atFirst = await everything();
        const first = await call();
        expect(first.status).toBeLessThan(300);
        await settled();
        const after = await everything();
        expect(after).not.toEqual(atFirst);
        for (let i = 0; i < 3; i++) expect((await call()).status).toBe(first.status);
        await settled();
        expect(await everything()).toEqual(after);
      },
    );
  });

  describe('signing in', () => {
    const attempt = (url: string, password: string): Promise<Answer> =>
      asking(url)('POST', SESSION, { username: 'kpu-admin', password });

    it('with a wrong password 20 times is refused each time, and the right one works again after the window', async () => {
      const { sign_in_failures: _, audit_entries: __, ...before } = await everything();
      const answers: Answer[] = [];
      for (let i = 0; i < 20; i++) answers.push(await attempt(publisherUrl, `salah-${i}`));
      for (const answer of answers.slice(0, 5))
        isRefusal(answer, { status: 401, title: /user name or the password is wrong/ });
      for (const answer of answers.slice(5)) {
        isRefusal(answer, { status: 429, title: /Wait \d+ minutes, then try again/ });
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
        expect(answer.headers.getSetCookie()).toEqual([]);
      }
      isRefusal(await attempt(publisherUrl, PASSWORD), { status: 429 });
      expect(await everything()).toMatchObject(before);
      const trail = await row(
        system.db.source.manager,
        `SELECT count(*) FILTER (WHERE act = 'session.refused')::int AS refused, count(*) FILTER (WHERE act = 'session.sign-in')::int AS "signedIn"
         FROM audit_entries WHERE subject = 'person:' || (SELECT id FROM people WHERE username = 'kpu-admin')`,
      );
      expect(trail).toEqual({ refused: 5, signedIn: 0 });
      // Others are not locked out with them.
      await signIn(publisherUrl, 'auditor');

      await system.db.moveClock('16 minutes');
      const later = await startPublisher(system.config, createLogger('test', 'silent'));
      try {
        expect((await attempt(later.url, PASSWORD)).status).toBe(200);
      } finally {
        await later.stop();
      }
    });

    it('with unreadable credentials is refused', async () => {
      await refuses(
        () => asking(publisherUrl)('POST', SESSION, { username: 'penulis', password: PASSWORD, admin: true }),
        {
          status: 400,
          faults: { admin: /no such field/ },
        },
      );
      await refuses(() => asking(publisherUrl)('POST', SESSION, { username: 'penulis' }), {
        status: 400,
        faults: { password: /is missing/ },
      });
      await refuses(() => asking(publisherUrl)('POST', BROADCASTS, draft()), {
        status: 401,
        title: /Sign in first/,
      });
    });
  });
});
