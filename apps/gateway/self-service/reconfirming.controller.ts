import { Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Answer } from '#audience/citizens';
import { InjectConfig } from '#platform';
import type { GatewaySettings } from '#platform/config';
import { readCode } from '#platform/crypto';
import { Public } from '#platform/http';
import { formOf } from './choices.rules.js';
import { NetworkTextLimits } from '../http/text-limits.js';
import { networkOf } from '../http/network.rules.js';
import type { Names, Page } from '../pages/layout.js';
import { leftPage, tooManyPage } from '../pages/plain-pages.js';
import { reconfirmedPage, reconfirmPage, unknownReconfirmationPage } from './reconfirm-pages.js';
import { BrokenPage, languageOf, namesOf, showLater, showPage, wordingOf } from '../verification/showing.js';
import { Registrar } from '../http/registrar.js';

type Known = Extract<Answer<'look-reconfirmation'>, { kind: 'reconfirmation' }>;

/** Reconfirmation of an SMS consent by the owner of a number: the SMS that asks contains the short address. */
@Controller('masih')
@Public()
@UseFilters(BrokenPage)
export class ReconfirmingController {
  private readonly names: Names;

  constructor(
    private readonly registrar: Registrar,
    private readonly limits: NetworkTextLimits,
    @InjectConfig() config: GatewaySettings,
  ) {
    this.names = namesOf(config);
  }

  /** Shows the question and changes nothing. */
  @Get(':code')
  async ask(@Req() request: Request, @Res() response: Response, @Param('code') code: string): Promise<void> {
    const language = languageOf(request);
    const found = await this.known(request, response, code, () =>
      this.registrar.ask('look-reconfirmation', { code }),
    );
    if (!found) return;
    const page =
      found.state === 'done'
        ? reconfirmedPage(language)
        : reconfirmPage(code.toUpperCase(), found, wordingOf(this.names, language), language);
    this.show(request, response, page);
  }

  /** Records the answer; idempotent. */
  @Post(':code')
  async answer(
    @Req() request: Request,
    @Res() response: Response,
    @Param('code') code: string,
  ): Promise<void> {
    const language = languageOf(request);
    const stop = formOf(request.body).get('jawaban') === 'berhenti';
    const found = await this.known(request, response, code, () =>
      this.registrar.ask('answer-reconfirmation', { code, stop, language }),
    );
    if (found) this.show(request, response, stop ? leftPage('sms', language) : reconfirmedPage(language));
  }

  /** The target of a code; null after the response for an unknown code was sent. */
  private async known(
    request: Request,
    response: Response,
    code: string,
    open: () => Promise<Answer<'look-reconfirmation'>>,
  ): Promise<Known | null> {
    const language = languageOf(request);
    if (readCode(code) !== null) {
      const found = await open();
      if (found.kind === 'reconfirmation') return found;
      const at = await this.limits.guessedWrong(networkOf(request.ip ?? ''));
      if (at) {
        showLater(request, response, this.names, at, tooManyPage(language));
        return null;
      }
    }
    this.show(request, response, unknownReconfirmationPage(language));
    return null;
  }

  private show(request: Request, response: Response, page: Page): void {
    showPage(request, response, this.names, page);
  }
}
