import { Controller, HttpCode, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { chainState, type ChainState, entries, exportEntries, type Page, type Verdict, verify } from '#audit';
import { titlesSeen } from '#broadcasts';
import { entryInWords, READER_COLUMNS } from '#contract';
import { InjectLogger } from '#platform';
import { Database } from '#platform/database';
import type { Logger } from '#platform/logging';
import { type NamedPerson, officeNames, peopleAt, type SignedIn } from '#staff/roles';
import { CurrentPerson, Roles } from '../../auth/decorators.js';
import { csvDownload } from '../csv-download.js';
import { AnswersCsv, GivenBody, GivenQuery, Route } from '../route.js';
import type { BodyOf, QueryOf } from '#contract/api';

/** The audit trail and its sealed position, for auditors and the data protection officer. */
@ApiTags('audit')
@Controller('api/v1')
export class AuditController {
  private checking: Promise<Verdict> | undefined;

  constructor(
    private readonly database: Database,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /**
   * Includes the titles, by id, of broadcasts in the page that the reader may see, the names of the members of staff
   * that its entries are about with their roles at the time, by entry, and the names of offices.
   */
  @Route('GET /audit')
  @Roles('auditor', 'dpo')
  async list(
    @GivenQuery('GET /audit') query: QueryOf<'GET /audit'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<
    Page & {
      chain: ChainState;
      titles: Record<string, string>;
      people: Record<string, NamedPerson>;
      offices: Record<string, string>;
    }
  > {
    const { manager } = this.database;
    const [page, chain] = await Promise.all([entries(manager, query), chainState(manager)]);
    const idsOf = (kind: RegExp): string[] => [
      ...new Set(page.entries.flatMap(({ subject }) => kind.exec(subject)?.[1] ?? [])),
    ];
    const aboutPeople = page.entries.filter(({ subject }) => /^person:\d{1,18}$/.test(subject));
    const named = page.entries.map(({ detail }) => detail['organisationId']);
    const [titles, people, offices] = await Promise.all([
      titlesSeen(manager, person, idsOf(/^broadcast:(\d{1,18})$/)),
      peopleAt(
        manager,
        aboutPeople.map(({ id }) => id),
      ),
      officeNames(manager, [
        ...idsOf(/^organisation:(\d{1,18})$/),
        ...named.filter((id): id is string => typeof id === 'string' && /^\d{1,18}$/.test(id)),
      ]),
    ]);
    return { ...page, chain, titles, people, offices };
  }

  /** The entries of a search with their seals, as a file for an inquiry. */
  @Route('GET /audit/entries.csv')
  @Roles('auditor', 'dpo')
  @AnswersCsv()
  async csv(
    @GivenQuery('GET /audit/entries.csv') { language, ...where }: QueryOf<'GET /audit/entries.csv'>,
    @Res() response: Response,
  ): Promise<void> {
    const reader = {
      columns: READER_COLUMNS.map(({ key, ...heading }) => ({ key, header: heading[language] })),
      wordsOf: (entry: Parameters<typeof entryInWords>[0]) => entryInWords(entry, language),
    };
    await csvDownload(response, this.logger, 'audit.csv', (begin) =>
      exportEntries(this.database.manager, where, response, reader, begin),
    );
  }

  /** Recomputes the whole chain from its first link; one check at a time, for any number of callers. */
  @Route('POST /audit/verify')
  @HttpCode(200)
  @Roles('auditor', 'dpo')
  async verify(@GivenBody('POST /audit/verify') { root }: BodyOf<'POST /audit/verify'>): Promise<Verdict> {
    if (root !== undefined) return verify(this.database, root);
    this.checking ??= verify(this.database).finally(() => (this.checking = undefined));
    return this.checking;
  }
}
