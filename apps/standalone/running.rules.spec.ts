import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refuseSecond } from './running.js';

describe('a second start in one folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'siar-running-'));
    mkdirSync(join(folder, 'postgres'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const postmaster = (pid: number | undefined): void =>
    writeFileSync(join(folder, 'postgres', 'postmaster.pid'), `${pid}\n/data\n1764650000\n5432\n`);

  it('is refused while PostgreSQL runs there, by its process', () => {
    postmaster(process.pid);
    expect(() => refuseSecond(folder)).toThrow(`PostgreSQL is process ${process.pid}`);
  });

  it('goes on where nothing was started, or what was started has ended', () => {
    expect(() => refuseSecond(folder)).not.toThrow();
    expect(() => refuseSecond(join(folder, 'new'))).not.toThrow();
    postmaster(spawnSync('true').pid);
    expect(() => refuseSecond(folder)).not.toThrow();
  });
});
