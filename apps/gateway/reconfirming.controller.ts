import { Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { type Reconfirmation, Reconfirming, SignUps } from '#audience';
import { type Config, InjectConfig, Public, readCode } from '#platform';
import { formOf } from './choices.rules.js';
import { Guesses } from './guesses.js';
import type { Names, Page } from './pages/layout.js';
import { leftPage, tooManyPage } from './pages/plain-pages.js';
import { reconfirmedPage, reconfirmPage, unknownReconfirmationPage } from './pages/reconfirm-pages.js';
import { BrokenPage, languageOf, namesOf, showPage } from './pages/showing.js';

/** Where the owner of a number says that they still want SMS: the short address is in the message that asks. */
@Controller('masih')
@Public()
@UseFilters(BrokenPage)
export class ReconfirmingController {
  private readonly guesses = new Guesses();
  private readonly names: Names;

  constructor(
    private readonly reconfirming: Reconfirming,
    private readonly signUps: SignUps,
    @InjectConfig() config: Config,
  ) {
    this.names = namesOf(config);
  }

  /** Shows the question and changes nothing. */
  @Get(':code')
  async ask(@Req() request: Request, @Res() response: Response, @Param('code') code: string): Promise<void> {
    const language = languageOf(request);
    const found = await this.known(request, response, code, () => this.reconfirming.look(code));
    if (!found) return;
    const page =
      found.state === 'done'
        ? reconfirmedPage(language)
        : reconfirmPage(code.toUpperCase(), found, this.signUps.wording(language), language);
    this.show(request, response, page);
  }

  /** Takes the answer; the same each time. */
  @Post(':code')
  async answer(
    @Req() request: Request,
    @Res() response: Response,
    @Param('code') code: string,
  ): Promise<void> {
    const language = languageOf(request);
    const stop = formOf(request.body).get('jawaban') === 'berhenti';
    const found = await this.known(request, response, code, () =>
      stop ? this.reconfirming.leave(code) : this.reconfirming.confirm(code, language),
    );
    if (found) this.show(request, response, stop ? leftPage('sms', language) : reconfirmedPage(language));
  }

  /** What a code opens; where it opens nothing, that has been said to the reader. */
  private async known(
    request: Request,
    response: Response,
    code: string,
    open: () => Promise<Reconfirmation | null>,
  ): Promise<Reconfirmation | null> {
    const ip = request.ip ?? '';
    const language = languageOf(request);
    if (!this.guesses.allows(ip)) {
      response.set('Retry-After', '60');
      this.show(request, response, tooManyPage(language));
      return null;
    }
    const found = await open();
    if (found) return found;
    if (readCode(code) !== null) this.guesses.miss(ip);
    this.show(request, response, unknownReconfirmationPage(language));
    return null;
  }

  private show(request: Request, response: Response, page: Page): void {
    showPage(request, response, this.names, page);
  }
}
