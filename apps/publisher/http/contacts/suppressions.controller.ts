import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { type FoundAddress, type Lifting, Suppressions } from '#audience';
import { CHANNELS } from '#channels';
import { BodySchema, says, Validate } from '#platform';
import type { SignedIn } from '#staff';
import { CurrentPerson, Roles } from '../../auth/decorators.js';

/** One full address: partial matches are impossible. */
export const exactAddress = z.strictObject({
  channel: z.enum(CHANNELS),
  to: z.string().trim().min(1, says('give-address')).max(254),
});
const reason = z.string().trim().min(3, says('say-why')).max(500);
const addition = exactAddress.extend({ reason });
const lifting = exactAddress.extend({
  reason,
  /** The owner asked for it themselves; required if they had complained. */
  ownerAsked: z.boolean().default(false),
});

/** Addresses that must not be written to. They come in bodies, never in an address that is logged. */
@ApiTags('suppressions')
@Controller('api/v1/suppressions')
@Roles('operator')
export class SuppressionsController {
  constructor(private readonly suppressions: Suppressions) {}

  /** Whether and why an exact address is suppressed, and the effect of lifting it. */
  @Post('search')
  @HttpCode(200)
  @BodySchema(exactAddress)
  search(
    @Body(new Validate(exactAddress)) body: z.output<typeof exactAddress>,
    @CurrentPerson() { personId }: SignedIn,
  ): Promise<FoundAddress> {
    return this.suppressions.find(body, personId);
  }

  @Post()
  @HttpCode(204)
  @BodySchema(addition)
  async add(
    @Body(new Validate(addition)) { reason: why, ...address }: z.output<typeof addition>,
    @CurrentPerson() { personId }: SignedIn,
  ): Promise<void> {
    await this.suppressions.add(address, why, personId);
  }

  @Post('lift')
  @HttpCode(200)
  @BodySchema(lifting)
  lift(
    @Body(new Validate(lifting)) { channel, to, ...how }: z.output<typeof lifting>,
    @CurrentPerson() { personId }: SignedIn,
  ): Promise<{ effect: Lifting }> {
    return this.suppressions.lift({ channel, to }, how, personId);
  }
}
