import { Controller, HttpCode, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Broadcasts } from '#broadcasts';
import { RejectedCopies, type RejectedGroup, type ResendAct, type Resent } from '#dispatch/recovery';
import { Database } from '#platform/database';
import type { SignedIn } from '#staff/roles';
import { CurrentPerson, Roles } from '../../auth/decorators.js';
import { IdParam } from '../../auth/params.js';
import { GivenBody, Route } from '../route.js';
import type { BodyOf } from '#contract/api';
import { READERS } from '#contract/roles.rules';

/** Copies that a provider rejected at the hand-over. */
@ApiTags('deliveries')
@Controller('api/v1')
@Roles(...READERS)
export class RejectedController {
  constructor(
    private readonly copies: RejectedCopies,
    private readonly broadcasts: Broadcasts,
    private readonly database: Database,
  ) {}

  /** Those that can be sent again, by channel, region and reason, the most first; and what operators sent again. */
  @Route('GET /broadcasts/{id}/rejected')
  async rejected(
    @Param('id', IdParam) id: string,
    @CurrentPerson() person: SignedIn,
  ): Promise<{ groups: RejectedGroup[]; resends: ResendAct[] }> {
    await this.broadcasts.mustSee(person, id);
    const [groups, resends] = await Promise.all([this.copies.of(id), this.copies.resends(id)]);
    return { groups, resends };
  }

  /** Sends them again, for one cause, of the whole or a part. */
  @Route('POST /broadcasts/{id}/resend-rejected')
  @HttpCode(200)
  @Roles('operator')
  async resend(
    @Param('id', IdParam) id: string,
    @GivenBody('POST /broadcasts/{id}/resend-rejected') body: BodyOf<'POST /broadcasts/{id}/resend-rejected'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<Resent> {
    await this.broadcasts.mustSee(person, id);
    return this.database.transaction((tx) => this.copies.resend(tx, id, body, person.personId));
  }
}
