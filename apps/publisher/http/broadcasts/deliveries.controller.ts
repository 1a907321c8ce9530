import { Controller, HttpCode, type MessageEvent, Param, Res, Sse } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { map, type Observable } from 'rxjs';
import { Broadcasts } from '#broadcasts';
import {
  type AcceptedUnknown,
  type ResendAct,
  type Resent,
  UnknownCopies,
  type UnknownGroup,
} from '#dispatch/recovery';
import { Deliveries, type ListedDelivery, type Progress } from '#dispatch/reports';
import { InjectLogger } from '#platform';
import { Database } from '#platform/database';
import type { Logger } from '#platform/logging';
import type { SignedIn } from '#staff/roles';
import { Sessions } from '#staff/sign-in';
import {
  CurrentPerson,
  KeyScope,
  MinistryOnly,
  Roles,
  SessionToken,
  Unattended,
} from '../../auth/decorators.js';
import { IdParam } from '../../auth/params.js';
import { whileSignedIn } from '../../auth/signed-in.js';
import { csvDownload } from '../csv-download.js';
import { LiveProgress } from './live-progress.js';
import { AnswersCsv, GivenBody, GivenQuery, Route } from '../route.js';
import type { BodyOf, QueryOf } from '#contract/api';
import { READERS } from '#contract/roles.rules';

/** The results of all copies. */
@ApiTags('deliveries')
@Controller('api/v1')
@Roles(...READERS)
export class DeliveriesController {
  constructor(
    private readonly deliveries: Deliveries,
    private readonly copies: UnknownCopies,
    private readonly live: LiveProgress,
    private readonly broadcasts: Broadcasts,
    private readonly sessions: Sessions,
    private readonly database: Database,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  @Route('GET /broadcasts/{id}/progress')
  @KeyScope('counts')
  async progress(@Param('id', IdParam) id: string, @CurrentPerson() person: SignedIn): Promise<Progress> {
    await this.broadcasts.mustSee(person, id);
    return this.deliveries.progress(id);
  }

  /** Server-sent events: the progress whenever it changes, and a last event when the broadcast ends. */
  @Sse('broadcasts/:id/events')
  @Unattended() // After an interruption, a browser reopens the stream by itself.
  async events(
    @Param('id', IdParam) id: string,
    @CurrentPerson() person: SignedIn,
    @SessionToken() token: string,
  ): Promise<Observable<MessageEvent>> {
    await this.broadcasts.mustSee(person, id);
    return this.live.of(id).pipe(
      whileSignedIn(this.sessions, token),
      map((text) => ({ type: 'progress', data: text })),
    );
  }

  @Route('GET /broadcasts/{id}/deliveries')
  async list(
    @Param('id', IdParam) id: string,
    @GivenQuery('GET /broadcasts/{id}/deliveries')
    { limit, ...where }: QueryOf<'GET /broadcasts/{id}/deliveries'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<{ deliveries: ListedDelivery[]; total: number; atLeast: boolean; after: string | null }> {
    await this.broadcasts.mustSee(person, id);
    return { ...(await this.deliveries.list(id, where, limit)), ...(await this.deliveries.count(id, where)) };
  }

  @Route('GET /broadcasts/{id}/deliveries.csv')
  @AnswersCsv()
  async csv(
    @Param('id', IdParam) id: string,
    @GivenQuery('GET /broadcasts/{id}/deliveries.csv') where: QueryOf<'GET /broadcasts/{id}/deliveries.csv'>,
    @CurrentPerson() person: SignedIn,
    @Res() response: Response,
  ): Promise<void> {
    await this.broadcasts.mustSee(person, id);
    await csvDownload(response, this.logger, `deliveries-${id}.csv`, (begin) =>
      this.deliveries.csv(id, where, response, begin),
    );
  }

  /**
   * Reveals one full address. Each takes a code of its own and counts among the officer's look-ups. Open only to the
   * ministry's data protection officers, who answer people about what was sent to them. People who run the broadcast can
   * distinguish copies by the mask, and need no more.
   */
  @Route('POST /broadcasts/{id}/deliveries/{addressId}/reveal')
  @HttpCode(200)
  @Roles('dpo')
  @MinistryOnly('ministry-addresses')
  async reveal(
    @Param('id', IdParam) id: string,
    @Param('addressId', IdParam) addressId: string,
    @GivenBody('POST /broadcasts/{id}/deliveries/{addressId}/reveal')
    why: BodyOf<'POST /broadcasts/{id}/deliveries/{addressId}/reveal'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<{ address: string }> {
    await this.broadcasts.mustSee(person, id);
    return { address: await this.deliveries.reveal(id, addressId, { personId: person.personId, ...why }) };
  }

  /** The unknown copies by channel, region and reason, the most first; and what operators decided, the newest first. */
  @Route('GET /broadcasts/{id}/unknown')
  async unknown(
    @Param('id', IdParam) id: string,
    @CurrentPerson() person: SignedIn,
  ): Promise<{ groups: UnknownGroup[]; resends: ResendAct[]; acceptances: ResendAct[] }> {
    await this.broadcasts.mustSee(person, id);
    const [groups, resends, acceptances] = await Promise.all([
      this.copies.of(id),
      this.copies.resends(id),
      this.copies.acceptances(id),
    ]);
    return { groups, resends, acceptances };
  }

  /** Sends unknown copies again, of the whole or a part. */
  @Route('POST /broadcasts/{id}/resend-unknown')
  @HttpCode(200)
  @Roles('operator')
  async resendUnknown(
    @Param('id', IdParam) id: string,
    @GivenBody('POST /broadcasts/{id}/resend-unknown') body: BodyOf<'POST /broadcasts/{id}/resend-unknown'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<Resent> {
    await this.broadcasts.mustSee(person, id);
    return this.database.transaction((tx) => this.copies.resend(tx, id, body, person.personId));
  }
  /** Calls unknown copies accepted that an operator found with the provider, of the whole or a part. Nothing is sent. */
  @Route('POST /broadcasts/{id}/accept-unknown')
  @HttpCode(200)
  @Roles('operator')
  async acceptUnknown(
    @Param('id', IdParam) id: string,
    @GivenBody('POST /broadcasts/{id}/accept-unknown') body: BodyOf<'POST /broadcasts/{id}/accept-unknown'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<AcceptedUnknown> {
    await this.broadcasts.mustSee(person, id);
    return this.database.transaction((tx) => this.copies.accept(tx, id, body, person.personId));
  }
}
