import { Controller, Get, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { PastedTexts } from '#dispatch/verification';
import { InjectConfig } from '#platform';
import type { GatewaySettings } from '#platform/config';
import { readCode, writeCode } from '#platform/crypto';
import { Public } from '#platform/http';
import { formOf } from '../self-service/choices.rules.js';
import { networkOf } from '../http/network.rules.js';
import { checkPage, type PasteFault } from './paste-page.js';
import type { Names, Page } from '../pages/layout.js';
import { homePage } from '../pages/plain-pages.js';
import { BrokenPage, languageOf, namesOf, showLater, showPage } from './showing.js';
import { verdictPage } from './verdict-page.js';

/** Verification of a code or a pasted text. Pasted text is neither stored nor logged. */
@Controller('verify')
@Public()
@UseFilters(BrokenPage)
export class CheckController {
  private readonly names: Names;

  constructor(
    private readonly texts: PastedTexts,
    @InjectConfig() config: GatewaySettings,
  ) {
    this.names = namesOf(config);
  }

  /** Target of the front page's form: a code, or a complete short address. */
  @Get()
  typed(@Req() request: Request, @Res() response: Response, @Query('kode') typed: unknown): void {
    const language = languageOf(request);
    if (typed === undefined) return this.show(request, response, checkPage(language));
    const text = typeof typed === 'string' ? typed : '';
    const code = codeIn(text);
    if (code === null) return this.show(request, response, homePage(language, this.names, null, text));
    response.redirect(303, `/verify/${code}?bahasa=${language}`);
  }

  /** Compares a pasted text. It comes in the body, so that no URL, history or log contains it. */
  @Post()
  async compare(@Req() request: Request, @Res() response: Response): Promise<void> {
    const language = languageOf(request);
    const form = formOf(request.body);
    const text = form.get('teks') ?? '';
    const typed = (form.get('kode') ?? '').trim();
    const again = (fault: PasteFault): void =>
      this.show(request, response, checkPage(language, typed, { text, fault }));
    if (text.trim() === '') return again('empty');
    const code = typed === '' ? '' : codeIn(typed);
    if (code === null) return again('wrongCode');
    const verdict = await this.texts.check(text, code, networkOf(request.ip ?? ''));
    switch (verdict.kind) {
      case 'too-long':
        return again('long');
      case 'later':
        return showLater(request, response, this.names, verdict.at);
      default:
        return this.show(request, response, verdictPage(verdict, language, this.names));
    }
  }

  private show(request: Request, response: Response, page: Page): void {
    showPage(request, response, this.names, page);
  }
}

/** The code in a typed text, with or without the address before it or spaces in it; null if there is none. */
function codeIn(typed: string): string | null {
  const bits = readCode(typed.replace(/^.*\//, '').replaceAll(/[\s.-]/g, ''));
  return bits === null ? null : writeCode(bits);
}
