import { newCode } from '#platform/crypto';
import { row, type Tx } from '#platform/database';
import type { SignedIn } from '#staff/roles';
import { note } from '../acts.js';
import { recordingsIn } from '../content/alternatives.rules.js';
import { noteUses } from '../recordings/recordings.js';
import type { UsedTemplate } from '../templates/templates.rules.js';
import { refuse } from './assess.js';
import type { Draft } from './draft.js';
import { keepVersion } from './versions.js';

/** A place in a series. */
interface Place {
  id: string;
  daysBefore: number;
}

/** The origin of a new broadcast. */
interface Origin {
  originalId?: string | null;
  template?: UsedTemplate | null;
  /** Of a reminder. */
  series?: Place;
}

/**
 * Stores a new broadcast of the person's office, whose references were looked up, with its entry in the audit trail.
 * @returns its id
 */
export async function insertDraft(
  tx: Tx,
  person: SignedIn,
  draft: Draft,
  { originalId = null, template = null, series }: Origin,
  act: string,
  detail: Record<string, unknown>,
): Promise<string> {
  const { organisation, personId } = person;
  const made = await row<{ id: string }>(
    tx,
    `INSERT INTO broadcasts (kind, title, draft, organisation_id, author_id, editors, original_id, election_id, public_code, template)
     VALUES ($1, $2, $3, $4, $5, ARRAY[$5::bigint], $6, $7, $8, $9) RETURNING id`,
    [
      draft.kind,
      draft.title,
      draft,
      organisation.id,
      personId,
      originalId,
      draft.electionId ?? null,
      newCode(),
      template,
    ],
  );
  if (!made) throw new Error('The broadcast was not made');
  if (series) await joinSeries(tx, made.id, series);
  refuse('unsaved', await noteUses(tx, made.id, 0, recordingsIn(draft)));
  await keepVersion(tx, made.id, { version: 1, draft, by: personId });
  await note(tx, person, act, made.id, { kind: draft.kind, ...detail });
  return made.id;
}

/** Makes a broadcast a reminder of a series. */
export async function joinSeries(tx: Tx, broadcastId: string, { id, daysBefore }: Place): Promise<void> {
  await tx.query('INSERT INTO series_members (broadcast_id, series_id, days_before) VALUES ($1, $2, $3)', [
    broadcastId,
    id,
    daysBefore,
  ]);
}
