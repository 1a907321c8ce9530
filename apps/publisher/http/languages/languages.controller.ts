import { Controller, HttpCode, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type LanguageRecord, Languages } from '#audience/languages';
import type { BodyOf } from '#contract/api';
import { languageParam, type LanguageVersion, type LanguageView } from '#contract/api/languages';
import { Database } from '#platform/database';
import { Problem, Validate } from '#platform/http';
import { mayApproveLanguages, type SignedIn } from '#staff/roles';
import { AnySignedIn, CurrentPerson, Roles, StepUp } from '../../auth/decorators.js';
import { GivenBody, Route } from '../route.js';

const Code = new Validate(languageParam);

/** The languages of messages beside Indonesian and English: proposed by all who write texts, approved by KPU. */
@ApiTags('reference')
@Controller('api/v1')
export class LanguagesController {
  constructor(
    private readonly languages: Languages,
    private readonly database: Database,
  ) {}

  @Route('GET /languages')
  @AnySignedIn()
  async list(@CurrentPerson() person: SignedIn): Promise<{ languages: LanguageView[] }> {
    const all = await this.languages.versions();
    const codes = [...new Set(all.map(({ code }) => code))];
    const versionsOf = (code: string): LanguageRecord[] => all.filter((one) => one.code === code);
    return { languages: codes.map((code) => view(code, versionsOf(code), person)) };
  }

  @Route('GET /languages/{code}')
  @AnySignedIn()
  async get(@Param('code', Code) code: string, @CurrentPerson() person: SignedIn): Promise<LanguageView> {
    const versions = await this.languages.versions(code);
    if (versions.length === 0) throw new Problem('no-such-language');
    return view(code, versions, person);
  }

  /** Proposes words. What is live stays live until these are approved. */
  @Route('PUT /languages/{code}')
  @Roles('author', 'reviewer')
  async propose(
    @Param('code', Code) code: string,
    @GivenBody('PUT /languages/{code}') body: BodyOf<'PUT /languages/{code}'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<LanguageView> {
    await this.database.transaction((tx) => this.languages.propose(tx, person.personId, code, body));
    return this.get(code, person);
  }

  /** Records that a native reader has approved exactly the words that the person saw, and makes them live. */
  @Route('POST /languages/{code}/approve')
  @HttpCode(200)
  @Roles('reviewer')
  @StepUp()
  async approve(
    @Param('code', Code) code: string,
    @GivenBody('POST /languages/{code}/approve') body: BodyOf<'POST /languages/{code}/approve'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<LanguageView> {
    mustApproveLanguages(person);
    await this.database.transaction((tx) => this.languages.approve(tx, person.personId, code, body));
    return this.get(code, person);
  }

  /** Takes a version out of use. Those who chose the language get Indonesian until another version is live. */
  @Route('POST /languages/{code}/withdraw')
  @HttpCode(200)
  @Roles('reviewer')
  @StepUp()
  async withdraw(
    @Param('code', Code) code: string,
    @GivenBody('POST /languages/{code}/withdraw') body: BodyOf<'POST /languages/{code}/withdraw'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<LanguageView> {
    mustApproveLanguages(person);
    await this.database.transaction((tx) => this.languages.withdraw(tx, person.personId, code, body));
    return this.get(code, person);
  }
}

/** @throws Problem forbidden */
function mustApproveLanguages(person: SignedIn): void {
  if (!mayApproveLanguages(person)) throw new Problem('kpu-approves-languages');
}

/** @param versions of one language, the newest first */
function view(code: string, versions: readonly LanguageRecord[], person: SignedIn): LanguageView {
  const shown = (one: LanguageRecord): LanguageVersion => ({
    version: one.version,
    edit: one.edit,
    state: one.state,
    words: { ...one.words, days: [...one.words.days], months: [...one.words.months] },
    source: one.source,
    missing: one.missing,
    approvedBy: one.approvedBy,
    approvedAt: one.approvedAt,
    reader: one.reader,
    reason: one.reason,
    updatedAt: one.updatedAt,
    yours: one.editors.includes(person.personId),
  });
  const inState = (state: LanguageRecord['state']): LanguageVersion | null => {
    const found = versions.find((one) => one.state === state);
    return found ? shown(found) : null;
  };
  const live = inState('approved');
  return {
    code,
    live,
    proposed: inState('proposed'),
    withdrawn: live === null ? inState('withdrawn') : null,
    mayEdit: person.roles.some((role) => role === 'author' || role === 'reviewer'),
    mayApprove: mayApproveLanguages(person),
  };
}
