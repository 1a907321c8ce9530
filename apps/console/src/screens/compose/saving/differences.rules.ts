import { CHANNELS } from '../../../api';
import { type ComposeForm, fieldsOf } from '../form.rules';

/** One difference between two versions of a draft; either side can be taken. */
export interface Difference {
  /** `title`, `audience`, `schedule`, …, or `texts.sms.id.body`. */
  key: string;
  mine: string;
  theirs: string;
  changedHere: boolean;
  changedThere: boolean;
}

/** Fields that belong together and are taken from one version as a whole. */
const GROUPS = {
  title: ['title'],
  kind: ['kind', 'reach', 'channels'],
  sms: ['segments', 'unicode'],
  alternatives: ['alternatives'],
  audience: ['regions', 'languages', 'topics'],
  schedule: ['when', 'at', 'perRegion', 'window', 'expires', 'leaveWindow'],
  election: ['electionId', 'neutral'],
  correction: ['correction'],
} as const satisfies Record<string, readonly (keyof ComposeForm)[]>;

/**
 * The differences between the form here and the version that somebody else saved.
 * @param base the version that both started from
 */
export function differences(base: ComposeForm, mine: ComposeForm, theirs: ComposeForm): Difference[] {
  const [was, here, there] = [partsOf(base), partsOf(mine), partsOf(theirs)];
  return [...new Set([...here.keys(), ...there.keys()])].flatMap((key) => {
    const [a, b, before] = [here.get(key) ?? '', there.get(key) ?? '', was.get(key) ?? ''];
    return a === b
      ? []
      : [{ key, mine: a, theirs: b, changedHere: a !== before, changedThere: b !== before }];
  });
}

/** Both versions in one, where no part was changed in both; otherwise null: a person has to choose. */
export function bothOf(base: ComposeForm, mine: ComposeForm, theirs: ComposeForm): ComposeForm | null {
  const found = differences(base, mine, theirs);
  if (found.some(({ changedHere, changedThere }) => changedHere && changedThere)) return null;
  return merged(theirs, mine, new Set(found.filter((one) => one.changedHere).map(({ key }) => key)));
}

export type Side = 'mine' | 'theirs';

/** The version of each part that only one side changed; who changed a part that both did must choose. */
export const preset = (found: readonly Difference[]): Map<string, Side> =>
  new Map(
    found.flatMap(({ key, changedHere, changedThere }): [string, Side][] =>
      changedHere && changedThere ? [] : [[key, changedHere ? 'mine' : 'theirs']],
    ),
  );

/** Their version with the chosen parts of mine. @param fromMine keys of differences */
export function merged(theirs: ComposeForm, mine: ComposeForm, fromMine: ReadonlySet<string>): ComposeForm {
  const next = structuredClone(theirs);
  for (const [key, fields] of Object.entries(GROUPS)) {
    if (!fromMine.has(key)) continue;
    Object.assign(next, Object.fromEntries(fields.map((field) => [field, mine[field]])));
  }
  for (const key of fromMine) {
    const [, channel, language, field] = /^texts\.(\w+)\.(\w+)\.(subject|body)$/.exec(key) ?? [];
    const known = CHANNELS.find((one) => one === channel);
    if (!known || language === undefined) continue;
    const text = next.texts[known][language] ?? { subject: '', body: '' };
    const part = field === 'subject' ? 'subject' : 'body';
    next.texts[known][language] = { ...text, [part]: mine.texts[known][language]?.[part] ?? '' };
  }
  return next;
}

/** The parts of a form, each as a string that is equal exactly when the part is. */
function partsOf(form: ComposeForm): Map<string, string> {
  const parts = new Map<string, string>();
  for (const [key, fields] of Object.entries(GROUPS)) {
    const value = fields.length === 1 ? form[fields[0]] : fields.map((field) => form[field]);
    parts.set(key, typeof value === 'string' ? value : JSON.stringify(value));
  }
  for (const channel of CHANNELS) {
    for (const [language, { subject, body }] of Object.entries(form.texts[channel])) {
      if (subject !== '') parts.set(`texts.${channel}.${language}.subject`, subject);
      if (body !== '') parts.set(`texts.${channel}.${language}.body`, body);
    }
  }
  return parts;
}

/** Whether two forms are stored as the same draft, whatever the order of their keys and lists. */
export const sameDraft = (one: ComposeForm, other: ComposeForm): boolean => stable(one) === stable(other);

const stable = (form: ComposeForm): string =>
  JSON.stringify({ ...fieldsOf(form), title: form.title.trim() }, (_, value: unknown) => {
    if (Array.isArray(value))
      return value.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });

/**
 * Where writing goes on: from the stored draft, or from the input that this device holds.
 * @returns `overtaken`: the input was written on another version, and what was stored since did not come from here
 */
export function begin(
  stored: { version: number; form: ComposeForm } | null,
  kept: { version: number | null; form: ComposeForm; sent?: ComposeForm } | null,
  empty: ComposeForm,
): { form: ComposeForm; overtaken: boolean } {
  const base = stored?.form ?? empty;
  if (!kept || (stored && sameDraft(kept.form, base))) return { form: base, overtaken: false };
  const ours = kept.version === (stored?.version ?? null) || (kept.sent && sameDraft(kept.sent, base));
  return { form: kept.form, overtaken: !ours };
}
