import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Broadcasts, type Part, type Paused, type Resumed, type Tally } from '#broadcasts';
import { CHANNELS } from '#channels';
import { BodySchema, Problem, says, Validate } from '#platform';
import type { SignedIn } from '#staff';
import { Waves } from '#dispatch';
import { CurrentPerson, Roles } from '../../auth/decorators.js';
import { IdParam } from '../../auth/params.js';

const reason = z.string().trim().min(1, says('say-why')).max(2000);
const part = z.strictObject({
  channel: z.enum(CHANNELS).optional(),
  /** A province's code includes its regencies. */
  region: z
    .string()
    .regex(/^[0-9A-Z.]{2,12}$/, says('region-code'))
    .optional(),
});
const pausing = part.extend({
  reason: reason.optional(),
  /** Whether the content is in doubt, so that the public is asked not to forward it: the default for authors and KPU. */
  doubt: z.boolean().optional(),
});
const resuming = part.extend({
  /** Whether what is in doubt goes on too, which ends the doubt; by default it stays paused beside anything else. */
  doubted: z.boolean().optional(),
});
const lifting = z.strictObject({ reason });
const cancelling = part.extend({ reason });

/** Pausing, which author and KPU may always do, and resuming, which operators decide. */
@ApiTags('control')
@Controller('api/v1/broadcasts/:id')
export class ControlController {
  constructor(
    private readonly broadcasts: Broadcasts,
    private readonly waves: Waves,
    private readonly database: DataSource,
  ) {}

  /** Effective at once, for the whole, a channel or a region: after the response, only claimed copies still go out. */
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
      const stop = { reason: body.reason ?? null, doubt: body.doubt };
      const paused = await this.broadcasts.pause(tx, person, id, partOf(body), stop);
      return changed(paused, paused.waves > 0 || paused.doubted, 'nothing-to-pause');
    });
  }

  /**
   * Resumes exactly the rest, unless KPU has it in doubt; the whole also when only a doubt is left of what was paused. What is
   * in doubt stays paused as long as something else was paused, unless `doubted` says that it goes on too.
   */
  @Post('resume')
  @HttpCode(200)
  @Roles('operator')
  @BodySchema(resuming)
  async resume(
    @Param('id', IdParam) id: string,
    @Body(new Validate(resuming)) body: z.output<typeof resuming>,
    @CurrentPerson() person: SignedIn,
  ): Promise<Resumed> {
    return this.database.transaction(async (tx) => {
      const resumed = await this.broadcasts.resume(tx, person, id, partOf(body), body.doubted);
      return changed(
        resumed,
        resumed.waves > 0 || resumed.doubtCleared || resumed.brakeReleased,
        'nothing-to-resume',
      );
    });
  }

  /** KPU confirms the content: nothing is in doubt any more. Paused waves wait for an operator to resume them. */
  @Post('lift-doubt')
  @HttpCode(204)
  @Roles('reviewer')
  @BodySchema(lifting)
  async liftDoubt(
    @Param('id', IdParam) id: string,
    @Body(new Validate(lifting)) body: z.output<typeof lifting>,
    @CurrentPerson() person: SignedIn,
  ): Promise<void> {
    await this.database.transaction((tx) => this.broadcasts.liftDoubt(tx, person, id, body.reason));
  }

  /** Final: stops everything not sent yet, of the whole, a channel or a region. */
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
      const stop = { by, reason: body.reason, actorId: person.personId };
      if (body.channel === undefined && body.region === undefined)
        return this.broadcasts.cancel(tx, id, stop);
      const cancelled = await this.waves.cancelPart(tx, id, partOf(body), stop);
      return changed(cancelled, cancelled.waves > 0, 'nothing-to-cancel');
    });
  }
}

const partOf = ({ channel, region }: z.output<typeof part>): Part => ({ channel, regionCode: region });

/** @throws Problem conflict when nothing was changed, so that nobody assumes something was stopped */
function changed<T extends Tally>(
  tally: T,
  was: boolean,
  why: 'nothing-to-pause' | 'nothing-to-resume' | 'nothing-to-cancel',
): T {
  if (was) return tally;
  throw new Problem(why);
}
