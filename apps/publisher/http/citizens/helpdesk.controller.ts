import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { PASTE_LIMIT } from '#broadcasts';
import { type Compared, Helpdesk, type Subscription, type Verified } from '#dispatch/verification';
import { BodySchema, says, Validate } from '#platform';
import type { SignedIn } from '#staff';
import { CurrentPerson, Roles } from '../../auth/decorators.js';
import { exactAddress } from '../contacts/suppressions.controller.js';

/** As it is read out: with spaces, or with the whole short address before it. */
const typedCode = z
  .string()
  .max(200)
  .transform((text) => text.replace(/^.*\//, '').replaceAll(/[\s.-]/g, ''))
  .pipe(z.string().length(10, says('message-code')));
const code = z.strictObject({ code: typedCode });
const heard = z.strictObject({
  text: z.string().trim().min(1, says('type-text')).max(PASTE_LIMIT),
});
/** Without Telegram: nobody knows the number of their chat, and the bot itself understands "berhenti". */
const address = exactAddress.extend({ channel: z.enum(['email', 'sms']) });

/** For callers without a browser. Search terms are in bodies, never in an address that is logged. */
@ApiTags('helpdesk')
@Controller('api/v1/helpdesk')
@Roles('helpdesk')
export class HelpdeskController {
  constructor(private readonly desk: Helpdesk) {}

  /** What the public page says about a code; for a code from an SMS, also its recipient, masked. */
  @Post('code')
  @HttpCode(200)
  @BodySchema(code)
  verify(
    @Body(new Validate(code)) body: z.output<typeof code>,
    @CurrentPerson() { personId }: SignedIn,
  ): Promise<Verified> {
    return this.desk.verify(body.code, personId);
  }

  /** Compares what a caller reads out with what was approved; it is neither stored nor logged. */
  @Post('text')
  @HttpCode(200)
  @BodySchema(heard)
  compare(
    @Body(new Validate(heard)) body: z.output<typeof heard>,
    @CurrentPerson() { personId }: SignedIn,
  ): Promise<Compared> {
    return this.desk.compare(body.text, personId);
  }

  /** Unsubscribes the person whose SMS has the code. Idempotent. */
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
  ): Promise<Subscription> {
    return this.desk.find(body, personId);
  }

  /** Unsubscribes the owner of an address. Idempotent. */
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
