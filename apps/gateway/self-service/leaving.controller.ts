import { Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { CallbackInbox } from '#callbacks';
import { InjectConfig } from '#platform';
import type { GatewaySettings } from '#platform/config';
import { Public } from '#platform/http';
import { formOf } from './choices.rules.js';
import { networkOf } from '../http/network.rules.js';
import type { Names, Page } from '../pages/layout.js';
import { leaveNotedPage, leavePage, leftPage, unknownLinkPage } from '../pages/plain-pages.js';
import { notReturnedPage, returnedPage, returnOffer } from './return-pages.js';
import { Registrar, RegistrarAway } from '../http/registrar.js';
import { BrokenPage, languageOf, namesOf, showLater, showPage } from '../verification/showing.js';

/** Format of a token; only the registrar can verify it. */
const TOKEN = /^\d{1,16}-\d{1,19}-[a-z][0-9a-f]{32}$/i;

/** The unsubscribe link of every message. */
@Controller('unsubscribe')
@Public()
@UseFilters(BrokenPage)
export class LeavingController {
  private readonly names: Names;

  constructor(
    private readonly registrar: Registrar,
    private readonly inbox: CallbackInbox,
    @InjectConfig() config: GatewaySettings,
  ) {
    this.names = namesOf(config);
  }

  /** Shows the question and changes nothing: mail systems open links to scan them (RFC 8058). */
  @Get(':token')
  async confirm(
    @Req() request: Request,
    @Res() response: Response,
    @Param('token') token: string,
  ): Promise<void> {
    const language = languageOf(request);
    const copy = await this.registrar.ask('look-copy', { token });
    const page = copy.kind === 'copy' ? leavePage(token, copy.channel, language) : unknownLinkPage(language);
    this.show(request, response, page);
  }

  /** One-click unsubscribe (RFC 8058), by a mail program or the page above: no cookie, no redirect, idempotent. */
  @Post(':token')
  async leave(
    @Req() request: Request,
    @Res() response: Response,
    @Param('token') token: string,
  ): Promise<void> {
    const language = languageOf(request);
    const left = await this.registrar.ask('leave', { token }).catch((error: unknown) => {
      if (error instanceof RegistrarAway) return null;
      throw error;
    });
    if (!left) return this.keepForLater(request, response, token);
    if (left.kind === 'unknown') return this.show(request, response, unknownLinkPage(language));
    const offer = left.topics && returnOffer(token, left.topics, language);
    this.show(request, response, leftPage(left.channel, language, offer));
  }

  /**
   * A mail program does not retry: a request that fails now is stored, and applied when the registrar is available
   * again.
   */
  private async keepForLater(request: Request, response: Response, token: string): Promise<void> {
    const language = languageOf(request);
    if (!TOKEN.test(token)) return this.show(request, response, unknownLinkPage(language));
    const callback = { path: '', headers: {}, body: Buffer.from(token) };
    await this.inbox.store('unsubscribe', networkOf(request.ip ?? ''), callback);
    this.show(request, response, leaveNotedPage(language));
  }

  /** Reverts a leaving, for all chosen topics or for fewer. */
  @Post(':token/return')
  async takeBack(
    @Req() request: Request,
    @Res() response: Response,
    @Param('token') token: string,
  ): Promise<void> {
    const language = languageOf(request);
    const form = formOf(request.body);
    const only = form.has('hanya') ? form.getAll('topik') : null;
    const taken = await this.registrar.ask('take-back', { token, only, language });
    switch (taken.kind) {
      case 'unknown':
        return this.show(request, response, unknownLinkPage(language));
      case 'later':
        return showLater(request, response, this.names, new Date(taken.at));
      case 'taken': {
        const { back, channel } = taken;
        const page = back && channel ? returnedPage(channel, language) : notReturnedPage(language);
        return this.show(request, response, page);
      }
    }
  }

  private show(request: Request, response: Response, page: Page): void {
    showPage(request, response, this.names, page);
  }
}
