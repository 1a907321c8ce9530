import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { type ChannelName, CHANNELS } from '#channels';
import { BodySchema, says, Validate } from '#platform';
import { maskAddress, OwnAddresses, type SignedIn, Staff } from '#staff';
import { AnySignedIn, CurrentPerson, StepUp } from './decorators.js';

const ChannelParam = new Validate(z.enum(CHANNELS));
const given = z.strictObject({ to: z.string().trim().min(1).max(254) });
const code = z.strictObject({ code: z.string().regex(/^\d{6}$/, says('sent-digits')) });

/** The signed-in person's own addresses, for test sends and alerts. Shown masked, and used once a code is confirmed. */
@ApiTags('session')
@Controller('api/v1/session/addresses')
@AnySignedIn()
export class OwnAddressesController {
  constructor(
    private readonly own: OwnAddresses,
    private readonly staff: Staff,
    private readonly database: DataSource,
  ) {}

  @Get()
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
  @Put(':channel')
  @StepUp()
  @HttpCode(202)
  @BodySchema(given)
  async give(
    @CurrentPerson() { personId }: SignedIn,
    @Param('channel', ChannelParam) channel: ChannelName,
    @Body(new Validate(given)) { to }: z.output<typeof given>,
  ): Promise<void> {
    await this.own.give(personId, channel, to);
  }

  @Post(':channel/confirm')
  @HttpCode(204)
  @BodySchema(code)
  async confirm(
    @CurrentPerson() { personId }: SignedIn,
    @Param('channel', ChannelParam) channel: ChannelName,
    @Body(new Validate(code)) body: z.output<typeof code>,
  ): Promise<void> {
    await this.own.confirm(personId, channel, body.code);
  }

  @Delete(':channel')
  @StepUp()
  @HttpCode(204)
  async forget(
    @CurrentPerson() { personId }: SignedIn,
    @Param('channel', ChannelParam) channel: ChannelName,
  ): Promise<void> {
    await this.own.forget(personId, channel);
  }
}
