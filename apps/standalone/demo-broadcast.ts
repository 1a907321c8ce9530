import { CHANNELS } from '#channels';
import { DEMO_TEXTS } from './demo-texts.js';
import { approve, type Ask } from './staff-api.js';

/** Delay of the first zone's wave, and the distance between waves, in seconds. */
const FIRST_WAVE_S = 6;
const BETWEEN_WAVES_S = 4;

/**
 * Composes the demo's broadcast as an author of the ministry and approves it as a reviewer of KPU, by the staff API: to
 * all provinces, over every channel.
 * @returns its id
 */
export async function sendDemo(author: Ask, reviewer: Ask): Promise<string> {
  const { regions: all } = await author<{ regions: { code: string; kind: string; timeZone: string }[] }>(
    'GET',
    '/regions',
  );
  const regions = all.filter(({ kind }) => kind === 'province');
  const { id } = await author<{ id: string }>('POST', '/broadcasts', {
    title: 'Pengingat hari pemungutan suara (demo)',
    kind: 'urgent',
    reach: 'every',
    channels: CHANNELS,
    contents: DEMO_TEXTS,
    audience: { regions: regions.map(({ code }) => code) },
    electionId: 'pemilu-2024',
    neutral: true,
    schedule: { ...schedule(regions), leaveWindow: true },
  });
  const submitted = await author<{ submission: { digest: string } }>('POST', `/broadcasts/${id}/submit`, {
    confirmLocalHours: true,
  });
  await approve(reviewer, id, submitted.submission.digest);
  return id;
}

/** WIT first, then WITA, then WIB, a few seconds apart: each as a wall-clock time in its own zone. */
function schedule(regions: { code: string; timeZone: string }[]): {
  at: string;
  perRegion: Record<string, string>;
} {
  const start = Date.now() + FIRST_WAVE_S * 1000;
  const place: Record<string, number> = { 'Asia/Jayapura': 0, 'Asia/Makassar': 1 };
  const local = (timeZone: string): string =>
    new Date(start + (place[timeZone] ?? 2) * BETWEEN_WAVES_S * 1000)
      .toLocaleString('sv-SE', { timeZone })
      .replace(' ', 'T');
  return {
    at: local('Asia/Jakarta'),
    perRegion: Object.fromEntries(regions.map(({ code, timeZone }) => [code, local(timeZone)])),
  };
}
