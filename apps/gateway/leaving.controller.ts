import { Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { type Config, InjectConfig, Public } from '#platform';
import { formOf } from './choices.rules.js';
import { Leaving } from './leaving.js';
import { Limits } from './limits.js';
import type { Names, Page } from './pages/layout.js';
import { leavePage, leftPage, unknownLinkPage } from './pages/plain-pages.js';
import { notReturnedPage, returnedPage, returnOffer } from './pages/return-pages.js';
import { BrokenPage, languageOf, namesOf, showLater, showPage } from './pages/showing.js';

/** The link to leave that every message carries. */
@Controller('unsubscribe')
@Public()
@UseFilters(BrokenPage)
export class LeavingController {
  private readonly names: Names;

  constructor(
    private readonly leaving: Leaving,
    private readonly limits: Limits,
    @InjectConfig() config: Config,
  ) {
    this.names = namesOf(config);
  }

  /** Shows and changes nothing: mail systems open links to look at them (RFC 8058). */
  @Get(':token')
  async confirm(
    @Req() request: Request,
    @Res() response: Response,
    @Param('token') token: string,
  ): Promise<void> {
    const language = languageOf(request);
    const person = await this.leaving.subscriber(token);
    this.show(
      request,
      response,
      person ? leavePage(token, person.channel, language) : unknownLinkPage(language),
    );
  }

  /** One click (RFC 8058): from a mail program or from the page above; no cookie, no redirect, the same each time. */
  @Post(':token')
  async leave(
    @Req() request: Request,
    @Res() response: Response,
    @Param('token') token: string,
  ): Promise<void> {
    const language = languageOf(request);
    const person = await this.leaving.subscriber(token);
    if (!person) return this.show(request, response, unknownLinkPage(language));
    await this.leaving.leave(person.addressId, 'link');
    const topics = await this.leaving.offer(person.addressId);
    const offer = topics && returnOffer(token, topics, language);
    this.show(request, response, leftPage(person.channel, language, offer));
  }

  /** Takes it back, for all of what was chosen or for fewer topics. */
  @Post(':token/return')
  async takeBack(
    @Req() request: Request,
    @Res() response: Response,
    @Param('token') token: string,
  ): Promise<void> {
    const language = languageOf(request);
    const person = await this.leaving.subscriber(token);
    if (!person) return this.show(request, response, unknownLinkPage(language));
    const at = await this.limits.ownData(`address ${person.addressId}`);
    if (at) return showLater(request, response, this.names, at);
    const form = formOf(request.body);
    const only = form.has('hanya') ? form.getAll('topik') : null;
    const back = await this.leaving.takeBack(person.addressId, only, language);
    const page = back && person.channel ? returnedPage(person.channel, language) : notReturnedPage(language);
    this.show(request, response, page);
  }

  private show(request: Request, response: Response, page: Page): void {
    showPage(request, response, this.names, page);
  }
}
