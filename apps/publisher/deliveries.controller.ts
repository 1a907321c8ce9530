import {
  Body,
  Controller,
  Get,
  Header,
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
import { defer, distinctUntilChanged, map, type Observable, repeat, takeWhile } from 'rxjs';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Broadcasts } from '#broadcasts';
import { CHANNELS } from '#channels';
import {
  Account,
  DELIVERY_STATES,
  type DeliveryFilter,
  type ListedDelivery,
  type Progress,
} from '#deliveries';
import { BodySchema, QuerySchema, Validate } from '#platform';
import type { SignedIn } from '#staff';
import { CurrentPerson, Roles, StepUp } from './auth/decorators.js';
import { IdParam } from './auth/params.js';

const filter = z.object({
  channel: z.enum(CHANNELS).optional(),
  state: z.enum(DELIVERY_STATES).optional(),
  region: z.string().max(12).optional(),
  after: z
    .string()
    .regex(/^\d{1,19}$/, 'must be the addressId of the last delivery seen')
    .optional(),
});
const page = filter.extend({ limit: z.coerce.number().int().min(1).max(1000).default(100) });
const resend = z.strictObject({ unknown: z.number().int().positive() });

/** Progress is looked up this often for a live view, in ms; nothing is sent while nothing changes. */
const LIVE_EVERY_MS = 500;
const ENDED = new Set(['completed', 'cancelled', 'expired', 'rejected', 'withdrawn']);

/** What became of every copy. */
@ApiTags('deliveries')
@Controller('api/v1/broadcasts/:id')
@Roles('author', 'reviewer', 'operator', 'auditor', 'admin')
export class DeliveriesController {
  constructor(
    private readonly account: Account,
    private readonly broadcasts: Broadcasts,
    private readonly database: DataSource,
  ) {}

  @Get('progress')
  async progress(@Param('id', IdParam) id: string, @CurrentPerson() person: SignedIn): Promise<Progress> {
    await this.broadcasts.mustSee(person, id);
    return this.account.progress(id);
  }

  /** Server-sent events: the progress each time it has changed, and a last one when the broadcast has ended. */
  @Sse('events')
  async events(
    @Param('id', IdParam) id: string,
    @CurrentPerson() person: SignedIn,
  ): Promise<Observable<MessageEvent>> {
    await this.broadcasts.mustSee(person, id);
    const look = defer(() => this.account.progress(id));
    return look.pipe(
      repeat({ delay: LIVE_EVERY_MS }),
      map((progress) => ({ progress, text: JSON.stringify(progress) })),
      distinctUntilChanged((before, after) => before.text === after.text),
      takeWhile(({ progress }) => !ENDED.has(progress.state), true),
      map(({ text }) => ({ type: 'progress', data: text })),
    );
  }

  @Get('deliveries')
  @QuerySchema(page)
  async list(
    @Param('id', IdParam) id: string,
    @Query(new Validate(page)) { limit, ...where }: z.output<typeof page>,
    @CurrentPerson() person: SignedIn,
  ): Promise<{ deliveries: ListedDelivery[]; after: string | null }> {
    await this.broadcasts.mustSee(person, id);
    const deliveries = await this.account.list(id, where, limit);
    return { deliveries, after: deliveries.length === limit ? (deliveries.at(-1)?.addressId ?? null) : null };
  }

  @Get('deliveries.csv')
  @Header('content-type', 'text/csv; charset=utf-8')
  @QuerySchema(filter)
  async csv(
    @Param('id', IdParam) id: string,
    @Query(new Validate(filter)) where: DeliveryFilter,
    @CurrentPerson() person: SignedIn,
    @Res() response: Response,
  ): Promise<void> {
    await this.broadcasts.mustSee(person, id);
    response.setHeader('content-disposition', `attachment; filename="deliveries-${id}.csv"`);
    const csv = this.account.csv(id, where);
    csv.once('error', () => response.destroy());
    response.once('close', () => 'destroy' in csv && typeof csv.destroy === 'function' && csv.destroy());
    csv.pipe(response);
  }

  /** Sends the unknown ones again; `unknown` is the number the operator was shown. */
  @Post('resend-unknown')
  @HttpCode(200)
  @Roles('operator')
  @StepUp()
  @BodySchema(resend)
  async resendUnknown(
    @Param('id', IdParam) id: string,
    @Body(new Validate(resend)) body: z.output<typeof resend>,
    @CurrentPerson() person: SignedIn,
  ): Promise<{ resent: number }> {
    await this.broadcasts.mustSee(person, id);
    const resent = await this.database.transaction((tx) =>
      this.account.resendUnknown(tx, id, body.unknown, person.personId),
    );
    return { resent };
  }
}
