import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { type Reconfirmation, Reconfirming } from '#audience/rights';
import { type Answer, type Asked, OPERATIONS } from '#audience/citizens';
import { Public, Validate } from '#platform/http';

/** Reconfirmation of an SMS consent by the code sent to the number. The edge has authenticated the gateway. */
@Controller('citizens')
@Public()
export class ReconfirmingController {
  constructor(private readonly reconfirming: Reconfirming) {}

  /** Changes nothing. */
  @Post('look-reconfirmation')
  @HttpCode(200)
  async look(
    @Body(new Validate(OPERATIONS['look-reconfirmation'])) { code }: Asked<'look-reconfirmation'>,
  ): Promise<Answer<'look-reconfirmation'>> {
    return answerOf(await this.reconfirming.look(code));
  }

  /** Records the answer; idempotent. */
  @Post('answer-reconfirmation')
  @HttpCode(200)
  async answer(
    @Body(new Validate(OPERATIONS['answer-reconfirmation']))
    { code, stop, language }: Asked<'answer-reconfirmation'>,
  ): Promise<Answer<'answer-reconfirmation'>> {
    return answerOf(await (stop ? this.reconfirming.leave(code) : this.reconfirming.confirm(code, language)));
  }
}

const answerOf = (found: Reconfirmation | null): Answer<'look-reconfirmation'> =>
  found ? { kind: 'reconfirmation', ending: found.ending, state: found.state } : { kind: 'unknown' };
