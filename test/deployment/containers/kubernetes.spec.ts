import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { CHANNELS } from '#channels';
import { GATEWAY_SETTINGS } from '#platform/config';
import { projectRoot } from '#platform/program';
import { type KubernetesObject, schemaFaults } from '../kubernetes.js';
import { run } from './docker.js';

interface Container {
  command: string[];
  env?: { name: string; value: string }[];
  envFrom: { configMapRef?: { name: string }; secretRef?: { name: string } }[];
  ports?: { name: string; containerPort: number }[];
  securityContext: object;
  livenessProbe?: { httpGet: { path: string } };
  readinessProbe?: { httpGet: { path: string } };
  volumeMounts: { name: string; mountPath: string }[];
}
interface Pod {
  metadata: { labels: Record<string, string> };
  spec: { containers: Container[]; [field: string]: unknown };
}
interface Policy extends KubernetesObject {
  spec: {
    podSelector: { matchLabels: Record<string, string> };
    policyTypes: string[];
    egress?: { to: { ipBlock?: { cidr: string } }[]; ports: { port: number | string }[] }[];
    ingress?: { from: unknown[]; ports: { port: number | string }[] }[];
  };
}

/** What kustomize makes of the example. */
describe('deploy/kubernetes/overlays/example', () => {
  let objects: KubernetesObject[];
  let pods: Map<string, Pod>;
  beforeAll(async () => {
    const built = await run('kustomize', ['build', join(projectRoot, 'deploy/kubernetes/overlays/example')]);
    objects = parseAllDocuments(built).map((document) => document.toJS() as KubernetesObject);
    pods = new Map(
      objects
        .filter(({ kind }) => ['Deployment', 'StatefulSet', 'Job'].includes(kind))
        .map(({ metadata, spec }) => [metadata.name, (spec as { template: Pod }).template]),
    );
  });
  const container = (name: string): Container => {
    const found = pods.get(name)?.spec.containers[0];
    if (!found) throw new Error(`there is no ${name}`);
    return found;
  };
  const policies = (direction: 'Ingress' | 'Egress', program: string): Policy[] =>
    (objects as Policy[]).filter(
      ({ kind, spec }) =>
        kind === 'NetworkPolicy' &&
        spec.policyTypes.includes(direction) &&
        Object.entries(spec.podSelector.matchLabels).every(
          ([label, value]) => pods.get(program)?.metadata.labels[label] === value,
        ),
    );
  const reached = (program: string): (number | string)[] =>
    policies('Egress', program)
      .flatMap(({ spec }) => spec.egress ?? [])
      .flatMap(({ ports }) => ports.map(({ port }) => port))
      .filter((port, index, all) => all.indexOf(port) === index);

  it('is as the schemas of Kubernetes and KEDA want it', () => {
    expect(schemaFaults(objects)).toEqual([]);
  });

  it('runs every program of docker-compose.yml, and a worker for each channel', () => {
    expect([...pods.keys()].toSorted()).toEqual(
      [
        'siar-publisher',
        'siar-gateway',
        'siar-registrar',
        'siar-migrate',
        ...CHANNELS.map((channel) => `siar-worker-${channel}`),
      ].toSorted(),
    );
    for (const channel of CHANNELS)
      expect(container(`siar-worker-${channel}`).env).toContainEqual({ name: 'CHANNEL', value: channel });
  });

  it('gives no pod more than the standard "restricted" allows, and none process 1', () => {
    for (const [name, { spec }] of pods) {
      expect([name, spec]).toMatchObject([
        name,
        {
          shareProcessNamespace: true,
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          terminationGracePeriodSeconds: 65,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 1000,
            seccompProfile: { type: 'RuntimeDefault' },
          },
        },
      ]);
      expect(container(name).securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(container(name).volumeMounts).toContainEqual({ name: 'tmp', mountPath: '/tmp' });
    }
  });

  it('restarts a program that hangs, and no program because a provider or the database is away', () => {
    for (const name of pods.keys()) {
      if (name === 'siar-migrate') continue;
      const { livenessProbe, readinessProbe } = container(name);
      expect(livenessProbe?.httpGet.path).toBe('/health/live');
      expect(readinessProbe?.httpGet.path).toBe(
        name === 'siar-publisher' ? '/health/ready?without=providers' : '/health/ready',
      );
    }
  });

  it('keeps what a worker marks beyond its pod', () => {
    for (const channel of CHANNELS) {
      const worker = objects.find(
        ({ kind, metadata }) => kind === 'StatefulSet' && metadata.name === `siar-worker-${channel}`,
      );
      expect(worker?.['spec']).toMatchObject({
        volumeClaimTemplates: [{ metadata: { name: 'marks' } }],
        persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
        serviceName: `siar-worker-${channel}`,
      });
      expect(container(`siar-worker-${channel}`).volumeMounts).toContainEqual({
        name: 'marks',
        mountPath: '/var/lib/siar',
      });
      expect(container(`siar-worker-${channel}`).env).toContainEqual({
        name: 'STATE_DIR',
        value: '/var/lib/siar',
      });
    }
  });

  it('gives the gateway nothing but its own settings', () => {
    const { env = [], envFrom } = container('siar-gateway');
    const sources = envFrom.map(({ configMapRef, secretRef }) => (configMapRef ?? secretRef)?.name);
    const given = objects
      .filter(
        ({ kind, metadata }) => ['ConfigMap', 'Secret'].includes(kind) && sources.includes(metadata.name),
      )
      .flatMap(({ data }) => Object.keys(data as object));
    expect(given.length).toBeGreaterThan(5);
    const known: readonly string[] = GATEWAY_SETTINGS;
    expect([...given, ...env.map(({ name }) => name)].filter((name) => !known.includes(name))).toEqual([]);
  });

  it('reaches as far as the networks of docker-compose.yml, and no further', () => {
    expect(reached('siar-gateway')).toEqual([4300, 53, 5432]);
    expect(reached('siar-migrate')).toEqual([53, 5432]);
    expect(reached('siar-registrar')).not.toContain(6379);
    for (const name of ['siar-publisher', ...CHANNELS.map((channel) => `siar-worker-${channel}`)])
      expect(reached(name)).toEqual(expect.arrayContaining([5432, 6379, 443]));
    for (const name of pods.keys()) {
      const froms = policies('Ingress', name).flatMap(({ spec }) => spec.ingress ?? []);
      // Each is reached by Prometheus; besides, the proxies reach two, and the gateway the registrar.
      const others = froms.filter(({ ports }) => ports.some(({ port }) => port !== 'http'));
      const ports =
        { 'siar-publisher': [4000], 'siar-gateway': [4100], 'siar-registrar': [4300] }[name] ?? [];
      expect([name, others.flatMap((one) => one.ports.map(({ port }) => port))]).toEqual([name, ports]);
    }
  });

  it('scales workers that exist, by a metric that exists', () => {
    const scaled = objects.filter(({ kind }) => kind === 'ScaledObject');
    expect(
      scaled.map(({ spec }) => (spec as { scaleTargetRef: { name: string } }).scaleTargetRef.name).toSorted(),
    ).toEqual(CHANNELS.map((channel) => `siar-worker-${channel}`).toSorted());
    const metrics = readFileSync(join(projectRoot, 'apps/publisher/ops/metrics.ts'), 'utf8');
    for (const { spec } of scaled)
      for (const { metadata } of (spec as { triggers: { metadata: { query: string } }[] }).triggers) {
        const name = /\((\w+)\{/.exec(metadata.query)?.[1];
        expect(metrics).toContain(`'${name}'`);
      }
  });
});
