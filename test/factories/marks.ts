import type { Ask } from './staff.js';

/** The ids of all marks of a review: the acknowledgement of a reviewer who accepts everything. */
export async function marksOf(ask: Ask, broadcastId: string): Promise<string[]> {
  const { body } = await ask<{ findings: { id: string }[] }>(
    'GET',
    `/api/v1/broadcasts/${broadcastId}/review`,
  );
  return body.findings.map(({ id }) => id);
}
