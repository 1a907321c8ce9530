import { pino } from 'pino';
import { type TestPublisher, testPublisher } from '../../test/factories/publisher.js';
import { postMebibytes } from '../../test/factories/large-body.js';
import { asking, PASSWORD, signIn } from '../../test/factories/staff.js';

const SESSION = '/api/v1/session';

describe('the edge', () => {
  let publisher: TestPublisher;
  const lines: string[] = [];
  beforeAll(async () => {
    const logger = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
    publisher = await testPublisher({}, logger);
  });
  afterAll(() => publisher.stop());

  const problem = (status: number) => ({
    status,
    title: expect.any(String),
    type: expect.any(String) as string,
  });

  it('answers an unknown path with a problem', async () => {
    const { status, body, headers } = await asking(publisher.url)('GET', '/api/v1/nowhere');
    expect(status).toBe(404);
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(body).toMatchObject(problem(404));
  });

  it.each(['{"username": ', '[1,', '{"a":1}}', '\u0000'])(
    'answers malformed JSON %j with a problem',
    async (text) => {
      const { status, body, headers } = await asking(publisher.url)('POST', SESSION, text);
      expect(status).toBe(400);
      expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(body).toMatchObject(problem(400));
    },
  );

  it('names each invalid part of a body', async () => {
    const { status, body } = await asking(publisher.url)('POST', SESSION, { username: 'a', totp: '12' });
    expect(status).toBe(400);
    expect(body).toMatchObject({ faults: [{ path: 'password' }, { path: 'totp' }] });
  });

  it.each<[string, Record<string, string | number>]>([
    ['declared', { 'content-length': 50 << 20 }],
    ['undeclared', { 'transfer-encoding': 'chunked' }],
  ])('refuses a body of 50 MB whose size is %s', async (_, headers) => {
    const { status, body } = await postMebibytes(`${publisher.url}${SESSION}`, 50, {
      'content-type': 'application/json',
      ...headers,
    });
    expect(status).toBe(413);
    expect(body).toMatchObject({ ...problem(413), title: expect.stringMatching(/1048576/) });
  });

  it.each<[string, Record<string, string>]>([
    ['another origin', { origin: 'https://evil.example' }],
    ['an opaque origin', { origin: 'null' }],
    ['another site, as the browser says', { 'sec-fetch-site': 'cross-site' }],
    ['a sister site', { 'sec-fetch-site': 'same-site' }],
  ])('refuses a state-changing request from %s', async (_, headers) => {
    const ask = await signIn(publisher.url, 'penulis');
    const forged = await ask('DELETE', SESSION, undefined, headers);
    expect(forged.body).toMatchObject(problem(403));
    expect((await ask('GET', SESSION)).status).toBe(200);
    const login = await asking(publisher.url)(
      'POST',
      SESSION,
      { username: 'penulis', password: PASSWORD },
      headers,
    );
    expect(login.status).toBe(403);
  });

  it('accepts it from its own pages', async () => {
    const ask = await signIn(publisher.url, 'penulis');
    const own = { origin: publisher.url, 'sec-fetch-site': 'same-origin' };
    expect((await ask('DELETE', SESSION, undefined, own)).status).toBe(204);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'refuses a body of %s, which a form of another site could send',
    async (type) => {
      const text = JSON.stringify({ username: 'penulis', password: PASSWORD });
      const { status, headers } = await asking(publisher.url)('POST', SESSION, text, {
        'content-type': type,
      });
      expect(status).toBe(400);
      expect(headers.getSetCookie()).toEqual([]);
    },
  );

  it('sets the security and caching headers', async () => {
    const { headers } = await asking(publisher.url)('GET', '/health/live');
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('content-security-policy')).not.toMatch(/https:/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('logs one line for each request: its route’s pattern, without query, body or id', async () => {
    lines.length = 0;
    const ask = await signIn(publisher.url, 'admin');
    await ask('GET', '/api/v1/people?secret=081234567890');
    const id = publisher.staff.people.penulis;
    const { headers } = await ask(
      'POST',
      `/api/v1/people/${id}/enable`,
      { note: 'rahasia' },
      { 'x-request-id': 'abc-12345' },
    );
    expect(headers.get('x-request-id')).toBe('abc-12345');
    const written = lines
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ msg }) => msg === 'answered');
    expect(written).toMatchObject([
      { method: 'POST', route: SESSION, status: 200 },
      { method: 'GET', route: '/api/v1/people', status: 200, personId: publisher.staff.people.admin },
      { method: 'POST', route: '/api/v1/people/:id/enable', status: 200, requestId: 'abc-12345' },
    ]);
    expect(lines.join('')).not.toMatch(/0812|rahasia|siar_session|Rahasia/);
  });
});
