import canonicalize from 'canonicalize';
import { type Fault, fault, Problem, sha256 } from '#platform';
import { covers, type Organisation } from '#staff';
import type { Actor } from './approval.rules.js';
import { type Change, changesBetween } from './diff.js';
import type { Contents, Draft } from './draft.js';
import type { TemplateKind } from './template-kinds.js';
import { REQUIRED_LANGUAGE } from './variables.js';

/**
 * A correction's texts are a draft until another reviewer approves them; an ordinary message's are ready as soon as they
 * are written, since it is approved before it is sent and nobody is in a hurry then.
 */
export type TemplateState = 'draft' | 'approved' | 'ready' | 'retired';

/** An approved template as a correction was begun from it: what happens to it afterwards changes nothing here. */
export interface UsedTemplate {
  id: string;
  title: string;
  digest: string;
  contents: Contents;
  approvedBy: { id: string; name: string };
  /** ISO 8601. */
  approvedAt: string;
}

/** What a reviewer is told of the template behind a correction. */
export interface TemplateUse extends Omit<UsedTemplate, 'contents'> {
  /** Whether the texts of every chosen channel are those that were approved. */
  unchanged: boolean;
  /** Where they are not. */
  changes: Change[];
}

/** What the rules on people need to know of a template. */
interface TemplateOwnership {
  kind: TemplateKind;
  office: Pick<Organisation, 'id'>;
}

/** Authors of an office write its ordinary templates; reviewers of a KPU office those of its corrections. */
export function mayWriteTemplate(actor: Actor, { kind, office }: TemplateOwnership): boolean {
  if (actor.organisation.id !== office.id) return false;
  return kind === 'ordinary'
    ? actor.roles.includes('author')
    : actor.roles.includes('reviewer') && actor.organisation.kind === 'kpu';
}

/**
 * Whether somebody sees a template: KPU those of all corrections, others those they can use; ordinary ones stay in
 * their office.
 */
export function maySeeTemplate(
  { organisation }: Pick<Actor, 'organisation'>,
  { kind, office, state }: TemplateOwnership & { state: TemplateState },
): boolean {
  return kind === 'ordinary'
    ? organisation.id === office.id
    : organisation.kind === 'kpu' || state === 'approved';
}

/** Whether a broadcast can be begun from it. */
export const isUsable = (state: TemplateState): boolean => state === 'approved' || state === 'ready';

/**
 * Why somebody may not approve a template; null when they may: a reviewer of its office or one above it who never changed
 * it, as for a broadcast.
 */
export function whyNotApproveTemplate(
  actor: Actor,
  {
    kind,
    office,
    editors,
  }: { kind: TemplateKind; office: Pick<Organisation, 'regionCode'>; editors: readonly string[] },
): Problem | null {
  if (kind === 'ordinary') return new Problem('no-approval-needed');
  if (!actor.roles.includes('reviewer') || actor.organisation.kind !== 'kpu')
    return new Problem('reviewers-approve-template');
  if (!covers(actor.organisation.regionCode, office.regionCode === null ? [] : [office.regionCode]))
    return new Problem('own-office-approves');
  return editors.includes(actor.personId) ? new Problem('you-changed-template') : null;
}

/** What is missing before a template can be approved. */
export function templateGaps(contents: Contents): Fault[] {
  const written = Object.entries(contents).filter(([, texts]) => Object.keys(texts).length > 0);
  if (written.length === 0) return [fault('contents', 'no-texts')];
  return written
    .filter(([, texts]) => !(REQUIRED_LANGUAGE in texts))
    .map(([channel]) => fault(`contents.${channel}.${REQUIRED_LANGUAGE}`, 'no-text', { channel }));
}

/** The digest an approval of a template is bound to: SHA-256 over RFC 8785 canonical JSON. */
export function templateDigest(template: { title: string; contents: Contents }): string {
  const text = canonicalize({ format: 1, title: template.title, contents: template.contents });
  if (text === undefined) throw new Error('The template cannot be written as JSON');
  return sha256(text);
}

/** How a correction's texts stand to the template it was begun from; only channels that are sent on count. */
export function useOf(
  used: UsedTemplate,
  { channels, contents }: Pick<Draft, 'channels' | 'contents'>,
): TemplateUse {
  const { contents: approved, ...template } = used;
  const chosen = (texts: Contents): Partial<Contents> =>
    Object.fromEntries(channels.flatMap((channel) => (texts[channel] ? [[channel, texts[channel]]] : [])));
  const changes = changesBetween(chosen(approved), chosen(contents));
  return { ...template, unchanged: changes.length === 0, changes };
}
