import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { z } from 'zod';
import { en as startEn } from '../words/en.js';
import { id as startId } from '../words/id.js';
import { screens as screensEn } from '../words/screens.en.js';
import { screens as screensId } from '../words/screens.id.js';
import { actOf, ACTS } from './audit-acts.js';
import { heldBack } from '../../../../libs/contract/api/emergency.js';
import { missed } from '../../../../libs/contract/api/plan.js';
import { brakeFinding } from '../../../../libs/contract/api/brake.js';
import { tally } from '../../../../libs/contract/api/run.js';
import { detailInWords, type Speech, subjectInWords } from '../../../../libs/contract/audit-detail.rules.js';
import { SUBJECTS, TERMS } from '../../../../libs/contract/audit-terms.js';
import type { ScreenLanguage } from '../../../../libs/contract/lists.js';
import { VALUES } from '../../../../libs/contract/audit-values.generated.js';

const en = { ...startEn, ...screensEn };
const id = { ...startId, ...screensId };
const speech: Speech = {
  language: 'id',
  number: String,
  listed: (values) => values.join(' + '),
  word: (place, value) => wordAt(id, `${place}.${value}`),
  form: (form, value) => `${form} ${value}`,
};
const told = (act: string, detail: Record<string, unknown>, language: ScreenLanguage = 'id') =>
  detailInWords(act, detail, { ...speech, language }).map(({ label, value }) => `${label}: ${value}`);

describe('detailInWords', () => {
  it('names keys and values, and shows no JSON', () => {
    expect(
      told('contact.change', { changed: ['topics'], left: ['sms', 'email'], via: 'preferences' }),
    ).toEqual(['Yang diubah: topik', 'Saluran yang dihentikan: SMS + Surel', 'Lewat: halaman pilihan']);
    expect(told('broadcast.complete', { waves: 114 }, 'en')).toEqual(['Waves: 114']);
    // A way and a check are not who did it.
    expect(told('request.open', { wants: 'access', way: 'letter' }, 'en').at(-1)).toMatch(/^Asked how: /);
    expect(told('request.identity', { check: 'call-back' }, 'en')[0]).toMatch(/^Identity checked how: /);
  });

  it('names the same key differently by its act', () => {
    expect(told('broadcast.withdraw', { from: 'in_review', reason: null })).toEqual([
      'Keadaan sebelumnya: Ditinjau',
      'Alasan: tidak ada',
    ]);
    expect(told('broadcast.copy', { from: '12' })).toEqual(['Disalin dari siaran: 12']);
  });

  it('labels a nested value after the key that contains it', () => {
    const brake = { channel: 'sms', why: 'dead', code: '30005', copies: 60, of: 500, carrier: null };
    expect(told('broadcast.pause', { by: 'brake', brake }, 'en')).toEqual([
      'By: the automatic brake',
      'Brake, channel: SMS',
      'Brake, cause: too many dead addresses',
      "Brake, provider's code: 30005",
      'Brake, answers against it: 60',
      'Brake, out of answers: 500',
      'Brake, only at: none',
    ]);
    expect(told('election.edit', { before: { pollingOpens: '07:00' } })).toEqual([
      'Sebelumnya, TPS buka: hour 07:00',
    ]);
    const removed = [
      { number: 1, name: 'A' },
      { number: 2, name: 'B' },
    ];
    expect(told('election.contestants', { removed })).toEqual([
      'Dihapus: Nomor urut: 1, Nama: A; Nomor urut: 2, Nama: B',
    ]);
  });

  it('tells a comparison that found nothing from one without an answer', () => {
    expect(told('helpdesk.compare', { answer: null })).toEqual(['Jawaban: tidak ada yang seperti ini']);
  });

  it('shows an unknown key', () => {
    expect(told('broadcast.run', { ofOld: 'x', constructor: 1, empty: {} })).toEqual([
      'Lainnya: x',
      'Lainnya: 1',
      'Lainnya: tidak ada',
    ]);
  });

  it('leaves a value unchanged that does not fit its form', () => {
    const until = '2026-99-99T00:00:00Z';
    expect(told('person.roles', { until })).toEqual([`Sampai: ${until}`]);
    expect(told('broadcast.test', { language: '../x' })).toEqual(['Bahasa: ../x']);
  });

  it('names a subject by its kind', () => {
    expect(subjectInWords('broadcast:12', speech)).toEqual({
      words: 'Siaran 12',
      broadcast: '12',
      person: null,
    });
    expect(subjectInWords('person:7', speech)).toEqual({ words: 'Petugas 7', broadcast: null, person: '7' });
    expect(subjectInWords('queue:sms', speech)).toMatchObject({ words: 'Antrean SMS', broadcast: null });
    expect(subjectInWords('person:unknown', speech)).toMatchObject({
      words: 'Petugas tidak dikenal',
      person: null,
    });
    expect(subjectInWords('siar', speech).words).toBe('Lainnya siar');
  });
});

describe('the name of an act', () => {
  it('says of a withdrawal whether the broadcast was running', () => {
    expect(actOf('broadcast.withdraw', 'running')).toEqual({
      id: 'Siaran ditarik kembali saat berjalan',
      en: 'Broadcast withdrawn while running',
    });
    expect(actOf('broadcast.withdraw', 'in_review')?.id).toBe('Pengajuan ditarik');
    expect(actOf('broadcast.withdraw')?.id).toBe('Siaran ditarik kembali');
    expect(actOf('person.appoint-ask', 'reset')?.id).toBe('Atur ulang akun diminta');
    expect(actOf('constructor')).toBeUndefined();
  });
});

describe('the words of the audit trail', () => {
  it('exist for every key that is written', () => {
    const written = new Set([
      ...sources().flatMap(keysIn),
      ...SPREAD.flatMap(membersOf),
      ...ANSWERED.flatMap(fieldsOf),
    ]);
    expect(written.size).toBeGreaterThan(80);
    expect([...written].filter((key) => !(key in TERMS)).toSorted()).toEqual([]);
  });

  it('exist for every act and every kind of subject', () => {
    const named = (pattern: RegExp): string[] =>
      sources().flatMap(({ text }) => [...text.matchAll(pattern)].map(([, name = '']) => name));
    // The names of the first users look like acts: exclude `admin.…`.
    const acts = new Set(named(/'((?!admin\.)[a-z-]{2,}(?:\.[a-z-]+)+)'/g));
    expect(acts.size).toBeGreaterThan(80);
    expect([...acts].filter((act) => !(act in ACTS))).toEqual([]);
    const kinds = new Set(named(/`([a-z-]+):\$\{/g));
    expect([...kinds].filter((kind) => !(kind in SUBJECTS))).toEqual([]);
    expect(Object.keys(SUBJECTS).filter((kind) => !kinds.has(kind))).toEqual([]);
  });

  it('are part of the words of the console where a term refers to them, in both languages', () => {
    for (const { words } of [...Object.values(TERMS), ...Object.values(SUBJECTS)])
      if (words !== undefined)
        for (const language of [id, en]) expect(typeof wordAt(language, words)).toBe('object');
  });
});

/** Types that a detail includes whole: their members are keys, too. */
const SPREAD = [
  ['libs/broadcasts/door/dispatch.ts', 'Part'],
  ['libs/staff/appointments/appointment-news.ts', 'Told'],
] as const;
/** The same of the contract. */
const ANSWERED = [tally, brakeFinding, heldBack, missed];

function wordAt(words: object, path: string): never | undefined {
  return path
    .split('.')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], words) as undefined;
}

interface Source {
  file: string;
  text: string;
}

/** The sources that write into the audit trail. */
function sources(): Source[] {
  return ['libs', 'apps'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !/\.spec\.ts$|^console/.test(file))
      .map((file) => join(folder, file))
      .map((file) => ({ file, text: readFileSync(file, 'utf8') }))
      .filter(({ text }) => /\b(?:record|note)\(/.test(text) && /#audit|acts\.js|trail\.js/.test(text)),
  );
}

/** The keys that a source passes with an act or to a `note`, or names `detail`. */
function keysIn({ file, text }: Source): string[] {
  const keys: string[] = [];
  const take = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node))
      for (const part of node.properties) {
        if (ts.isSpreadAssignment(part)) take(part.expression);
        else if (part.name && ts.isIdentifier(part.name)) keys.push(part.name.text);
        if (ts.isPropertyAssignment(part)) take(part.initializer);
      }
    else if (ts.isConditionalExpression(node)) [node.whenTrue, node.whenFalse].forEach(take);
    else if (ts.isBinaryExpression(node)) take(node.right);
    else if (ts.isParenthesizedExpression(node)) take(node.expression);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const act = node.arguments.findIndex((one) => ts.isStringLiteral(one) && /^[a-z-]+\./.test(one.text));
      const notes = /^(?:this\.)?note$/.test(node.expression.getText());
      if (act >= 0 || notes) node.arguments.slice(act + 1).forEach(take);
    }
    if (
      (ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node)) &&
      node.name.getText() === 'detail' &&
      node.initializer
    )
      take(node.initializer);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  return keys;
}

/** The fields of a schema, and of what it contains. */
function fieldsOf(schema: z.core.$ZodType): string[] {
  if (schema instanceof z.ZodObject)
    return Object.entries<z.core.$ZodType>(schema.shape).flatMap(([name, field]) => [
      name,
      ...fieldsOf(field),
    ]);
  if (schema instanceof z.ZodArray) return fieldsOf(schema.element);
  return schema instanceof z.ZodNullable || schema instanceof z.ZodOptional ? fieldsOf(schema.unwrap()) : [];
}

function membersOf([file, name]: (typeof SPREAD)[number]): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found = source.statements.find(
    (one): one is ts.InterfaceDeclaration => ts.isInterfaceDeclaration(one) && one.name.text === name,
  );
  if (!found) throw new Error(`There is no ${name} in ${file}`);
  const keys: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertySignature(node)) keys.push(node.name.getText());
    ts.forEachChild(node, visit);
  };
  visit(found);
  return keys;
}

describe('the words of the exported file', () => {
  it('are those of the console (rewritten with AUDIT_WORDS=write)', () => {
    const places = [
      ...new Set([...Object.values(TERMS), ...Object.values(SUBJECTS)].flatMap(({ words }) => words ?? [])),
    ];
    const under = (words: object, place: string): Record<string, string> =>
      Object.fromEntries(
        Object.entries(
          place.split('.').reduce<object>((at, key) => (at as Record<string, object>)[key] ?? {}, words),
        ).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
      );
    const all = (words: object) =>
      Object.fromEntries(places.toSorted().map((place) => [place, under(words, place)]));
    const values = { id: all(id), en: all(en) };
    if (process.env['AUDIT_WORDS'] === 'write')
      writeFileSync(
        join(import.meta.dirname, '../../../../libs/contract/audit-values.generated.ts'),
        `// Words of the console for values in the audit trail. Generated: AUDIT_WORDS=write npm run jest -- audit-detail\n\n` +
          `import type { ScreenLanguage } from './lists.js';\n\n` +
          `export const VALUES: Record<ScreenLanguage, Record<string, Record<string, string>>> = ${JSON.stringify(values, null, 1)};\n`,
      );
    else expect(VALUES).toEqual(values);
  });
});
