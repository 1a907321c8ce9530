import { Injectable } from '@nestjs/common';
import { record } from '#audit';
import type { LanguageState } from '#contract/api/languages';
import { type LanguageWords, missingIn } from '#contract/language.rules';
import { fault } from '#contract/problems';
import { Database, row, rows, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import { move } from '#platform/states';
import { REGIONAL_WORDING } from '../joining/consent-wording.js';
import { LANGUAGES } from './language.states.js';

/** A language that messages can be written in now, with the words of its live version. */
export interface LiveLanguage extends LanguageWords {
  code: string;
  version: number;
}

/** The live languages by their codes, in order of code. Indonesian and English are built in and not among them. */
export type LiveLanguages = ReadonlyMap<string, LiveLanguage>;

/** A version of a language's words, as it is stored. */
export interface LanguageRecord {
  code: string;
  version: number;
  edit: number;
  state: LanguageState;
  words: LanguageWords;
  source: string;
  missing: string[];
  /** People who have edited it, by id. */
  editors: string[];
  approvedBy: { id: string; name: string } | null;
  approvedAt: Date | null;
  reader: string | null;
  reason: string | null;
  updatedAt: Date;
}

const WORDS = `json_build_object('ownName', l.own_name, 'name', json_build_object('id', l.indonesian_name, 'en', l.english_name),
    'direction', l.direction, 'days', l.days, 'months', l.months, 'nameless', l.nameless,
    'consent', json_build_object('data', l.consent_data, 'messages', l.consent_messages)) AS words`;

/** The live languages. @param tx reads them within a transaction */
export async function liveLanguages(tx: Tx): Promise<LiveLanguages> {
  const live = await rows<{ code: string; version: number; words: LanguageWords }>(
    tx,
    `SELECT l.code, l.version, ${WORDS} FROM languages l WHERE l.state = 'approved' ORDER BY l.code`,
  );
  return new Map(live.map(({ code, version, words }) => [code, { code, version, ...words }]));
}

/** The consent texts of a version that was live once, by purpose; null: there is none. */
export async function onceLiveConsent(tx: Tx, wording: string): Promise<string[] | null> {
  const [, version, code] = REGIONAL_WORDING.exec(wording) ?? [];
  if (version === undefined || code === undefined) return null;
  const found = await row<{ data: string; messages: string }>(
    tx,
    `SELECT consent_data AS data, consent_messages AS messages FROM languages
     WHERE code = $1 AND version = $2 AND approved_at IS NOT NULL`,
    [code, version],
  );
  return found ? [found.data, found.messages] : null;
}

/**
 * Maintains the languages of messages beside Indonesian and English. Anybody who writes or reviews texts proposes words;
 * KPU records that a native reader has approved them. Callers judge the roles.
 */
@Injectable()
export class Languages {
  constructor(private readonly database: Database) {}

  /** All versions of all languages, or of one, in order of code, the newest version first. */
  async versions(code?: string): Promise<LanguageRecord[]> {
    return (await read(this.database.manager, code ?? null)).map((one) => ({
      ...one,
      missing: missingIn(one.words),
    }));
  }

  /**
   * Writes the proposed version of a language, or begins one: a new language, or the next version of a live one.
   * @param edit the edit of the proposed version that the person saw; 0: there was none
   * @throws Problem conflict: somebody has edited it since
   */
  async propose(
    tx: Tx,
    actorId: string,
    code: string,
    { edit, words, source }: { edit: number; words: LanguageWords; source: string },
  ): Promise<void> {
    const known = await hold(tx, code);
    const proposed = known.find(({ state }) => state === 'proposed');
    if ((proposed?.edit ?? 0) !== edit) throw new Problem('language-changed');
    const version = proposed?.version ?? (known[0]?.version ?? 0) + 1;
    const columns = [code, version, ...columnsOf(words), source, actorId];
    const made = await row(
      tx,
      `INSERT INTO languages AS l (code, version, own_name, indonesian_name, english_name, direction, days, months, nameless,
         consent_data, consent_messages, source, editors)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, ARRAY[$13::bigint])
       ON CONFLICT (code, version) DO UPDATE SET (own_name, indonesian_name, english_name, direction, days, months, nameless,
           consent_data, consent_messages, source) =
           (excluded.own_name, excluded.indonesian_name, excluded.english_name, excluded.direction, excluded.days,
            excluded.months, excluded.nameless, excluded.consent_data, excluded.consent_messages, excluded.source),
         edit = l.edit + 1, updated_at = siar_now(),
         editors = CASE WHEN $13::bigint = ANY (l.editors) THEN l.editors ELSE l.editors || $13::bigint END
       WHERE l.state = 'proposed' AND l.edit = $14 RETURNING l.version`,
      [...columns, edit],
    );
    // Another new language of the same code came in between.
    if (!made) throw new Problem('language-changed');
    await note(tx, actorId, 'language.propose', code, { version, missing: missingIn(words).length });
  }

  /**
   * Makes the proposed version live, with the native reader who has read exactly this edit.
   * @throws Problem not-found; conflict: not proposed, or edited since; invalid: words are missing, each with its path;
   *   forbidden: the person has edited it
   */
  async approve(
    tx: Tx,
    actorId: string,
    code: string,
    { version, edit, reader, reason }: { version: number; edit: number; reader: string; reason: string },
  ): Promise<void> {
    const known = await hold(tx, code);
    if (known.length === 0) throw new Problem('no-such-language');
    const proposed = known.find(({ state }) => state === 'proposed');
    if (proposed?.version !== version) throw new Problem('language-not-proposed');
    if (proposed.edit !== edit) throw new Problem('language-changed');
    if (proposed.editors.includes(actorId)) throw new Problem('you-changed-language');
    const missing = missingIn(proposed.words);
    if (missing.length > 0)
      throw new Problem(
        'language-incomplete',
        {},
        missing.map((path) => fault(path, 'word-missing')),
      );
    const live = known.find(({ state }) => state === 'approved');
    const one = { where: 'l.code = $1 AND l.version = $2' };
    const stamp = 'updated_at = siar_now()';
    if (live) await move(tx, LANGUAGES, 'replaced', { ...one, set: stamp }, [code, live.version]);
    const set = `approved_by = $3, approved_at = siar_now(), reader = $4, reason = $5, ${stamp}`;
    await move(tx, LANGUAGES, 'approved', { ...one, set }, [code, version, actorId, reader, reason]);
    await note(tx, actorId, 'language.approve', code, { version, reader, reason });
  }

  /**
   * Takes a live version out of use, or discards a proposed one. What was submitted with it, and who chose it, stays.
   * @throws Problem not-found, conflict
   */
  async withdraw(
    tx: Tx,
    actorId: string,
    code: string,
    { version, reason }: { version: number; reason: string },
  ): Promise<void> {
    const all = await hold(tx, code);
    if (all.length === 0) throw new Problem('no-such-language');
    const known = all.find((one) => one.version === version);
    if (known?.state !== 'approved' && known?.state !== 'proposed') throw new Problem('language-not-live');
    await move(
      tx,
      LANGUAGES,
      'withdrawn',
      { where: 'l.code = $1 AND l.version = $2', set: 'reason = $3, updated_at = siar_now()' },
      [code, version, reason],
    );
    await note(tx, actorId, 'language.withdraw', code, { version, from: known.state, reason });
  }
}

/** All versions of a language, the newest first, locked until the transaction ends. Empty: there is none. */
async function hold(tx: Tx, code: string): Promise<Omit<LanguageRecord, 'missing'>[]> {
  return read(tx, code, 'FOR UPDATE OF l');
}

const read = (tx: Tx, code: string | null, lock: '' | 'FOR UPDATE OF l' = '') =>
  rows<Omit<LanguageRecord, 'missing'>>(
    tx,
    `SELECT l.code, l.version, l.edit, l.state, ${WORDS}, l.source, l.editors::text[] AS editors,
       CASE WHEN p.id IS NOT NULL THEN json_build_object('id', p.id::text, 'name', p.name) END AS "approvedBy",
       l.approved_at AS "approvedAt", l.reader, l.reason, l.updated_at AS "updatedAt"
     FROM languages l LEFT JOIN people p ON p.id = l.approved_by
     WHERE $1::text IS NULL OR l.code = $1 ORDER BY l.code, l.version DESC ${lock}`,
    [code],
  );

const columnsOf = ({
  ownName,
  name,
  direction,
  days,
  months,
  nameless,
  consent,
}: LanguageWords): unknown[] => [
  ownName,
  name.id,
  name.en,
  direction,
  days,
  months,
  nameless,
  consent.data,
  consent.messages,
];

const note = (tx: Tx, actorId: string, act: string, code: string, detail: Record<string, unknown>) =>
  record(tx, { actorId, act, subject: `language:${code}`, detail });
