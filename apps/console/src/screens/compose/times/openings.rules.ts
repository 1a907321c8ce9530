import type { Outlook } from '../../../api';
import type { Fault } from '../../../http';
import type { ComposeForm } from '../form.rules';

/** Times that an author can take instead of times that cannot be met. */
export type Openings = Outlook['nextOpenings'];

const BASE = 'schedule.at';
const OWN = 'schedule.perRegion.';

/**
 * The change of the form that takes the openings. A base time is replaced by one time that suits all its regions: the
 * latest of their wall-clock openings lies ahead, and within the send hours, on every clock. Only a part of "at once"
 * needs times of its own.
 */
export function taking(
  { when, regions, perRegion }: Pick<ComposeForm, 'when' | 'regions' | 'perRegion'>,
  openings: Openings,
): Partial<ComposeForm> {
  const own = openings.filter(({ path }) => path.startsWith(OWN));
  const at = newBase({ when, regions }, openings);
  const rows = { ...perRegion };
  if (at !== null)
    for (const { path, passed } of own) if (passed) Reflect.deleteProperty(rows, path.slice(OWN.length));
  for (const { path } of own) {
    const code = path.slice(OWN.length);
    if (code in rows) rows[code] = latest(own.filter((one) => one.path === path));
  }
  if (at !== null) return { when: 'at', at, perRegion: rows };
  for (const { path, at: time, regions: codes } of openings)
    if (path === BASE) for (const code of codes) rows[code] = time;
  return { perRegion: rows };
}

/** The base time that the openings ask for; null: the base time stays. */
export function newBase(
  { when, regions }: Pick<ComposeForm, 'when' | 'regions'>,
  openings: Openings,
): string | null {
  const base = openings.filter(({ path }) => path === BASE);
  if (base.length === 0) return null;
  // A region goes by the base time once its own has passed.
  if (when === 'at')
    return latest(openings.filter(({ path, passed }) => path === BASE || (passed && path.startsWith(OWN))));
  const everywhere = new Set(openings.flatMap((one) => one.regions)).size === regions.length;
  return everywhere && new Set(base.map(({ at }) => at)).size === 1 ? latest(base) : null;
}

/** The own times without those that have passed, by the faults of the schedule. */
export function withoutPassed(
  perRegion: ComposeForm['perRegion'],
  faults: readonly Pick<Fault, 'code' | 'path'>[],
): ComposeForm['perRegion'] {
  const passed = passedPaths(faults);
  return Object.fromEntries(Object.entries(perRegion).filter(([code]) => !passed.has(`${OWN}${code}`)));
}

/** The places of the send times that have passed. */
export const passedPaths = (faults: readonly Pick<Fault, 'code' | 'path'>[]): ReadonlySet<string> =>
  new Set(faults.filter(({ code }) => code === 'passed' || code === 'passed-zones').map(({ path }) => path));

const latest = (openings: Openings): string =>
  openings
    .map(({ at }) => at)
    .toSorted()
    .at(-1) ?? '';
