import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../apps/standalone/children.js';
import { METRICS_TOKEN, type Prometheus, startPrometheus } from '../factories/prometheus.js';
import {
  begin,
  end,
  keepBusy,
  startTwoAccounts,
  type Trouble,
  type TwoAccounts,
} from '../faults/scenarios/accounts.js';
import { flush } from '../faults/scenarios/queue-emptied.js';
import { note } from '../faults/harness.js';
import { type Fault, type FaultName, FAULTS } from './faults.js';
import { type RecordedTest, fromFile, recordedSeries, type Series, toFile, toTest } from './recording.js';

/** As docs/alerts.md has it. */
const SCRAPE_SECONDS = 15;
/** How long Siar runs undisturbed before each fault, in seconds. */
const CALM_SECONDS = 60;
/** How long the end of an alert is waited for, in seconds: what was killed is named for five minutes. */
const PATIENCE_SECONDS = 400;
/** Copies a second of each account: a broadcast lasts as long as the faults. */
const RATE = 4;

/** Brings a fault about. @returns what ends it */
type Strike = () => Promise<() => Promise<unknown>>;

describe('the alerts of each fault', () => {
  let accounts: TwoAccounts;
  let prometheus: Prometheus;

  beforeAll(async () => {
    accounts = await startTwoAccounts({
      backend: 'redis',
      contacts: 12_000,
      rates: { email: RATE, sms: RATE },
      more: { METRICS_TOKEN, LEASE_SECONDS: '60', PROVIDER_TIMEOUT_SECONDS: '15', PROBE_SECONDS: '5' },
    });
    const { fleet } = accounts;
    const port = await freePort();
    await fleet.start('publisher-2', { PORT: String(port) });
    prometheus = await startPrometheus(
      {
        publisher: [fleet.system.publisherUrl, `http://127.0.0.1:${port}`],
        gateway: [fleet.system.gatewayUrl],
        registrar: [fleet.system.env['REGISTRAR_URL'] ?? ''],
        worker: fleet.system.children
          .filter(({ name }) => name.startsWith('worker-'))
          .map(({ ready }) => ready['url'] ?? ''),
      },
      SCRAPE_SECONDS,
    );
    workerPort = new URL(
      fleet.system.children.find(({ name }) => name === 'worker-email-2')?.ready['url'] ?? '',
    ).port;
    publisherPort = String(port);
  }, 180_000);
  let workerPort = '';
  let publisherPort = '';
  afterAll(async () => {
    await prometheus?.stop();
    await accounts?.stop();
  });

  const firing = async (): Promise<string[]> => {
    const { alerts } = await prometheus.ask<{ alerts: { state: string; labels: { alertname: string } }[] }>(
      'alerts',
    );
    return alerts.filter(({ state }) => state === 'firing').map(({ labels }) => labels.alertname);
  };
  /** What fired at any moment since the calm before the fault, each name once. */
  const firedSince = async (from: number): Promise<string[]> => {
    const seconds = Math.ceil((Date.now() - from) / 1000);
    const { result } = await prometheus.ask<{ result: { metric: { alertname: string } }[] }>('query', {
      query: `count by (alertname) (max_over_time(ALERTS{alertstate="firing"}[${seconds}s]))`,
    });
    return result.map(({ metric }) => metric.alertname).toSorted();
  };
  const killed = (name: string, port: () => string): Strike => {
    return async () => {
      await accounts.fleet.kill(name);
      return () => accounts.fleet.start(name, { PORT: port() });
    };
  };
  const frozen = (name: string): Strike => {
    return () => {
      const wake = accounts.fleet.freeze(name);
      return Promise.resolve(() => Promise.resolve(wake()));
    };
  };
  const trouble = (kind: Trouble, which: 'email-1' | 'email'): Strike => {
    return async () => {
      const struck = accounts.providers.filter(({ name }) => name.startsWith(which));
      for (const one of struck) await begin[kind](one);
      return async () => {
        for (const one of struck) await end[kind](one);
      };
    };
  };
  const server = (name: 'postgres' | 'redis'): Strike => {
    return async () => {
      await accounts.fleet.kill(name);
      return () => accounts.fleet.start(name);
    };
  };
  const STRIKES: Record<FaultName, Strike> = {
    'nothing is wrong': () => Promise.resolve(() => Promise.resolve()),
    'a channel worker is killed': killed('worker-email-2', () => workerPort),
    'a publisher is killed': killed('publisher-2', () => publisherPort),
    'the whole queue is lost': async () => {
      await flush(accounts.fleet.system.env['QUEUE_URL'] ?? '');
      return () => Promise.resolve();
    },
    'PostgreSQL is killed and comes back 10 s later': server('postgres'),
    'Redis is killed and comes back 10 s later': server('redis'),
    'PostgreSQL stays away': server('postgres'),
    'Redis stays away': server('redis'),
    'a channel worker hangs': frozen('worker-email-2'),
    'a publisher hangs': frozen('publisher-2'),
    'PostgreSQL hangs': frozen('postgres'),
    'Redis hangs': frozen('redis'),
    'a provider hangs': trouble('hung', 'email'),
    'a provider refuses connections': trouble('killed', 'email'),
    'a provider says "slow down"': trouble('throttling', 'email'),
    'one of two accounts is killed': trouble('killed', 'email-1'),
    'one of two accounts refuses us': trouble('refusing', 'email-1'),
    'a broadcast is paused': async () => {
      const { fleet, broadcasts } = accounts;
      const id = broadcasts.at(-1)?.id ?? '';
      await (
        await fleet.as('operator')
      )('POST', `/broadcasts/${id}/pause`, { reason: 'uji' });
      return async () => (await fleet.as('operator'))('POST', `/broadcasts/${id}/resume`, {});
    },
    'everything is stopped': async () => {
      const operator = await accounts.fleet.as('operator');
      await operator('POST', '/emergency-stop', { reason: 'uji' });
      return () => operator('POST', '/emergency-stop/lift', { note: 'uji' });
    },
  };

  /** A pattern of names: only these are recorded, and the others stay as they were. */
  const only = new RegExp(process.env['FAULT'] ?? '');
  const tests: RecordedTest[] = [];
  it.each((Object.entries(FAULTS) as [FaultName, Fault][]).filter(([name]) => only.test(name)))(
    '%s',
    async (name, { seconds, alerts, also = [] }) => {
      accounts.fleet.signInAnew();
      await keepBusy(accounts, CALM_SECONDS + seconds);
      const calm = Date.now();
      await sleep(CALM_SECONDS * 1000);
      const mend = await STRIKES[name]();
      await sleep(seconds * 1000);
      await mend();
      const mended = performance.now();
      // Copies are new for ten minutes; a replay begins with no news.
      while ((await firing()).some((alert) => alert !== 'SiarUnknownCopies')) {
        if (performance.now() - mended > PATIENCE_SECONDS * 1000)
          throw new Error(`still firing: ${(await firing()).join(', ')}`);
        await sleep(1000);
      }
      const fired = await firedSince(calm);
      const news = (alert: string): boolean =>
        alert !== 'SiarUnknownCopies' || alerts.includes(alert) || also.includes(alert);
      const told = fired.filter(news);
      note(`${name}: ${told.join(', ') || 'no alert'}`);
      const to = Date.now() / 1000;
      const { result } = await prometheus.ask<{ result: Series[] }>('query_range', {
        query: recordedSeries(),
        start: String(calm / 1000),
        end: String(to),
        step: String(SCRAPE_SECONDS),
      });
      tests.push(toTest(name, result, { stepSeconds: SCRAPE_SECONDS, from: calm / 1000, to, alerts, also }));
      expect(told.filter((alert) => !also.includes(alert))).toEqual([...alerts].sort());
    },
    1_200_000,
  );

  it('are written down', () => {
    const file = new URL('recorded.test.yml', import.meta.url);
    const before = existsSync(file) ? fromFile(readFileSync(file, 'utf8')) : [];
    const of = new Map([...before, ...tests].map((test) => [test.name, test]));
    const now = Object.keys(FAULTS).flatMap((name) => of.get(name) ?? []);
    writeFileSync(file, toFile(now, SCRAPE_SECONDS));
  });
});
