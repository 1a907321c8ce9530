/** Where a PostgreSQL server listens. */
export interface Host {
  host: string;
  port: number;
}

const PARTS = /^(postgres(?:ql)?:\/\/(?:[^@/?]*@)?)([^@/?]*)(.*)$/s;

/**
 * Splits a connection URL with several hosts, as libpq has it: `postgres://user:secret@one:5432,two:5432/siar`.
 * @returns the URL with the first host alone, and all hosts; null when it is no such URL. Pure.
 */
export function splitHosts(databaseUrl: string): { url: string; hosts: Host[] } | null {
  const [, before = '', list = '', after = ''] = PARTS.exec(databaseUrl) ?? [];
  if (before === '') return null;
  const names = list.split(',');
  const hosts: Host[] = [];
  for (const name of names) {
    if (names.length > 1 && name === '') return null;
    if (!URL.canParse(`postgres://${name}/`)) return null;
    const { hostname, port } = new URL(`postgres://${name}/`);
    hosts.push({ host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port || 5432) });
  }
  const url = `${before}${names[0]}${after}`;
  return URL.canParse(url) ? { url, hosts } : null;
}
