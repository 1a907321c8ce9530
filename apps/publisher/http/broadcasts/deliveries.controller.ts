import {
  Body,
  Controller,
  Get,
  HttpCode,
  type MessageEvent,
  Param,
  Post,
  Query,
  Res,
  Sse,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { map, type Observable } from 'rxjs';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Broadcasts } from '#broadcasts';
import { CHANNELS } from '#channels';
import { type ResendAct, type Resent, UnknownCopies, type UnknownGroup } from '#dispatch/recovery';
import { Account, type DeliveryFilter, type ListedDelivery, type Progress } from '#dispatch/reports';
import { AnswersCsv, BodySchema, InjectLogger, type Logger, QuerySchema, says, Validate } from '#platform';
import { Sessions, type SignedIn } from '#staff';
import { DELIVERY_STATES } from '#contract';
import { CurrentPerson, MinistryOnly, Roles, SessionToken, Unattended } from '../../auth/decorators.js';
import { IdParam, idText } from '../../auth/params.js';
import { whileSignedIn } from '../../auth/signed-in.js';
import { csvDownload } from '../csv-download.js';
import { LiveProgress } from './live-progress.js';

const filter = z.object({
  channel: z.enum(CHANNELS).optional(),
  state: z.enum(DELIVERY_STATES).optional(),
  region: z.string().max(12).optional(),
  /** The addressId of the last delivery on the previous page. */
  after: idText.optional(),
});
const page = filter.extend({ limit: z.coerce.number().int().min(1).max(1000).default(100) });
const revealing = z.strictObject({
  /** The open data request that this answers; the address belongs to the person it found. */
  requestId: idText,
  reason: z.string().trim().min(1, says('say-why')).max(1000).optional(),
});
const resend = z.strictObject({
  /** The number of resendable unknown copies that the operator was shown in this part. */
  unknown: z.number().int().positive(),
  channel: z.enum(CHANNELS).optional(),
  /** A province's code includes its regencies. */
  region: z.string().min(2).max(12).optional(),
  /** Only the copies with this reason. */
  cause: z.string().min(1).max(200).optional(),
  reason: z.string().trim().min(1, says('say-why')).max(1000),
});

/** The results of all copies. */
@ApiTags('deliveries')
@Controller('api/v1/broadcasts/:id')
@Roles('author', 'reviewer', 'operator', 'auditor', 'dpo', 'admin')
export class DeliveriesController {
  constructor(
    private readonly account: Account,
    private readonly copies: UnknownCopies,
    private readonly live: LiveProgress,
    private readonly broadcasts: Broadcasts,
    private readonly sessions: Sessions,
    private readonly database: DataSource,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  @Get('progress')
  async progress(@Param('id', IdParam) id: string, @CurrentPerson() person: SignedIn): Promise<Progress> {
    await this.broadcasts.mustSee(person, id);
    return this.account.progress(id);
  }

  /** Server-sent events: the progress whenever it changes, and a last event when the broadcast ends. */
  @Sse('events')
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

  @Get('deliveries')
  @QuerySchema(page)
  async list(
    @Param('id', IdParam) id: string,
    @Query(new Validate(page)) { limit, ...where }: z.output<typeof page>,
    @CurrentPerson() person: SignedIn,
  ): Promise<{ deliveries: ListedDelivery[]; total: number; after: string | null }> {
    await this.broadcasts.mustSee(person, id);
    const deliveries = await this.account.list(id, where, limit);
    const total = await this.account.count(id, where);
    return {
      deliveries,
      total,
      after: deliveries.length === limit ? (deliveries.at(-1)?.addressId ?? null) : null,
    };
  }

  @Get('deliveries.csv')
  @AnswersCsv()
  @QuerySchema(filter)
  async csv(
    @Param('id', IdParam) id: string,
    @Query(new Validate(filter)) where: DeliveryFilter,
    @CurrentPerson() person: SignedIn,
    @Res() response: Response,
  ): Promise<void> {
    await this.broadcasts.mustSee(person, id);
    await csvDownload(response, this.logger, `deliveries-${id}.csv`, (begin) =>
      this.account.csv(id, where, response, begin),
    );
  }

  /**
   * Reveals one full address. Each takes a code of its own and counts among the officer's look-ups. Open only to the
   * ministry's data protection officers, who answer people about what was sent to them. People who run the broadcast can
   * distinguish copies by the mask, and need no more.
   */
  @Post('deliveries/:addressId/reveal')
  @HttpCode(200)
  @Roles('dpo')
  @MinistryOnly('ministry-addresses')
  @BodySchema(revealing)
  async reveal(
    @Param('id', IdParam) id: string,
    @Param('addressId', IdParam) addressId: string,
    @Body(new Validate(revealing)) why: z.output<typeof revealing>,
    @CurrentPerson() person: SignedIn,
  ): Promise<{ address: string }> {
    await this.broadcasts.mustSee(person, id);
    return { address: await this.account.reveal(id, addressId, { personId: person.personId, ...why }) };
  }

  /** The unknown copies by channel, region and reason, the most first; and the past resends, the newest first. */
  @Get('unknown')
  async unknown(
    @Param('id', IdParam) id: string,
    @CurrentPerson() person: SignedIn,
  ): Promise<{ groups: UnknownGroup[]; resends: ResendAct[] }> {
    await this.broadcasts.mustSee(person, id);
    return { groups: await this.copies.of(id), resends: await this.copies.resends(id) };
  }

  /** Sends unknown copies again, of the whole or a part. */
  @Post('resend-unknown')
  @HttpCode(200)
  @Roles('operator')
  @BodySchema(resend)
  async resendUnknown(
    @Param('id', IdParam) id: string,
    @Body(new Validate(resend)) body: z.output<typeof resend>,
    @CurrentPerson() person: SignedIn,
  ): Promise<Resent> {
    await this.broadcasts.mustSee(person, id);
    return this.database.transaction((tx) => this.copies.resend(tx, id, body, person.personId));
  }
}
