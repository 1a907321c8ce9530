import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { Audience } from '#audience';
import { SignUps } from '#audience/joining';
import { type Answer, type Asked, OPERATIONS } from '#audience/citizens';
import { fault } from '#contract/problems';
import { Problem, Public, Validate } from '#platform/http';

/** Sign-ups, and confirmation of an address by the token sent to it. The edge has authenticated the gateway. */
@Controller('citizens')
@Public()
export class JoiningController {
  constructor(
    private readonly audience: Audience,
    private readonly signUps: SignUps,
  ) {}

  /** Sends each address a confirmation. The same limits apply to every caller. */
  @Post('sign-up')
  @HttpCode(200)
  async signUp(
    @Body(new Validate(OPERATIONS['sign-up'])) asked: Asked<'sign-up'>,
  ): Promise<Answer<'sign-up'>> {
    const places = await this.audience.places();
    if (!places.some((place) => place.code === asked.wish.regionCode))
      throw new Problem('no-citizens-region', {}, [fault('wish.regionCode', 'not-registrable')]);
    const wish = { ...asked.wish, language: await this.audience.chosenLanguage(asked.wish.language) };
    const opened = await this.signUps.open({ ...asked, wish, contactId: null });
    return opened.kind === 'later' ? { kind: 'later', at: opened.at.toISOString() } : opened;
  }

  /** Returns the sign-up behind a confirmation link. Changes nothing. */
  @Post('look-confirmation')
  @HttpCode(200)
  async look(
    @Body(new Validate(OPERATIONS['look-confirmation'])) { token }: Asked<'look-confirmation'>,
  ): Promise<Answer<'look-confirmation'>> {
    const found = await this.signUps.look(token);
    if (!found) return { kind: 'unknown' };
    const { channel, confirmed, wish } = found;
    return { kind: 'confirmation', channel, confirmed, regionCode: wish.regionCode };
  }

  /** Confirms; idempotent. A Telegram chat is confirmed in the chat only. */
  @Post('confirm')
  @HttpCode(200)
  confirm(
    @Body(new Validate(OPERATIONS.confirm)) { token, code }: Asked<'confirm'>,
  ): Promise<Answer<'confirm'>> {
    return this.signUps.confirm(token, { code });
  }
}
