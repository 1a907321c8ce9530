import { marksOf } from '../../factories/marks.js';
import { DEMO_TEXTS } from '../../../apps/standalone/demo-texts.js';
import type { TestSystem } from '../../factories/system.js';
import { later } from './view.js';

/** An hour that differs from the election's. */
export const WRONG = DEMO_TEXTS.sms.id.body.replace('07.00-13.00', '08.00-13.00');

/** A broadcast that has reached only some of its recipients: the one that a correction corrects. */
async function mistaken(system: TestSystem): Promise<string> {
  const id = await system.broadcast({ title: 'Jam buka yang keliru' });
  const operator = await system.as('operator');
  await operator('POST', `/api/v1/broadcasts/${id}/pause`, {
    channel: 'telegram',
    doubt: false,
    reason: 'Jam di SMS keliru',
  });
  await system.until(id, ({ total }) => total.accepted + total.delivered > 100);
  return id;
}

/** A complete correction of a broadcast. @returns its id */
async function corrected(system: TestSystem, original: string): Promise<string> {
  const author = await system.as('penulis');
  const { body } = await author<{ id: string; version: number; draft: { contents: typeof DEMO_TEXTS } }>(
    'POST',
    `/api/v1/broadcasts/${original}/corrections`,
    { title: 'Ralat: jam buka TPS' },
  );
  const { id, version, draft } = body;
  const sms = { ...draft.contents.sms, id: { body: WRONG } };
  await author('PATCH', `/api/v1/broadcasts/${id}`, {
    version,
    contents: { ...draft.contents, sms },
    schedule: { at: 'now', leaveWindow: true },
    correction: { toThoseWhoLeft: false, telegram: { original: 'edit', message: true } },
  });
  return id;
}

const approved = new WeakMap<TestSystem, Promise<string>>();

/** A corrected broadcast, created on the first call. @returns its id */
export function wasCorrected(system: TestSystem): Promise<string> {
  const made = approved.get(system) ?? approvedCorrection(system);
  approved.set(system, made);
  return made;
}

async function approvedCorrection(system: TestSystem): Promise<string> {
  const author = await system.as('penulis');
  const reviewer = await system.as('kpu-nasional');
  const original = await system.broadcast({
    title: 'Jam buka yang keliru',
    schedule: { at: later(), leaveWindow: true },
  });
  const id = await corrected(system, original);
  const { body } = await author<{ submission: { digest: string } }>(
    'POST',
    `/api/v1/broadcasts/${id}/submit`,
    { confirmLocalHours: true },
  );
  const approved = await reviewer('POST', `/api/v1/broadcasts/${id}/approve`, {
    digest: body.submission.digest,
    confirmLocalHours: true,
    acknowledged: await marksOf(reviewer, id),
  });
  expect(approved.status).toBe(200);
  return original;
}

const corrections = new WeakMap<TestSystem, Promise<string>>();

/** The same correction before its submission, created on the first call. */
export function correction(system: TestSystem): Promise<string> {
  const made = corrections.get(system) ?? mistaken(system).then((id) => corrected(system, id));
  corrections.set(system, made);
  return made;
}
