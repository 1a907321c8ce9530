import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { PASTE_LIMIT } from '#broadcasts';
import { type Compared, Helpdesk, type Verified } from '#deliveries';
import { BodySchema, says, Validate } from '#platform';
import type { SignedIn } from '#staff';
import { CurrentPerson, Roles } from './auth/decorators.js';
import { exactAddress } from './suppressions.controller.js';

/** As it is read out: with spaces, or the whole short address before it. */
const typedCode = z
  .string()
  .max(200)
  .transform((text) => text.replace(/^.*\//, '').replaceAll(/[\s.-]/g, ''))
  .pipe(z.string().length(10, says('message-code')));
const code = z.strictObject({ code: typedCode });
const heard = z.strictObject({
  text: z.string().trim().min(1, says('type-text')).max(PASTE_LIMIT),
});
/** Nobody knows the number of their Telegram chat; the bot itself understands "berhenti". */
const address = exactAddress.extend({ channel: z.enum(['email', 'sms']) });

/** For callers without a browser. What is asked for comes in bodies, never in an address that is logged. */
@ApiTags('helpdesk')
@Controller('api/v1/helpdesk')
@Roles('helpdesk')
export class HelpdeskController {
  constructor(private readonly desk: Helpdesk) {}

  /** What the public page says of a code; of a code from one SMS, also whose it is, masked. */
  @Post('code')
  @HttpCode(200)
  @BodySchema(code)
  verify(
    @Body(new Validate(code)) body: z.output<typeof code>,
    @CurrentPerson() { personId }: SignedIn,
  ): Promise<Verified> {
    return this.desk.verify(body.code, personId);
  }

  /** Compares what a caller reads out with what was approved; it is neither kept nor logged. */
  @Post('text')
  @HttpCode(200)
  @BodySchema(heard)
  compare(
    @Body(new Validate(heard)) body: z.output<typeof heard>,
    @CurrentPerson() { personId }: SignedIn,
  ): Promise<Compared> {
    return this.desk.compare(body.text, personId);
  }

  /** Lets the person leave whose SMS has the code. May be repeated. */
  @Post('code/leave')
  @HttpCode(200)
  @BodySchema(code)
  async leaveByCode(
    @Body(new Validate(code)) body: z.output<typeof code>,
    @CurrentPerson() { personId }: SignedIn,
  ): Promise<{ left: boolean }> {
    return { left: await this.desk.leaveByCode(body.code, personId) };
  }

  @Post('address')
  @HttpCode(200)
  @BodySchema(address)
  find(
    @Body(new Validate(address)) body: z.output<typeof address>,
    @CurrentPerson() { personId }: SignedIn,
  ): Promise<{ subscribed: boolean }> {
    return this.desk.find(body, personId);
  }

  /** Lets the owner of an address leave. May be repeated. */
  @Post('address/leave')
  @HttpCode(200)
  @BodySchema(address)
  async leaveByAddress(
    @Body(new Validate(address)) body: z.output<typeof address>,
    @CurrentPerson() { personId }: SignedIn,
  ): Promise<{ left: boolean }> {
    return { left: await this.desk.leaveByAddress(body, personId) };
  }
}
