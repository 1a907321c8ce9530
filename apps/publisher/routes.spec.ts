import { type TestPublisher, testPublisher } from '../../test/factories/publisher.js';
import { type Layer, layersOf, routesOf } from '../../test/factories/routes.js';
import { type Ask, asking, CAST, signIn, type Username } from '../../test/factories/staff.js';

/** Every route that answers without sign-in. Add one only if nothing behind it needs protecting. */
const OPEN = [
  'GET /api/docs',
  'GET /api/docs-json',
  'GET /api/docs-yaml',
  'GET /api/docs/',
  'GET /api/docs/LICENSE',
  'GET /api/docs/docs/swagger-ui-init.js',
  'GET /api/docs/index.html',
  'GET /api/docs/swagger-ui-init.js',
  'GET /health/live',
  'GET /health/ready',
  'POST /api/v1/session',
];

/** Where something is mounted beside the routes: files that hold no data, and the queues, which the table below asks. */
const MOUNTED = ['/api/docs', '/api/docs/docs', '/assets', '/ops/queues'];
/** What every request passes, in order: Nest's hooks, the edge, the console's files and page, what ends the chain. */
const PASSED = [
  '<anonymous>',
  'proxyWatched',
  'followed',
  'onItsPool',
  'helmetMiddleware',
  'neverCached',
  'refuseCrossSite',
  'cookieParser',
  'jsonRead',
  'serveStatic',
  '<anonymous>',
  '<anonymous>',
  '<anonymous>',
];

describe('every route', () => {
  let publisher: TestPublisher;
  let layers: Layer[];
  const cast: Partial<Record<Username, Ask>> = {};
  beforeAll(async () => {
    publisher = await testPublisher();
    layers = layersOf(publisher.app);
    for (const username of Object.keys(CAST) as Username[])
      cast[username] = await signIn(publisher.url, username);
  });
  afterAll(() => publisher.stop());

  const routes = (): string[] => routesOf(publisher.app);
  const path = (pattern: string): string => pattern.replaceAll(/:\w+/g, '1');

  it('is guarded, but for a short list', async () => {
    const nobody = asking(publisher.url);
    const open = [];
    for (const route of new Set(routes())) {
      const [method = '', pattern = ''] = route.split(' ');
      const { status } = await nobody(method, path(pattern));
      if (status !== 401) open.push(route);
    }
    expect(routes().length).toBeGreaterThan(20);
    expect(open.toSorted()).toEqual(OPEN);
  });

  it('stands beside no other mounts than those known', () => {
    const beside = layers.filter(({ route }) => !route);
    const everywhere = beside.filter((layer) => layer.match('/a-path-nobody-mounts'));
    const mounted = beside.filter((layer) => !everywhere.includes(layer));
    for (const layer of mounted) expect(MOUNTED.some((prefix) => layer.match(`${prefix}/x`))).toBe(true);
    expect(everywhere.map(({ name }) => name)).toEqual(PASSED);
  });

  const ADMINS = ['admin', 'kpu-admin'];
  const ANYONE = Object.keys(CAST);
  it.each<[string, string[]]>([
    ['GET /api/v1/session', ANYONE],
    ['GET /api/v1/session/addresses', ANYONE],
    ['PUT /api/v1/session/addresses/:channel', ANYONE],
    ['POST /api/v1/session/addresses/:channel/confirm', ANYONE],
    ['DELETE /api/v1/session/addresses/:channel', ANYONE],
    ['POST /api/v1/session/step-up', ANYONE],
    ['GET /api/v1/session/step-up', ANYONE],
    ['POST /api/v1/session/password', ANYONE],
    ['POST /api/v1/session/totp', ANYONE],
    ['POST /api/v1/session/totp/confirm', ANYONE],
    ['GET /api/v1/session/second-factor', ANYONE],
    ['POST /api/v1/session/recovery-codes', ANYONE],
    ['GET /api/v1/sessions', ANYONE],
    ['DELETE /api/v1/sessions/:id', ANYONE],
    ['DELETE /api/v1/sessions', ANYONE],
    ['GET /api/v1/home', ANYONE],
    ['GET /api/v1/regions', ANYONE],
    ['GET /api/v1/elections', ANYONE],
    ['GET /api/v1/topics', ANYONE],
    ['POST /api/v1/composing/text', ['penulis', 'kpu-nasional', 'kpu-aceh']],
    ['POST /api/v1/composing/outlook', ['penulis', 'kpu-nasional', 'kpu-aceh']],
    ['POST /api/v1/recordings/audio', ['penulis']],
    ['POST /api/v1/recordings/signing', ['penulis']],
    ['GET /api/v1/recordings/:id', ANYONE.filter((username) => username !== 'bantuan')],
    ['GET /api/v1/elections/:id', ANYONE],
    ['POST /api/v1/elections', ['kpu-nasional', 'kpu-aceh']],
    ['PUT /api/v1/elections/:id', ['kpu-nasional', 'kpu-aceh']],
    ['PUT /api/v1/elections/:id/contestants', ['kpu-nasional', 'kpu-aceh']],
    ['GET /api/v1/contacts/overview', ANYONE],
    ['GET /api/v1/emergency-stop', ANYONE],
    ['GET /api/v1/emergency-stop/held', ['operator']],
    ['POST /api/v1/emergency-stop', ['operator']],
    ['POST /api/v1/emergency-stop/lift', ['operator']],
    ['GET /api/v1/audit', ['auditor', 'dpo']],
    ['POST /api/v1/audit/verify', ['auditor', 'dpo']],
    ['POST /api/v1/broadcasts/:id/deliveries/:id/reveal', ['dpo']],
    ['GET /api/v1/data-requests', ['dpo']],
    ['POST /api/v1/data-requests', ['dpo']],
    ['GET /api/v1/data-requests/:id', ['dpo']],
    ['POST /api/v1/data-requests/:id/find', ['dpo']],
    ['POST /api/v1/data-requests/:id/identity', ['dpo']],
    ['POST /api/v1/data-requests/:id/export', ['dpo']],
    ['POST /api/v1/data-requests/:id/restrict', ['dpo']],
    ['POST /api/v1/data-requests/:id/lift', ['dpo']],
    ['POST /api/v1/data-requests/:id/erase', ['dpo']],
    ['POST /api/v1/data-requests/:id/close', ['dpo']],
    ['GET /api/v1/organisations', ADMINS],
    ['POST /api/v1/organisations', ADMINS],
    ['GET /api/v1/people', ADMINS],
    ['POST /api/v1/people', ADMINS],
    ['PUT /api/v1/people/:id/roles', ADMINS],
    ['POST /api/v1/people/:id/disable', ADMINS],
    ['POST /api/v1/people/:id/enable', ADMINS],
    ['POST /api/v1/people/:id/reset', ADMINS],
    ['POST /api/v1/people/:id/reset-second-factor', ADMINS],
    ['GET /api/v1/appointments', ADMINS],
    ['POST /api/v1/appointments/:id/confirm', ADMINS],
    ['POST /api/v1/appointments/:id/lift', ADMINS],
    ['POST /api/v1/appointments/:id/cancel', ADMINS],
    ['POST /api/v1/broadcasts/:id/answer', ['operator', 'kpu-nasional', 'kpu-aceh']],
    ['POST /api/v1/broadcasts/:id/lift-doubt', ['kpu-nasional', 'kpu-aceh']],
    ['GET /api/v1/reviews', ['kpu-nasional', 'kpu-aceh']],
    ['POST /api/v1/broadcasts/:id/hold', ['kpu-nasional', 'kpu-aceh']],
    ['DELETE /api/v1/broadcasts/:id/hold', ['kpu-nasional', 'kpu-aceh']],
    ['GET /api/v1/templates', ['penulis', 'kpu-nasional', 'kpu-aceh']],
    ['POST /api/v1/templates', ['penulis', 'kpu-nasional', 'kpu-aceh']],
    ['GET /api/v1/templates/:id', ['penulis', 'kpu-nasional', 'kpu-aceh']],
    ['PATCH /api/v1/templates/:id', ['penulis', 'kpu-nasional', 'kpu-aceh']],
    ['POST /api/v1/templates/:id/approve', ['kpu-nasional', 'kpu-aceh']],
    ['POST /api/v1/templates/:id/retire', ['penulis', 'kpu-nasional', 'kpu-aceh']],
    ['POST /api/v1/suppressions/search', ['operator']],
    ['POST /api/v1/suppressions', ['operator']],
    ['POST /api/v1/suppressions/lift', ['operator']],
    ['POST /api/v1/helpdesk/code', ['bantuan']],
    ['POST /api/v1/helpdesk/code/leave', ['bantuan']],
    ['POST /api/v1/helpdesk/address', ['bantuan']],
    ['POST /api/v1/helpdesk/address/leave', ['bantuan']],
    ['GET /api/v1/on-call', ADMINS],
    ['PUT /api/v1/on-call/:id/:role', ADMINS],
    ['DELETE /api/v1/on-call/:id/:role', ADMINS],
    ['GET /api/v1/operations', ['operator']],
    ['GET /api/v1/operations/failed-jobs', ['operator']],
    ['POST /api/v1/operations/failed-jobs/:channel/:id/retry', ['operator']],
    ['POST /api/v1/operations/channels/:channel/pause', ['operator']],
    ['POST /api/v1/operations/channels/:channel/resume', ['operator']],
    ['GET /metrics', ['operator']],
    ['GET /ops/queues/', ['operator']],
    ['GET /ops/queues/api/queues', ['operator']],
    ['PUT /ops/queues/api/queues/email/pause', ['operator']],
    ['PUT /ops/queues/api/queues/email/resume', ['operator']],
  ])('%s opens to %j alone', async (route, allowed) => {
    const [method = '', pattern = ''] = route.split(' ');
    // Nobody's id: a right to act would otherwise act.
    const target = pattern.replaceAll(/:\w+/g, '999999999');
    const let_in: string[] = [];
    for (const [username, ask] of Object.entries(cast)) {
      const { status, body } = await ask(method, target);
      expect([401, 500]).not.toContain(status);
      if (status !== 403 || !/one of these roles/.test(String(body['title']))) let_in.push(username);
    }
    expect(let_in.toSorted()).toEqual(allowed.toSorted());
  });
});
