import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { projectRoot } from '#platform/program';
import { type KubernetesObject, schemaFaults } from './kubernetes.js';

const FOLDER = join(projectRoot, 'deploy/kubernetes');

/** The objects in the files; patches and kustomizations are no objects. */
const objects = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.yaml') && !/(?:kustomization|pod)\.yaml$/.test(file))
  .flatMap((file) => parseAllDocuments(readFileSync(join(FOLDER, file), 'utf8')))
  .map((document) => document.toJS() as KubernetesObject);

// One program of the compiler for all, the wrong ones among them, so that a check that finds nothing cannot pass.
it('deploy/kubernetes is as the schemas of Kubernetes and KEDA want it', () => {
  expect(objects.length).toBeGreaterThan(20);
  const service = objects.find(({ kind }) => kind === 'Service');
  const wrong = (name: string, spec: object): KubernetesObject => ({
    ...structuredClone(service as KubernetesObject),
    metadata: { name },
    spec,
  });
  const unknownField = wrong('unknown-field', { clusterIp: 'None' });
  const wrongType = wrong('wrong-type', { ports: [{ port: true }] });
  expect(schemaFaults([...objects, unknownField, wrongType])).toEqual([
    expect.stringMatching(/^Service unknown-field: .*clusterIp/),
    expect.stringMatching(/^Service wrong-type: .*boolean/),
  ]);
});
