import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Broadcasts } from '#broadcasts';
import { CHANNELS } from '#channels';
import { BodySchema, Problem, Validate } from '#platform';
import type { SignedIn } from '#staff';
import { type Part, type Paused, type Tally, Waves } from '#waves';
import { CurrentPerson, Roles } from './auth/decorators.js';
import { IdParam } from './auth/params.js';

const reason = z.string().trim().min(1, 'say why').max(2000);
const part = z.strictObject({
  channel: z.enum(CHANNELS).optional(),
  /** A province's code speaks for its regencies too. */
  region: z
    .string()
    .regex(/^[0-9A-Z.]{2,12}$/, 'must be a region code such as 11 or 11.01')
    .optional(),
});
const pausing = part.extend({ reason: reason.optional() });
const cancelling = z.strictObject({ reason });

/** Stopping, which author and KPU may always do, and going on, which is for operators to decide. */
@ApiTags('control')
@Controller('api/v1/broadcasts/:id')
export class ControlController {
  constructor(
    private readonly broadcasts: Broadcasts,
    private readonly waves: Waves,
    private readonly database: DataSource,
  ) {}

  /** At once, for the whole, a channel or a region: after the answer only what workers had claimed goes out. */
  @Post('pause')
  @HttpCode(200)
  @Roles('author', 'reviewer', 'operator')
  @BodySchema(pausing)
  async pause(
    @Param('id', IdParam) id: string,
    @Body(new Validate(pausing)) body: z.output<typeof pausing>,
    @CurrentPerson() person: SignedIn,
  ): Promise<Paused> {
    return this.database.transaction(async (tx) => {
      const by = await this.broadcasts.mustStop(tx, person, id, 'pause');
      const stop = { by, reason: body.reason ?? null, actorId: person.personId };
      return some(await this.waves.pause(tx, id, partOf(body), stop), 'there is nothing left to pause');
    });
  }

  /** Goes on with exactly the rest. */
  @Post('resume')
  @HttpCode(200)
  @Roles('operator')
  @BodySchema(part)
  async resume(
    @Param('id', IdParam) id: string,
    @Body(new Validate(part)) body: z.output<typeof part>,
    @CurrentPerson() person: SignedIn,
  ): Promise<Tally> {
    await this.broadcasts.mustSee(person, id);
    return this.database.transaction(async (tx) =>
      some(
        await this.waves.resume(tx, id, partOf(body), person.personId),
        'nothing is paused whose expiry has not passed',
      ),
    );
  }

  /** For good: what has not gone out does not. */
  @Post('cancel')
  @HttpCode(200)
  @Roles('author', 'reviewer')
  @BodySchema(cancelling)
  async cancel(
    @Param('id', IdParam) id: string,
    @Body(new Validate(cancelling)) body: z.output<typeof cancelling>,
    @CurrentPerson() person: SignedIn,
  ): Promise<Tally> {
    return this.database.transaction(async (tx) => {
      const by = await this.broadcasts.mustStop(tx, person, id, 'cancel');
      return this.waves.cancelBroadcast(tx, id, { by, reason: body.reason, actorId: person.personId });
    });
  }
}

const partOf = ({ channel, region }: z.output<typeof part>): Part => ({ channel, regionCode: region });

/** @throws Problem conflict where no wave was touched, so that nobody believes something was stopped */
function some<T extends Tally>(tally: T, why: string): T {
  if (tally.waves > 0) return tally;
  throw new Problem('conflict', `Nothing was changed: ${why} in this part of the broadcast.`);
}
