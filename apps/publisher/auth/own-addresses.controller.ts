import { Controller, HttpCode, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { type ChannelName, CHANNELS } from '#channels';
import { Database } from '#platform/database';
import { Validate } from '#platform/http';
import { Staff } from '#staff';
import { OwnAddresses } from '#staff/people';
import { maskAddress, type SignedIn } from '#staff/roles';
import { AnySignedIn, CurrentPerson, StepUp } from './decorators.js';
import { GivenBody, Route } from '../http/route.js';
import type { BodyOf } from '#contract/api';

const ChannelParam = new Validate(z.enum(CHANNELS));

/** The signed-in person's own addresses, for test sends and alerts. Shown masked, and used once a code is confirmed. */
@ApiTags('session')
@Controller('api/v1')
@AnySignedIn()
export class OwnAddressesController {
  constructor(
    private readonly own: OwnAddresses,
    private readonly staff: Staff,
    private readonly database: Database,
  ) {}

  @Route('GET /session/addresses')
  async addresses(
    @CurrentPerson() { personId }: SignedIn,
  ): Promise<{ channel: ChannelName; to: string | null; confirmed: boolean; refused: boolean }[]> {
    const own = await this.staff.addresses(this.database.manager, personId);
    return CHANNELS.map((channel) => {
      const address = own.find((one) => one.channel === channel);
      return {
        channel,
        to: address ? maskAddress(address.to) : null,
        confirmed: address?.confirmed ?? false,
        refused: address?.refused ?? false,
      };
    });
  }

  /** Sends a code there; the address counts once the code is confirmed. */
  @Route('PUT /session/addresses/{channel}')
  @StepUp()
  @HttpCode(202)
  async give(
    @CurrentPerson() { personId }: SignedIn,
    @Param('channel', ChannelParam) channel: ChannelName,
    @GivenBody('PUT /session/addresses/{channel}') { to }: BodyOf<'PUT /session/addresses/{channel}'>,
  ): Promise<void> {
    await this.own.give(personId, channel, to);
  }

  @Route('POST /session/addresses/{channel}/confirm')
  @HttpCode(204)
  async confirm(
    @CurrentPerson() { personId }: SignedIn,
    @Param('channel', ChannelParam) channel: ChannelName,
    @GivenBody('POST /session/addresses/{channel}/confirm')
    body: BodyOf<'POST /session/addresses/{channel}/confirm'>,
  ): Promise<void> {
    await this.own.confirm(personId, channel, body.code);
  }

  @Route('DELETE /session/addresses/{channel}')
  @StepUp()
  @HttpCode(204)
  async forget(
    @CurrentPerson() { personId }: SignedIn,
    @Param('channel', ChannelParam) channel: ChannelName,
  ): Promise<void> {
    await this.own.forget(personId, channel);
  }
}
