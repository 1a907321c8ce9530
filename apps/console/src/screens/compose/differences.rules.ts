import { CHANNELS } from '../../api';
import type { ComposeForm } from './form.rules';

/** One thing in which two versions of a draft differ, that can be taken from either. */
export interface Difference {
  /** `title`, `audience`, `schedule`, …, or `texts.sms.id.body`. */
  key: string;
  mine: string;
  theirs: string;
  /** Whether it was changed here; what was changed only there is theirs unless somebody wants otherwise. */
  changedHere: boolean;
  changedThere: boolean;
}

/** What of a form belongs together: taken from one version or the other as a whole. */
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
 * What differs between what is written here and what somebody else saved.
 * @param base what both began from
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

/** Their version with what is chosen from mine put in. @param fromMine keys of differences */
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

/** A form in parts, each as a text that is the same when the part is. */
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
