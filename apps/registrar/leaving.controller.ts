import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { type Answer, type Asked, OPERATIONS } from '#contract';
import { Copies } from '#deliveries';
import { Public, Validate } from '#platform';
import { Leaving } from './leaving.js';
import { OwnDataLimit } from './own-data-limit.js';

/** What the holder of a copy's link or code may do. The edge has admitted the gateway. */
@Controller('citizens')
@Public()
export class LeavingController {
  constructor(
    private readonly copies: Copies,
    private readonly leaving: Leaving,
    private readonly limit: OwnDataLimit,
  ) {}

  /** Which channel and broadcast a copy is of. Changes nothing. */
  @Post('look-copy')
  @HttpCode(200)
  async look(
    @Body(new Validate(OPERATIONS['look-copy'])) mark: Asked<'look-copy'>,
  ): Promise<Answer<'look-copy'>> {
    const copy = await this.copies.find(mark);
    if (!copy) return { kind: 'unknown' };
    return { kind: 'copy', channel: copy.channel, publicCode: copy.publicCode };
  }

  /** Leaves the channel the copy came by; the same each time. */
  @Post('leave')
  @HttpCode(200)
  async leave(@Body(new Validate(OPERATIONS.leave)) mark: Asked<'leave'>): Promise<Answer<'leave'>> {
    const copy = await this.copies.find(mark);
    if (!copy) return { kind: 'unknown' };
    const byLink = 'token' in mark;
    await this.leaving.leave(copy.addressId, byLink ? 'link' : 'sms code');
    // Whoever reads a code over a shoulder may let the owner leave, but not bring them back.
    const topics = byLink ? await this.leaving.offer(copy.addressId) : null;
    return { kind: 'left', channel: copy.channel, topics };
  }

  /** Takes a leaving back, for all of what was chosen or for fewer topics. */
  @Post('take-back')
  @HttpCode(200)
  async takeBack(
    @Body(new Validate(OPERATIONS['take-back'])) { token, only, language }: Asked<'take-back'>,
  ): Promise<Answer<'take-back'>> {
    const copy = await this.copies.find({ token });
    if (!copy) return { kind: 'unknown' };
    const later = await this.limit.reached(`address ${copy.addressId}`);
    if (later) return later;
    const back = await this.leaving.takeBack(copy.addressId, only, language);
    return { kind: 'taken', back, channel: copy.channel };
  }
}
