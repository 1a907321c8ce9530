import { Controller, Get, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { type Opened, PublicRecords } from '#deliveries';
import { type Config, InjectConfig, Public, readCode, writeCode } from '#platform';
import { Guesses } from './guesses.js';
import { Leaving } from './leaving.js';
import type { Names, Page } from './pages/layout.js';
import { homePage, leftPage, tooManyPage, unknownCodePage, unknownLinkPage } from './pages/plain-pages.js';
import { recordPage } from './pages/record-page.js';
import { BrokenPage, languageOf, namesOf, showPage } from './pages/showing.js';
import { STYLESHEET } from './pages/stylesheet.js';

/** What citizens open: a few words each, without script or cookie. */
@Controller()
@Public()
@UseFilters(BrokenPage)
export class PagesController {
  private readonly guesses = new Guesses();
  private readonly names: Names;

  constructor(
    private readonly records: PublicRecords,
    private readonly leaving: Leaving,
    @InjectConfig() config: Config,
  ) {
    this.names = namesOf(config);
  }

  @Get('siar.css')
  stylesheet(@Res() response: Response): void {
    response.set('Cache-Control', 'public, max-age=3600').type('css').send(STYLESHEET);
  }

  /** The front page's form comes here with what was typed: a code, or the whole short address. */
  @Get('verify')
  typed(@Req() request: Request, @Res() response: Response, @Query('kode') typed: unknown): void {
    const language = languageOf(request);
    const text = typeof typed === 'string' ? typed : '';
    const bits = readCode(text.replace(/^.*\//, '').replaceAll(/[\s.-]/g, ''));
    if (bits === null) return this.show(request, response, homePage(language, this.names, null, text));
    response.redirect(303, `/verify/${writeCode(bits)}?bahasa=${language}`);
  }

  @Get('verify/:code')
  async verify(
    @Req() request: Request,
    @Res() response: Response,
    @Param('code') code: string,
  ): Promise<void> {
    const opened = await this.open(request, response, code);
    if (opened)
      this.show(request, response, recordPage(opened.record, code.toUpperCase(), false, languageOf(request)));
  }

  /** The short address of an SMS, typed by hand. */
  @Get(':code')
  async short(
    @Req() request: Request,
    @Res() response: Response,
    @Param('code') code: string,
  ): Promise<void> {
    const opened = await this.open(request, response, code);
    if (!opened) return;
    const mayLeave = opened.addressId !== null;
    this.show(
      request,
      response,
      recordPage(opened.record, code.toUpperCase(), mayLeave, languageOf(request)),
    );
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
    if (opened.addressId === null) return this.show(request, response, unknownLinkPage(language));
    await this.leaving.leave(opened.addressId, 'sms code');
    this.show(request, response, leftPage('sms', language));
  }

  /** What a code opens; where it opens nothing, that has been said to the reader. */
  private async open(request: Request, response: Response, code: string): Promise<Opened | null> {
    const ip = request.ip ?? '';
    const language = languageOf(request);
    if (!this.guesses.allows(ip)) {
      response.set('Retry-After', '60');
      this.show(request, response, tooManyPage(language));
      return null;
    }
    const opened = await this.records.open(code);
    if (!opened) {
      if (readCode(code) !== null) this.guesses.miss(ip);
      this.show(request, response, unknownCodePage(language, this.names));
    }
    return opened;
  }

  private show(request: Request, response: Response, page: Page): void {
    showPage(request, response, this.names, page);
  }
}
