import { Body, Controller, Get, HttpCode, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { chainState, type ChainState, entries, exportEntries, type Page, type Verdict, verify } from '#audit';
import { titlesSeen } from '#broadcasts';
import { entryInWords, READER_COLUMNS } from '#contract';
import { AnswersCsv, BodySchema, InjectLogger, type Logger, QuerySchema, says, Validate } from '#platform';
import { type NamedPerson, officeNames, peopleAt, type SignedIn } from '#staff';
import { CurrentPerson, Roles } from '../../auth/decorators.js';
import { idText } from '../../auth/params.js';
import { csvDownload } from '../csv-download.js';

/** An instant with its offset, such as `2026-12-01T00:00:00+07:00`. */
const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const verifying = z.strictObject({
  /** A root stored elsewhere: checks that the chain still contains it. */
  root: z
    .string()
    .regex(/^[0-9a-f]{64}$/, says('root'))
    .optional(),
});
const filter = z.object({
  act: z.string().max(100).optional(),
  subject: z.string().max(100).optional(),
  actorId: idText.optional(),
  actor: z.string().max(100).optional(),
  from: instant.optional(),
  to: instant.optional(),
});
const search = filter.extend({
  before: idText.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

const exporting = filter.extend({
  /** The language of the reader's columns; the codes beside them do not change. */
  language: z.enum(['id', 'en']).default('id'),
});

/** The audit trail and its sealed position, for auditors and the data protection officer. */
@ApiTags('audit')
@Controller('api/v1/audit')
export class AuditController {
  private checking: Promise<Verdict> | undefined;

  constructor(
    private readonly database: DataSource,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /**
   * Includes the titles, by id, of broadcasts in the page that the reader may see, the names of the members of staff
   * that its entries are about with their roles at the time, by entry, and the names of offices.
   */
  @Get()
  @Roles('auditor', 'dpo')
  @QuerySchema(search)
  async list(
    @Query(new Validate(search)) query: z.output<typeof search>,
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
  @Get('entries.csv')
  @Roles('auditor', 'dpo')
  @AnswersCsv()
  @QuerySchema(exporting)
  async csv(
    @Query(new Validate(exporting)) { language, ...where }: z.output<typeof exporting>,
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
  @Post('verify')
  @HttpCode(200)
  @Roles('auditor', 'dpo')
  @BodySchema(verifying)
  async verify(@Body(new Validate(verifying)) { root }: z.output<typeof verifying>): Promise<Verdict> {
    if (root !== undefined) return verify(this.database, root);
    this.checking ??= verify(this.database).finally(() => (this.checking = undefined));
    return this.checking;
  }
}
