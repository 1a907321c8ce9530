import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Controller, Get, Headers, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import {
  Audience,
  CODE_SYSTEMS,
  ContactImport,
  type ContactOverview,
  ImportRepository,
  type ImportRecord,
  type ImportResult,
  Overview,
  type RegionCount,
  Withdrawal,
} from '#audience';
import { record } from '#audit';
import { AnswersCsv, Problem, QuerySchema, Validate } from '#platform';
import type { SignedIn } from '#staff';
import { AnySignedIn, CurrentPerson, MinistryOnly, Roles, TakesBody } from '../../auth/decorators.js';
import { IdParam, idText } from '../../auth/params.js';

/** The ministry holds the contacts and is responsible for their consent; the commission only approves messages. */
const Importers = (): MethodDecorator => MinistryOnly('ministry-imports');

const CSV = 'text/csv';
const how = z.object({
  dryRun: z.stringbool().default(false),
  /** The code system of the file's regions; if omitted, the file gives regions by name. */
  codes: z.enum(CODE_SYSTEMS).optional(),
});
/** The file's name, percent-encoded. In a header, because request addresses are logged. */
const FILE_NAME = 'siar-file-name';
const download = z.object({
  /** The language of the file's name. */
  language: z.enum(['id', 'en']).default('id'),
});
const listing = z.object({ before: idText.optional() });

/** Bulk import of contacts, and their counts. Rejected rows go back to the person who sent them. */
@ApiTags('contacts')
@Controller('api/v1/contacts')
export class ContactsController {
  constructor(
    private readonly audience: Audience,
    private readonly overview: Overview,
    private readonly contacts: ContactImport,
    private readonly imports: ImportRepository,
    private readonly withdrawal: Withdrawal,
    private readonly database: DataSource,
  ) {}

  @Get('counts')
  @AnySignedIn()
  async counts(): Promise<{ counts: RegionCount[] }> {
    return { counts: await this.overview.counts() };
  }

  /** Contacts by channel and language, and the growth of the last 30 days. */
  @Get('overview')
  @AnySignedIn()
  all(): Promise<ContactOverview> {
    return this.overview.now();
  }

  @Post('import')
  @Importers()
  @HttpCode(200)
  @Roles('author', 'admin')
  @TakesBody(CSV)
  @ApiConsumes(CSV)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiHeader({ name: FILE_NAME, required: false })
  @QuerySchema(how)
  async import(
    @Req() request: Readable,
    @Query(new Validate(how)) { dryRun, codes }: z.output<typeof how>,
    @Headers(FILE_NAME) named: string | undefined,
    @CurrentPerson() person: SignedIn,
  ): Promise<ImportResult> {
    try {
      const fileName = fileNameOf(named);
      return await this.contacts.run(request, person.personId, { dryRun, codes: codes ?? null, fileName });
    } finally {
      // A browser reads no answer before it has sent the whole file: the rest of a refused one is discarded.
      request.resume();
    }
  }

  @Get('imports')
  @Importers()
  @Roles('author', 'admin', 'auditor', 'dpo')
  @QuerySchema(listing)
  async list(
    @Query(new Validate(listing)) { before }: z.output<typeof listing>,
  ): Promise<{ imports: ImportRecord[] }> {
    return { imports: await this.imports.list(before ?? null) };
  }

  @Get('imports/:id')
  @Importers()
  @Roles('author', 'admin', 'auditor', 'dpo')
  one(@Param('id', IdParam) id: string): Promise<ImportRecord> {
    return this.imports.get(id);
  }

  /** The rejected rows as CSV, each with its reason: for the importing person, for one day. */
  @Get('imports/:id/rejected.csv')
  @AnswersCsv()
  @Importers()
  @Roles('author', 'admin')
  @QuerySchema(download)
  async rejected(
    @Param('id', IdParam) id: string,
    @Query(new Validate(download)) { language }: z.output<typeof download>,
    @CurrentPerson() person: SignedIn,
    @Res() response: Response,
  ): Promise<void> {
    const { personId, rejectedKept } = await this.imports.get(id);
    if (personId !== person.personId) throw new Problem('rejected-not-yours');
    if (!rejectedKept) throw new Problem('rejected-gone');
    await record(this.database.manager, {
      actorId: person.personId,
      act: 'contacts.import.rejected',
      subject: `import:${id}`,
    });
    response.set({
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${language === 'id' ? 'baris-ditolak' : 'rejected-rows'}-${id}.csv"`,
    });
    await pipeline(Readable.from(withMark(this.imports.rejected(id))), response);
  }

  /** Withdraws a whole import. Decided at once, and completed within seconds or minutes: see its state. */
  @Post('imports/:id/withdraw')
  @Importers()
  @HttpCode(202)
  @Roles('author', 'admin')
  async withdraw(@Param('id', IdParam) id: string, @CurrentPerson() person: SignedIn): Promise<ImportRecord> {
    await this.withdrawal.order(id, person.personId);
    return this.imports.get(id);
  }
}

/** The name for display; undefined if it cannot be decoded. */
function fileNameOf(named: string | undefined): string | undefined {
  try {
    const name = decodeURIComponent(named ?? '').replaceAll(/[\p{Cc}\p{Cf}]/gu, '');
    return name === '' ? undefined : name.slice(0, 100);
  } catch {
    return undefined;
  }
}

/** Excel recognises UTF-8 by the byte order mark. */
async function* withMark(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  yield '\ufeff';
  yield* pieces;
}
