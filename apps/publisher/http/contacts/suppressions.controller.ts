import { Controller, HttpCode } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FoundAddress, type Lifting, Suppressions } from '#audience/suppressions';
import type { SignedIn } from '#staff/roles';
import { CurrentPerson, Roles } from '../../auth/decorators.js';
import { GivenBody, Route } from '../route.js';
import type { BodyOf } from '#contract/api';

/** Addresses that must not be written to. They come in bodies, never in an address that is logged. */
@ApiTags('suppressions')
@Controller('api/v1')
@Roles('operator')
export class SuppressionsController {
  constructor(private readonly suppressions: Suppressions) {}

  /** Whether and why an exact address is suppressed, and the effect of lifting it. */
  @Route('POST /suppressions/search')
  @HttpCode(200)
  search(
    @GivenBody('POST /suppressions/search') body: BodyOf<'POST /suppressions/search'>,
    @CurrentPerson() { personId }: SignedIn,
  ): Promise<FoundAddress> {
    return this.suppressions.find(body, personId);
  }

  @Route('POST /suppressions')
  @HttpCode(204)
  async add(
    @GivenBody('POST /suppressions') { reason: why, ...address }: BodyOf<'POST /suppressions'>,
    @CurrentPerson() { personId }: SignedIn,
  ): Promise<void> {
    await this.suppressions.add(address, why, personId);
  }

  @Route('POST /suppressions/lift')
  @HttpCode(200)
  lift(
    @GivenBody('POST /suppressions/lift') { channel, to, ...how }: BodyOf<'POST /suppressions/lift'>,
    @CurrentPerson() { personId }: SignedIn,
  ): Promise<{ effect: Lifting }> {
    return this.suppressions.lift({ channel, to }, how, personId);
  }
}
