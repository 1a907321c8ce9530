import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../containers/docker.js';

/**
 * Makes an authority, and for each host a key and a certificate of its names and addresses.
 * @param folder gets ca.crt, and NAME.crt and NAME.key of each host
 */
export async function makeCertificates(
  folder: string,
  hosts: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const at = (file: string): string => join(folder, file);
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const ca = ['-keyout', at('ca.key'), '-out', at('ca.crt'), '-subj', '/CN=Siar test'];
  await run('openssl', ['req', '-x509', ...key, ...ca]);
  for (const [name, addresses] of hosts) {
    const names = [`DNS:${name}`, ...addresses.map((address) => `IP:${address}`)].join(',');
    const signed = ['-CA', at('ca.crt'), '-CAkey', at('ca.key'), '-subj', `/CN=${name}`];
    const use = ['-addext', `subjectAltName=${names}`, '-addext', 'basicConstraints=critical,CA:FALSE'];
    await run('openssl', [
      'req',
      '-x509',
      ...key,
      ...signed,
      ...use,
      '-keyout',
      at(`${name}.key`),
      '-out',
      at(`${name}.crt`),
    ]);
  }
}
