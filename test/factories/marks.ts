import type { Ask } from './staff.js';

/** The ids of all marks of a review: what a reviewer acknowledges who lets everything stand. */
export async function marksOf(ask: Ask, broadcastId: string): Promise<string[]> {
  const { body } = await ask<{ findings: { id: string }[] }>(
    'GET',
    `/api/v1/broadcasts/${broadcastId}/review`,
  );
  return body.findings.map(({ id }) => id);
}
