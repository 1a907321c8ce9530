import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Controller, Headers, HttpCode, Param, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { type ContactOverview, Overview } from '#audience/counting';
import {
  ContactImport,
  ImportRepository,
  type ImportRecord,
  type ImportResult,
  Withdrawal,
} from '#audience/importing';
import type { RegionCount } from '#contract/api/contacts';
import { record } from '#audit';
import { Database } from '#platform/database';
import { Problem } from '#platform/http';
import type { SignedIn } from '#staff/roles';
import { AnySignedIn, CurrentPerson, MinistryOnly, Roles, TakesBody } from '../../auth/decorators.js';
import { IdParam } from '../../auth/params.js';
import { AnswersCsv, GivenQuery, Route } from '../route.js';
import type { QueryOf } from '#contract/api';
import type { ScreenLanguage } from '#contract/lists';

/** The ministry holds the contacts and is responsible for their consent; the commission only approves messages. */
const Importers = (): MethodDecorator => MinistryOnly('ministry-imports');

const CSV = 'text/csv';
/** Names of the file of rejected rows. */
const REJECTED: Record<ScreenLanguage, string> = { id: 'baris-ditolak', en: 'rejected-rows' };
/** The file's name, percent-encoded. In a header, because request addresses are logged. */
const FILE_NAME = 'siar-file-name';

/** Bulk import of contacts, and their counts. Rejected rows go back to the person who sent them. */
@ApiTags('contacts')
@Controller('api/v1')
export class ContactsController {
  constructor(
    private readonly overview: Overview,
    private readonly contacts: ContactImport,
    private readonly imports: ImportRepository,
    private readonly withdrawal: Withdrawal,
    private readonly database: Database,
  ) {}

  @Route('GET /contacts/counts')
  @AnySignedIn()
  async counts(): Promise<{ counts: RegionCount[] }> {
    return { counts: await this.overview.regions() };
  }

  /** Contacts by channel and language, and the growth of the last 30 days. */
  @Route('GET /contacts/overview')
  @AnySignedIn()
  all(): Promise<ContactOverview> {
    return this.overview.now();
  }

  @Route('POST /contacts/import')
  @Importers()
  @HttpCode(200)
  @Roles('author', 'admin')
  @TakesBody(CSV)
  @ApiConsumes(CSV)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiHeader({ name: FILE_NAME, required: false })
  async import(
    @Req() request: Readable,
    @GivenQuery('POST /contacts/import') { dryRun, codes }: QueryOf<'POST /contacts/import'>,
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

  @Route('GET /contacts/imports')
  @Importers()
  @Roles('author', 'admin', 'auditor', 'dpo')
  async list(
    @GivenQuery('GET /contacts/imports') { before }: QueryOf<'GET /contacts/imports'>,
  ): Promise<{ imports: ImportRecord[] }> {
    return { imports: await this.imports.list(before ?? null) };
  }

  @Route('GET /contacts/imports/{id}')
  @Importers()
  @Roles('author', 'admin', 'auditor', 'dpo')
  one(@Param('id', IdParam) id: string): Promise<ImportRecord> {
    return this.imports.get(id);
  }

  /** The rejected rows as CSV, each with its reason: for the importing person, for one day. */
  @Route('GET /contacts/imports/{id}/rejected.csv')
  @AnswersCsv()
  @Importers()
  @Roles('author', 'admin')
  async rejected(
    @Param('id', IdParam) id: string,
    @GivenQuery('GET /contacts/imports/{id}/rejected.csv')
    { language }: QueryOf<'GET /contacts/imports/{id}/rejected.csv'>,
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
      'Content-Disposition': `attachment; filename="${REJECTED[language]}-${id}.csv"`,
    });
    await pipeline(Readable.from(withMark(this.imports.rejected(id))), response);
  }

  /** Withdraws a whole import. Decided at once, and completed within seconds or minutes: see its state. */
  @Route('POST /contacts/imports/{id}/withdraw')
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
