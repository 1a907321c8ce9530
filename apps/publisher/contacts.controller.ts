import type { Readable } from 'node:stream';
import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { Audience, ContactImport, type ImportResult, type RegionCount } from '#audience';
import { Problem } from '#platform';
import type { SignedIn } from '#staff';
import { AnySignedIn, CurrentPerson, Roles, TakesBody } from './auth/decorators.js';

const CSV = 'text/csv';

/** Contacts in bulk: taking them in, and how many there are. No citizen's data goes out here. */
@ApiTags('contacts')
@Controller('api/v1/contacts')
export class ContactsController {
  constructor(
    private readonly audience: Audience,
    private readonly contacts: ContactImport,
  ) {}

  @Get('counts')
  @AnySignedIn()
  async counts(): Promise<{ counts: RegionCount[] }> {
    return { counts: await this.audience.counts() };
  }

  @Post('import')
  @HttpCode(200)
  @Roles('author', 'admin')
  @TakesBody(CSV)
  @ApiConsumes(CSV)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  import(@Req() request: Readable, @CurrentPerson() person: SignedIn): Promise<ImportResult> {
    // The ministry holds the contacts and answers for their consent; the commission only approves what they are sent.
    if (person.organisation.kind !== 'ministry') {
      throw new Problem('forbidden', "Contacts are imported by the ministry's people.");
    }
    return this.contacts.run(request, person.personId);
  }
}
