import { Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { type Opened, type PublicRecord, PublicRecords } from '#dispatch/verification';
import { InjectConfig } from '#platform';
import type { GatewaySettings } from '#platform/config';
import { readCode } from '#platform/crypto';
import { Public } from '#platform/http';
import { NetworkTextLimits } from '../http/text-limits.js';
import { networkOf } from '../http/network.rules.js';
import { hasRecordings } from './alternatives.js';
import type { PageLanguage } from '../pages/language.rules.js';
import { layOut, type Names, type Page } from '../pages/layout.js';
import { leftPage, tooManyPage, unknownCodePage, unknownLinkPage } from '../pages/plain-pages.js';
import { recordPage } from './record-page.js';
import {
  BrokenPage,
  languageOf,
  namesOf,
  type Shared,
  share,
  showLater,
  showPage,
  showShared,
} from './showing.js';
import { STYLESHEET } from '../pages/stylesheet.js';
import { Registrar } from '../http/registrar.js';

/** A record's rendered pages, valid while the same record is in force. */
interface Made {
  inForce: PublicRecord | null;
  pages: Partial<Record<PageLanguage, Shared>>;
}

/** Public pages: short, without script or cookie. */
@Controller()
@Public()
@UseFilters(BrokenPage)
export class PagesController {
  private readonly names: Names;
  /** Rendered pages of the cached records; they are dropped together. */
  private readonly made = new WeakMap<PublicRecord, Made>();

  constructor(
    private readonly records: PublicRecords,
    private readonly registrar: Registrar,
    private readonly limits: NetworkTextLimits,
    @InjectConfig() private readonly config: GatewaySettings,
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
    if (opened) this.showRecord(request, response, opened, code.toUpperCase(), false);
  }

  /** The short address in an SMS, typed by hand. */
  @Get(':code')
  async short(
    @Req() request: Request,
    @Res() response: Response,
    @Param('code') code: string,
  ): Promise<void> {
    const opened = await this.open(request, response, code);
    if (!opened) return;
    this.showRecord(request, response, opened, code.toUpperCase(), opened.ofCopy);
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

  /** A broadcast's own page is the same for every reader, and is rendered once for each of its standings. */
  private showRecord(
    request: Request,
    response: Response,
    { record, inForce }: Opened,
    code: string,
    mayLeave: boolean,
  ): void {
    const language = languageOf(request);
    if (hasRecordings(record)) allowRecordings(response);
    const make = (): Page => recordPage(record, inForce, code, mayLeave, language, this.config.PUBLIC_URL);
    if (code !== record.publicCode) return this.show(request, response, make());
    let made = this.made.get(record);
    if (made?.inForce !== inForce) this.made.set(record, (made = { inForce, pages: {} }));
    const page = (made.pages[language] ??= share(layOut(make(), language, this.names)));
    showShared(request, response, language, page);
  }

  private show(request: Request, response: Response, page: Page): void {
    showPage(request, response, this.names, page);
  }
}

/** Allows recordings of this origin; only pages that contain some may play them. */
function allowRecordings(response: Response): void {
  const policy = String(response.getHeader('Content-Security-Policy'));
  response.setHeader('Content-Security-Policy', `${policy};media-src 'self'`);
}
