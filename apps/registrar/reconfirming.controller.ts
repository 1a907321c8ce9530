import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { type Reconfirmation, Reconfirming } from '#audience';
import { type Answer, type Asked, OPERATIONS } from '#contract';
import { Public, Validate } from '#platform';

/** Where the owner of a number says, by the code sent to it, whether they still want SMS. The edge has admitted the gateway. */
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

  /** Takes the answer; the same each time. */
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
