import type { z } from 'zod';
import { Injectable } from '@nestjs/common';
import { Audience } from '#audience';
import { record } from '#audit';
import { InjectConfig } from '#platform';
import type { Config } from '#platform/config';
import { Database, row, rows, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import { move } from '#platform/states';
import type { Organisation, SignedIn } from '#staff/roles';
import type { Actor } from '../who-may.rules.js';
import { Assessor, refuse } from '../drafts/assess.js';
import type { Warning } from '../content/content.rules.js';
import {
  isUsable,
  maySeeTemplate,
  mayWriteTemplate,
  templateDigest,
  templateGaps,
  type TemplateState,
  type UsedTemplate,
  whyNotApproveTemplate,
} from './templates.rules.js';
import type { Contents } from '../drafts/draft.js';
import type { TemplateKind } from '#contract/api/message';
import { mustBeOwn } from '../undo.js';
import type { TemplateView, undoableOfTemplate } from '#contract/api/templates';
import { TEMPLATES } from './template.states.js';

export type { TemplateView } from '#contract/api/templates';

type Texts = Pick<StoredTemplate, 'kind' | 'title' | 'contents'>;

/** The state of a new template, and of a template after each edit. */
const UNAPPROVED = { ordinary: 'ready', correction: 'draft' } as const;

/** An act that the acting person can undo, as long as an act on a broadcast. */
type UndoableOfTemplate = z.output<typeof undoableOfTemplate>;

/** A template as it is stored. */
interface StoredTemplate {
  id: string;
  kind: TemplateKind;
  title: string;
  contents: Contents;
  state: TemplateState;
  version: number;
  digest: string;
  office: Organisation;
  author: { id: string; name: string };
  editors: string[];
  approvedBy: { id: string; name: string } | null;
  approvedAt: Date | null;
  updatedAt: Date;
}

/** A possible reviewer of templates, with the fields that the rules on people need. */
type Reviewer = Actor & { name: string };

const TEMPLATE = `SELECT t.id, t.kind, t.title, t.contents, t.state, t.version, t.digest, t.editors::text[] AS editors,
    t.approved_at AS "approvedAt", t.updated_at AS "updatedAt",
    json_build_object('id', o.id::text, 'kind', o.kind, 'name', o.name, 'regionCode', o.region_code) AS office,
    json_build_object('id', a.id::text, 'name', a.name) AS author,
    CASE WHEN p.id IS NOT NULL THEN json_build_object('id', p.id::text, 'name', p.name) END AS "approvedBy"
  FROM templates t JOIN organisations o ON o.id = t.organisation_id JOIN people a ON a.id = t.author_id
    LEFT JOIN people p ON p.id = t.approved_by`;

/**
 * Texts prepared in advance: of ordinary messages, and of corrections, which another reviewer approves in advance. They
 * save writing, not approval: a broadcast made from them is approved like any other.
 */
@Injectable()
export class Templates {
  private readonly assessor: Assessor;

  constructor(
    private readonly database: Database,
    audience: Audience,
    @InjectConfig() config: Config,
  ) {
    this.assessor = new Assessor(audience, config);
  }

  /** The templates this person sees, the retired ones last. @param kind default: both */
  async list(person: SignedIn, kind?: TemplateKind): Promise<TemplateView[]> {
    const all = await rows<StoredTemplate>(
      this.database.manager,
      `${TEMPLATE} WHERE $1::text IS NULL OR t.kind = $1 ORDER BY t.state = 'retired', lower(t.title), t.id`,
      [kind ?? null],
    );
    const reviewers = await reviewersOf(this.database.manager);
    return all
      .filter((template) => maySeeTemplate(person, template))
      .map((template) => view(template, person, [], reviewers));
  }

  /** @throws Problem not-found */
  async get(person: SignedIn, id: string): Promise<TemplateView> {
    const template = await find(this.database.manager, id);
    if (!maySeeTemplate(person, template)) throw notFound();
    const { warnings } = await this.checked(template);
    return view(template, person, warnings, await reviewersOf(this.database.manager));
  }

  /** Creates a template. @throws Problem forbidden; invalid when a text breaks a rule for texts of broadcasts */
  async create(
    person: SignedIn,
    { kind, title, contents }: { kind: TemplateKind; title: string; contents: Contents },
  ): Promise<TemplateView> {
    mustWrite(person, { kind, office: person.organisation });
    await this.mustBeRight({ kind, title, contents });
    const id = await this.database.transaction(async (tx) => {
      const made = await row<{ id: string }>(
        tx,
        `INSERT INTO templates (organisation_id, title, contents, digest, author_id, editors, kind, state)
         VALUES ($1, $2, $3, $4, $5, ARRAY[$5::bigint], $6, $7) RETURNING id`,
        [
          person.organisation.id,
          title,
          contents,
          templateDigest({ title, contents }),
          person.personId,
          kind,
          UNAPPROVED[kind],
        ],
      );
      if (!made) throw new Error('The template was not made');
      await note(tx, person, 'template.create', made.id, { kind });
      return made.id;
    });
    return this.get(person, id);
  }

  /**
   * Changes a template, which voids its approval.
   * @throws Problem not-found, forbidden, invalid; conflict: retired, or changed since `version` (with the current one)
   */
  async edit(
    person: SignedIn,
    id: string,
    edit: { version: number; title?: string | undefined; contents?: Contents | undefined },
  ): Promise<TemplateView> {
    const seen = await find(this.database.manager, id);
    if (!maySeeTemplate(person, seen)) throw notFound();
    mustWrite(person, seen);
    const { kind } = seen;
    const { title = seen.title, contents = seen.contents } = edit;
    await this.mustBeRight({ kind, title, contents });
    await this.database.transaction(async (tx) => {
      const { state, version } = await find(tx, id, true);
      if (version !== edit.version) {
        throw new Problem('other-version', { seen: edit.version, version }, [], { version });
      }
      if (state === 'retired') throw new Problem('template-retired');
      await move(
        tx,
        TEMPLATES,
        UNAPPROVED[kind],
        {
          set: `title = $2, contents = $3, digest = $4, version = version + 1,
            approved_by = NULL, approved_at = NULL, updated_at = siar_now(),
            editors = CASE WHEN $5 = ANY (editors) THEN editors ELSE editors || $5::bigint END`,
          where: 't.id = $1',
        },
        [id, title, contents, templateDigest({ title, contents }), person.personId],
      );
      await note(tx, person, 'template.edit', id, { version: version + 1, voided: state === 'approved' });
    });
    return this.get(person, id);
  }

  /**
   * Approves exactly what the reviewer saw.
   * @throws Problem not-found, forbidden; invalid when it is incomplete or breaks a current rule; conflict: no draft,
   *   or another digest
   */
  async approve(person: SignedIn, id: string, digest: string): Promise<TemplateView> {
    const seen = await find(this.database.manager, id);
    if (!maySeeTemplate(person, seen)) throw notFound();
    const why = whyNotApproveTemplate(person, seen);
    if (why !== null) throw why;
    refuse('template-unapproved', templateGaps(seen.contents));
    await this.mustBeRight(seen);
    await this.database.transaction(async (tx) => {
      const template = await find(tx, id, true);
      // The list of editors may have grown since.
      const still = whyNotApproveTemplate(person, template);
      if (still !== null) throw still;
      if (template.digest !== digest) {
        const current = { digest: template.digest };
        throw new Problem('template-changed', {}, [], current);
      }
      if (template.state !== 'draft') throw new Problem(ALREADY[template.state]);
      await move(
        tx,
        TEMPLATES,
        'approved',
        { set: 'approved_by = $2, approved_at = siar_now(), updated_at = siar_now()', where: 't.id = $1' },
        [id, person.personId],
      );
      await note(tx, person, 'template.approve', id, { version: template.version, digest });
    });
    return this.get(person, id);
  }

  /**
   * Retires a template for good; corrections begun from it keep their texts. @throws Problem not-found, forbidden,
   * conflict
   */
  async retire(person: SignedIn, id: string): Promise<TemplateView> {
    await this.database.transaction(async (tx) => {
      const template = await find(tx, id, true);
      if (!maySeeTemplate(person, template)) throw notFound();
      mustWrite(person, template);
      const { state } = template;
      if (state === 'retired') throw new Problem('template-gone');
      await move(tx, TEMPLATES, 'retired', { set: 'updated_at = siar_now()', where: 't.id = $1' }, [id]);
      await note(tx, person, 'template.retire', id, { from: state });
    });
    return this.get(person, id);
  }

  /**
   * Undoes the last act of this person on a template, unless somebody has continued with it: an approved template has
   * to be approved again, a retired one is in use again.
   * @throws Problem not-found, forbidden; conflict when it is too late, or somebody has continued with it
   */
  async undo(person: SignedIn, id: string, act: UndoableOfTemplate): Promise<TemplateView> {
    await this.database.transaction(async (tx) => {
      const template = await find(tx, id, true);
      if (!maySeeTemplate(person, template)) throw notFound();
      const last = await row<{ act: string; by: string | null; at: Date; from: TemplateState | null }>(
        tx,
        `SELECT act, actor_id AS by, at, detail->>'from' AS from FROM audit_entries WHERE subject = $1 ORDER BY id DESC LIMIT 1`,
        [`template:${id}`],
      );
      if (last?.act !== `template.${act}`) throw new Problem('undo-begun');
      await mustBeOwn(tx, person, last.by ?? undefined, last.at);
      if (act === 'approve') {
        const used = await row(tx, `SELECT FROM broadcasts WHERE template->>'id' = $1 AND created_at >= $2`, [
          id,
          last.at,
        ]);
        if (used) throw new Problem('undo-begun');
        const set = 'approved_by = NULL, approved_at = NULL, updated_at = siar_now()';
        await move(tx, TEMPLATES, 'draft', { set, where: 't.id = $1' }, [id]);
      } else {
        if (last.from === null) throw new Error(`the trail of template ${id} does not say what was retired`);
        await move(tx, TEMPLATES, last.from, { set: 'updated_at = siar_now()', where: 't.id = $1' }, [id]);
      }
      await note(tx, person, 'template.undo', id, { of: act });
    });
    return this.get(person, id);
  }

  /** Applies the rules for a broadcast's texts, for all regions it may go to. */
  private checked({ kind, title, contents }: Texts): ReturnType<Assessor['prepare']> {
    return this.assessor.prepare({
      title,
      contents,
      kind,
      reach: kind === 'ordinary' ? 'preferred' : 'every',
      channels: [],
      audience: { regions: [] },
    });
  }

  private async mustBeRight(texts: Texts): Promise<void> {
    refuse('template-unsaved', (await this.checked(texts)).faults);
  }
}

/** A template of the person's own office for an ordinary message. @throws Problem not-found, conflict */
export async function ordinaryTemplate(
  tx: Tx,
  person: SignedIn,
  id: string,
): Promise<Pick<StoredTemplate, 'contents' | 'digest'>> {
  const template = await find(tx, id);
  if (template.kind !== 'ordinary' || !maySeeTemplate(person, template)) throw notFound();
  if (!isUsable(template.state)) throw new Problem('retired-since');
  return template;
}

/** The approved template for a correction. @throws Problem not-found, conflict */
export async function correctionTemplate(tx: Tx, id: string): Promise<UsedTemplate> {
  const { kind, state, title, digest, contents, approvedBy, approvedAt } = await find(tx, id);
  if (kind !== 'correction') throw notFound();
  if (state !== 'approved' || !approvedBy || !approvedAt) {
    throw new Problem('template-not-approved');
  }
  return { id, title, digest, contents, approvedBy, approvedAt: approvedAt.toISOString() };
}

async function find(tx: Tx, id: string, lock = false): Promise<StoredTemplate> {
  const found = await row<StoredTemplate>(
    tx,
    `${TEMPLATE} WHERE t.id = $1${lock ? ' FOR UPDATE OF t' : ''}`,
    [id],
  );
  if (!found) throw notFound();
  return found;
}

/** All current reviewers of KPU. */
async function reviewersOf(tx: Tx): Promise<Reviewer[]> {
  const found = await rows<Omit<Reviewer, 'roles'>>(
    tx,
    `SELECT p.id AS "personId", p.name,
       json_build_object('id', o.id::text, 'kind', o.kind, 'name', o.name, 'regionCode', o.region_code) AS organisation
     FROM person_roles r JOIN people p ON p.id = r.person_id JOIN organisations o ON o.id = p.organisation_id
     WHERE r.role = 'reviewer' AND r.counts_from <= siar_now() AND p.disabled_at IS NULL
     ORDER BY o.region_code DESC NULLS LAST, lower(p.name), p.id`,
  );
  return found.map((one) => ({ ...one, roles: ['reviewer'] }));
}

function view(
  { editors, ...template }: StoredTemplate,
  person: SignedIn,
  warnings: Warning[],
  reviewers: readonly Reviewer[],
): TemplateView {
  const { state } = template;
  const why =
    state === 'draft' ? whyNotApproveTemplate(person, { ...template, editors }) : new Problem('no-draft');
  return {
    ...template,
    usable: isUsable(state),
    warnings,
    mayEdit: state !== 'retired' && mayWriteTemplate(person, template),
    approval: {
      may: why === null,
      why: why?.message ?? null,
      by: reviewers
        .filter((one) => state === 'draft' && whyNotApproveTemplate(one, { ...template, editors }) === null)
        .map(({ name, organisation }) => ({ name, office: organisation.name })),
    },
  };
}

const note = (
  tx: Tx,
  person: SignedIn,
  act: string,
  id: string,
  detail: Record<string, unknown>,
): Promise<void> => record(tx, { actorId: person.personId, act, subject: `template:${id}`, detail });

const ALREADY = {
  approved: 'template-approved',
  ready: 'template-ready',
  retired: 'template-gone',
} as const;

const notFound = (): Problem => new Problem('no-such-template');

/** @throws Problem forbidden */
function mustWrite(person: SignedIn, template: { kind: TemplateKind; office: Organisation }): void {
  if (mayWriteTemplate(person, template)) return;
  throw new Problem(template.kind === 'ordinary' ? 'authors-template' : 'reviewers-template', {
    office: template.office.name,
  });
}
