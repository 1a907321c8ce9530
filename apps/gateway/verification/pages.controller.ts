import { Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { type Opened, PublicRecords } from '#dispatch/verification';
import { InjectConfig } from '#platform';
import type { GatewaySettings } from '#platform/config';
import { readCode } from '#platform/crypto';
import { Public } from '#platform/http';
import { NetworkTextLimits } from '../http/text-limits.js';
import { networkOf } from '../http/network.rules.js';
import type { Names, Page } from '../pages/layout.js';
import { leftPage, tooManyPage, unknownCodePage, unknownLinkPage } from '../pages/plain-pages.js';
import { RecordPageCache } from './record-page-cache.js';
import { BrokenPage, languageOf, namesOf, showLater, showPage } from './showing.js';
import { STYLESHEET } from '../pages/stylesheet.js';
import { Registrar } from '../http/registrar.js';

/** Public pages: short, without script or cookie. */
@Controller()
@Public()
@UseFilters(BrokenPage)
export class PagesController {
  private readonly names: Names;

  constructor(
    private readonly records: PublicRecords,
    private readonly pages: RecordPageCache,
    private readonly registrar: Registrar,
    private readonly limits: NetworkTextLimits,
    @InjectConfig() config: GatewaySettings,
  ) {
    this.names = namesOf(config);
  }

  @Get('siar.css')
  stylesheet(@Res() response: Response): void {
    response.set('Cache-Control', 'public, max-age=3600').type('css').send(STYLESHEET);
  }

  @Get('verify/:code')
  async verify(
    @Req() request: Request,
    @Res() response: Response,
    @Param('code') code: string,
  ): Promise<void> {
    const opened = await this.open(request, response, code);
    if (opened) this.pages.show(request, response, opened, code.toUpperCase(), false);
  }

  /** The short address in an SMS, typed by hand. */
  @Get(':code')
  async short(
    @Req() request: Request,
    @Res() response: Response,
    @Param('code') code: string,
  ): Promise<void> {
    const opened = await this.open(request, response, code);
    if (opened) this.pages.show(request, response, opened, code.toUpperCase(), opened.ofCopy);
  }

  @Post(':code')
  async leaveByCode(
    @Req() request: Request,
    @Res() response: Response,
    @Param('code') code: string,
  ): Promise<void> {
    const language = languageOf(request);
    const opened = await this.open(request, response, code);
    if (!opened) return;
    if (!opened.ofCopy) return this.show(request, response, unknownLinkPage(language));
    const left = await this.registrar.ask('leave', { code });
    const page = left.kind === 'left' ? leftPage('sms', language) : unknownLinkPage(language);
    this.show(request, response, page);
  }

  /** The target of a code; null after the response for an unknown code was sent. */
  private async open(request: Request, response: Response, code: string): Promise<Opened | null> {
    const language = languageOf(request);
    if (readCode(code) !== null) {
      const network = networkOf(request.ip ?? '');
      const opened = await this.limits.lookUp(network, () => this.records.open(code));
      // A valid code opens whatever neighbours in the same network guess: only wrong ones are limited.
      if (opened) return opened;
      const at = await this.limits.guessedWrong(network);
      if (at) {
        showLater(request, response, this.names, at, tooManyPage(language));
        return null;
      }
    }
    this.show(request, response, unknownCodePage(code, language, this.names));
    return null;
  }

  private show(request: Request, response: Response, page: Page): void {
    showPage(request, response, this.names, page);
  }
}
