import { Controller, HttpCode } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Compared, Helpdesk, type Subscription, type Verified } from '#dispatch/verification';
import type { SignedIn } from '#staff/roles';
import { CurrentPerson, Roles } from '../../auth/decorators.js';
import { GivenBody, Route } from '../route.js';
import type { BodyOf } from '#contract/api';

/** For callers without a browser. Search terms are in bodies, never in an address that is logged. */
@ApiTags('helpdesk')
@Controller('api/v1')
@Roles('helpdesk')
export class HelpdeskController {
  constructor(private readonly desk: Helpdesk) {}

  /** What the public page says about a code; for a code from an SMS, also its recipient, masked. */
  @Route('POST /helpdesk/code')
  @HttpCode(200)
  verify(
    @GivenBody('POST /helpdesk/code') body: BodyOf<'POST /helpdesk/code'>,
    @CurrentPerson() { personId }: SignedIn,
  ): Promise<Verified> {
    return this.desk.verify(body.code, personId);
  }

  /** Compares what a caller reads out with what was approved; it is neither stored nor logged. */
  @Route('POST /helpdesk/text')
  @HttpCode(200)
  compare(
    @GivenBody('POST /helpdesk/text') body: BodyOf<'POST /helpdesk/text'>,
    @CurrentPerson() { personId }: SignedIn,
  ): Promise<Compared> {
    return this.desk.compare(body.text, personId);
  }

  /** Unsubscribes the person whose SMS has the code. Idempotent. */
  @Route('POST /helpdesk/code/leave')
  @HttpCode(200)
  async leaveByCode(
    @GivenBody('POST /helpdesk/code/leave') body: BodyOf<'POST /helpdesk/code/leave'>,
    @CurrentPerson() { personId }: SignedIn,
  ): Promise<{ left: boolean }> {
    return { left: await this.desk.leaveByCode(body.code, personId) };
  }

  @Route('POST /helpdesk/address')
  @HttpCode(200)
  find(
    @GivenBody('POST /helpdesk/address') body: BodyOf<'POST /helpdesk/address'>,
    @CurrentPerson() { personId }: SignedIn,
  ): Promise<Subscription> {
    return this.desk.find(body, personId);
  }

  /** Unsubscribes the owner of an address. Idempotent. */
  @Route('POST /helpdesk/address/leave')
  @HttpCode(200)
  async leaveByAddress(
    @GivenBody('POST /helpdesk/address/leave') body: BodyOf<'POST /helpdesk/address/leave'>,
    @CurrentPerson() { personId }: SignedIn,
  ): Promise<{ left: boolean }> {
    return { left: await this.desk.leaveByAddress(body, personId) };
  }
}
