import { Keys } from '#platform/crypto';
import { type Database, rows } from '#platform/database';
import { ROLES, type Role } from '#staff/roles';
import { testConfig, tamper } from '../factories/database.js';
import { SMS_DOCUMENT } from '../factories/document.js';
import { keptTable } from '../factories/kept-table.js';
import { runningBroadcast } from '../factories/ledger.js';
import { type TestPublisher, testPublisher } from '../factories/publisher.js';
import { layersOf, routesOf } from '../factories/routes.js';
import { cookieOf } from '../factories/staff.js';

const FILE = 'docs/routes.md';
const HEAD = `# Who gets past the door of each route

Asked of a running publisher by [test/attacks/routes.spec.ts](../test/attacks/routes.spec.ts), route by route, by nobody who is signed in, and by one person of each role in each office, also where no office can appoint them; it fails where an answer has changed. To rewrite it, and then to read what has changed: \`TABLES=write npm run jest -- test/attacks/routes\`. _(own)_: of a broadcast to regions of the office alone. Beside this, what is done is judged by whose it is.

`;

const OFFICES = ['ministry', 'kpu', 'kpu-aceh'] as const;
type Office = (typeof OFFICES)[number];
const NAMES: Record<Office, string> = {
  ministry: 'ministry',
  kpu: 'national KPU',
  'kpu-aceh': 'KPU of a region',
};

/** A body for an act on a broadcast, so that the request reaches the check of ownership. */
const BODIES: Record<string, object> = {
  'PATCH /api/v1/broadcasts/:id': { version: 1, title: 'Uji' },
  approve: { digest: '0'.repeat(64) },
  cancel: { reason: 'uji' },
  corrections: { title: 'Ralat' },
  'lift-doubt': { reason: 'uji' },
  preview: { channel: 'sms' },
  reject: { reason: 'uji' },
  'resend-unknown': { unknown: 1, reason: 'uji' },
  'resend-rejected': { rejected: 1, causes: ['smtp 5.3.0'], reason: 'uji' },
  'accept-unknown': { unknown: 1, reason: 'uji' },
  reveal: { requestId: '1' },
  undo: { act: 'reject' },
};
/** These would end the sessions of the other requests: the test only checks that they are guarded. */
const ENDS = ['DELETE /api/v1/session', 'DELETE /api/v1/sessions', 'POST /api/v1/session/password'];

/** Behind a mount, whose routes the router does not list. */
const QUEUES = [
  'GET /ops/queues/',
  'GET /ops/queues/api/queues',
  'PUT /ops/queues/api/queues/email/pause',
  'PUT /ops/queues/api/queues/email/resume',
];
/** Mounts beside the routes: files without data, and the queues, whose routes are tested too. */
const MOUNTED = ['/api/docs', '/api/docs/docs', '/assets', '/ops/queues'];
/**
 * The middleware that every request passes, in order: Nest's hooks, the edge, the console's files and page, the end of
 * the chain.
 */
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

interface Person {
  role: Role;
  office: Office;
  cookie: string;
}
interface Target {
  id: string;
  addressId: string;
}

describe('every route', () => {
  let publisher: TestPublisher;
  let source: Database;
  let people: Person[];
  let own: Target;
  let foreign: Target;

  const target = async (region: string): Promise<Target> => {
    const sent = await runningBroadcast(source, new Keys(testConfig(publisher.db.url)), {
      channel: 'sms',
      states: ['accepted'],
      document: SMS_DOCUMENT,
    });
    await source.query(
      `UPDATE broadcasts SET draft = '{"title": "Uji", "kind": "ordinary", "reach": "preferred", "channels": ["sms"],
         "contents": {"sms": {"id": {"body": "Uji"}}}, "schedule": {"at": "now"}}'::jsonb
         || jsonb_build_object('audience', jsonb_build_object('regions', jsonb_build_array($3::text), 'languages', '[]'::jsonb, 'topics', '[]'::jsonb)),
         organisation_id = $2 WHERE id = $1`,
      [sent.id, publisher.staff.organisations.ministry, region],
    );
    return { id: sent.id, addressId: sent.addressIds[0] ?? '' };
  };
  const aim = async (): Promise<void> => {
    own = await target('11');
    foreign = await target('12');
  };

  beforeAll(async () => {
    publisher = await testPublisher();
    source = publisher.db.source;
    await aim();
    const { organisations } = publisher.staff;
    people = await Promise.all(
      OFFICES.flatMap((office) =>
        ROLES.map(async (role): Promise<Person> => {
          const username = `${office}.${role}`;
          await source.query(
            `INSERT INTO people (organisation_id, username, name, password_hash)
             SELECT $1, $2, $2, password_hash FROM people WHERE username = 'penulis'`,
            [organisations[office], username],
          );
          await tamper(
            source,
            'INSERT INTO person_roles (person_id, role) SELECT id, $2 FROM people WHERE username = $1',
            [username, role],
          );
          return { role, office, cookie: await cookieOf(publisher.url, username) };
        }),
      ),
    );
  });
  afterAll(() => publisher?.stop());

  // Without a body a route checks no media type, and the request reaches its guard.
  const knock = async (route: string, cookie: string, at: Target): Promise<number> => {
    const [method = '', pattern = ''] = route.split(' ');
    const ofBroadcast = pattern.startsWith('/api/v1/broadcasts/:id');
    const path = pattern
      .replace(':addressId', at.addressId)
      .replaceAll(/:\w+/g, ofBroadcast ? at.id : '999999999');
    const body = ofBroadcast ? (BODIES[route] ?? BODIES[pattern.split('/').pop() ?? ''] ?? {}) : null;
    const response = await fetch(publisher.url + path, {
      method,
      redirect: 'manual',
      headers: { cookie, ...(body && method !== 'GET' && { 'content-type': 'application/json' }) },
      ...(body && method !== 'GET' && { body: JSON.stringify(body) }),
    });
    await response.body?.cancel();
    expect([route, response.status < 500]).toEqual([route, true]);
    return response.status;
  };

  /** Who is admitted, as `role` or `role (own)`, by office. */
  const admitted = async (route: string): Promise<Record<Office, string[]>> => {
    const found: Record<Office, string[]> = { ministry: [], kpu: [], 'kpu-aceh': [] };
    const ofBroadcast = route.includes(' /api/v1/broadcasts/:id');
    const ask = async ({ role, office, cookie }: Person): Promise<void> => {
      const inside = async (at: Target): Promise<boolean> => {
        const status = await knock(route, cookie, at);
        if (status < 300 && ofBroadcast && !route.startsWith('GET')) await aim();
        return ![401, 403, ...(ofBroadcast ? [404] : [])].includes(status);
      };
      if (!(await inside(own))) return;
      found[office].push(!ofBroadcast || (await inside(foreign)) ? role : `${role} _(own)_`);
    };
    if (route.startsWith('GET')) await Promise.all(people.map(ask));
    else for (const person of people) await ask(person);
    for (const office of OFFICES) found[office].sort();
    return found;
  };

  it(`admits the roles in ${FILE}, and nobody else`, async () => {
    const lines: string[] = [];
    const routes = [...new Set(routesOf(publisher.app)), ...QUEUES].toSorted((a, b) => {
      const [[oneVerb, one], [otherVerb, other]] = [a, b].map((route) => route.split(' ')) as [
        string[],
        string[],
      ];
      return `${one} ${oneVerb}` < `${other} ${otherVerb}` ? -1 : 1;
    });
    for (const route of routes) {
      if (![401, 403].includes(await knock(route, '', own))) {
        lines.push(`- \`${route}\` – anybody, signed in or not\n`);
        continue;
      }
      if (ENDS.includes(route)) continue;
      const found = await admitted(route);
      const all = OFFICES.every(
        (office) => found[office].length === ROLES.length && !found[office].join().includes('own'),
      );
      const said = OFFICES.filter((office) => found[office].length > 0).map(
        (office) =>
          `${NAMES[office]}: ${found[office].length === ROLES.length ? 'any role' : found[office].join(', ')}`,
      );
      lines.push(`- \`${route}\` – ${all ? 'whoever is signed in' : said.join('; ') || 'nobody'}\n`);
    }
    const text = HEAD + lines.join('');
    expect(text).toBe(keptTable(FILE, text));
    expect(await rows(source.manager, 'SELECT FROM emergency_stops')).toEqual([]);
  });

  it('has no mounts beside it but the known ones', () => {
    const beside = layersOf(publisher.app).filter(({ route }) => !route);
    const everywhere = beside.filter((layer) => layer.match('/a-path-nobody-mounts'));
    const mounted = beside.filter((layer) => !everywhere.includes(layer));
    for (const layer of mounted) expect(MOUNTED.some((prefix) => layer.match(`${prefix}/x`))).toBe(true);
    expect(everywhere.map(({ name }) => name)).toEqual(PASSED);
  });
});
