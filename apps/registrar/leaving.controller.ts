import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { type Answer, type Asked, OPERATIONS } from '#audience/citizens';
import { Copies } from '#dispatch/sending';
import { Public, Validate } from '#platform/http';
import { Leaving } from './leaving.js';
import { OwnDataLimit } from './own-data-limit.js';

/** Operations for the holder of a copy's link or code. The edge has authenticated the gateway. */
@Controller('citizens')
@Public()
export class LeavingController {
  constructor(
    private readonly copies: Copies,
    private readonly leaving: Leaving,
    private readonly limit: OwnDataLimit,
  ) {}

  /** Returns the channel and broadcast of a copy. Changes nothing. */
  @Post('look-copy')
  @HttpCode(200)
  async look(
    @Body(new Validate(OPERATIONS['look-copy'])) key: Asked<'look-copy'>,
  ): Promise<Answer<'look-copy'>> {
    const copy = await this.copies.find(key);
    if (!copy) return { kind: 'unknown' };
    return { kind: 'copy', channel: copy.channel, publicCode: copy.publicCode };
  }

  /** Unsubscribes from the copy's channel; idempotent. */
  @Post('leave')
  @HttpCode(200)
  async leave(@Body(new Validate(OPERATIONS.leave)) key: Asked<'leave'>): Promise<Answer<'leave'>> {
    const copy = await this.copies.find(key);
    if (!copy) return { kind: 'unknown' };
    const byLink = 'token' in key;
    await this.leaving.leave(copy.addressId, byLink ? 'link' : 'sms code');
    // A person who saw the code may unsubscribe the owner, but not re-subscribe them.
    const topics = byLink ? await this.leaving.offer(copy.addressId) : null;
    return { kind: 'left', channel: copy.channel, topics };
  }

  /** Reverts a leaving, for all chosen topics or for fewer. */
  @Post('take-back')
  @HttpCode(200)
  async takeBack(
    @Body(new Validate(OPERATIONS['take-back'])) { token, only, language }: Asked<'take-back'>,
  ): Promise<Answer<'take-back'>> {
    const copy = await this.copies.find({ token });
    if (!copy) return { kind: 'unknown' };
    const later = await this.limit.countOrLater(`address ${copy.addressId}`);
    if (later) return later;
    const back = await this.leaving.takeBack(copy.addressId, only, language);
    return { kind: 'taken', back, channel: copy.channel };
  }
}
