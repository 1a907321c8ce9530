import canonicalize from 'canonicalize';
import { type Fault, fault } from '#contract/problems';
import { sha256 } from '#platform/crypto';
import { Problem } from '#platform/http';
import { covers, type Organisation } from '#staff/roles';
import type { Actor } from '../who-may.rules.js';
import { changesBetween } from '../document/diff.js';
import type { Contents, Draft } from '../drafts/draft.js';
import type { TemplateKind } from '#contract/api/message';
import { REQUIRED_LANGUAGE } from '../content/variables.js';
import type { TemplateUse } from '#contract/api/broadcasts';
import type { TemplateState } from '#contract/api/templates';

export type { TemplateUse } from '#contract/api/broadcasts';
export type { TemplateState } from '#contract/api/templates';

/** An approved template at the time a correction was begun from it: later changes do not affect it. */
export interface UsedTemplate {
  id: string;
  title: string;
  digest: string;
  contents: Contents;
  approvedBy: { id: string; name: string };
  /** ISO 8601. */
  approvedAt: string;
}

/** The fields of a template that the rules on people need. */
interface TemplateOwnership {
  kind: TemplateKind;
  office: Pick<Organisation, 'id'>;
}

/**
 * Authors of an office write its templates of ordinary messages; reviewers of a KPU office write those of its
 * corrections.
 */
export function mayWriteTemplate(actor: Actor, { kind, office }: TemplateOwnership): boolean {
  if (actor.organisation.id !== office.id) return false;
  return kind === 'ordinary'
    ? actor.roles.includes('author')
    : actor.roles.includes('reviewer') && actor.organisation.kind === 'kpu';
}

/**
 * Whether a person sees a template: KPU sees those of all corrections, others see those they can use; ordinary
 * templates stay in their office.
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
 * Why a person may not approve a template; null when they may: a reviewer of its office or one above it who never
 * changed it, as for a broadcast.
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

/** The parts that are missing before a template can be approved. */
export function templateGaps(contents: Contents): Fault[] {
  const written = Object.entries(contents).filter(([, texts]) => Object.keys(texts).length > 0);
  if (written.length === 0) return [fault('contents', 'no-texts')];
  return written
    .filter(([, texts]) => !(REQUIRED_LANGUAGE in texts))
    .map(([channel]) => fault(`contents.${channel}.${REQUIRED_LANGUAGE}`, 'no-text', { channel }));
}

/** The digest that the approval of a template is bound to: SHA-256 over RFC 8785 canonical JSON. */
export function templateDigest(template: { title: string; contents: Contents }): string {
  const text = canonicalize({ format: 1, title: template.title, contents: template.contents });
  if (text === undefined) throw new Error('The template cannot be written as JSON');
  return sha256(text);
}

/** The differences between a correction's texts and its template; only channels that are sent on count. */
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
