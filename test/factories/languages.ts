import { readFileSync } from 'node:fs';
import type { LiveLanguage, LiveLanguages } from '#audience/languages';
import { rows, type Tx } from '#platform/database';

const FILE = JSON.parse(readFileSync('libs/audience/data/languages.json', 'utf8')) as LiveLanguage[];

/** The languages of the data file as if each were live. */
export const KNOWN_LANGUAGES: LiveLanguages = new Map(
  FILE.map((words) => [words.code, { ...words, version: 1 }]),
);

/** The consent wording that {@link makeLive} fills in. */
export const TEST_CONSENT = {
  data: '{ministry} angsal nyimpen alamat kula.',
  messages: '{ministry} angsal ngirim pesen sing disahaké {commission}.',
};

/**
 * Makes the proposed version of a language live, with a consent wording; its data must be loaded, and one person stored.
 * @param tx as the owner of the tables
 */
export async function makeLive(tx: Tx, code: string): Promise<void> {
  const live = await rows(
    tx,
    `UPDATE languages SET state = 'approved', consent_data = $2, consent_messages = $3, reader = 'Penutur asli',
       reason = 'Uji', approved_by = (SELECT min(id) FROM people), approved_at = siar_now()
     WHERE code = $1 AND state = 'proposed' RETURNING 1`,
    [code, TEST_CONSENT.data, TEST_CONSENT.messages],
  );
  if (live.length !== 1) throw new Error(`no version of ${code} is proposed`);
}
