import { Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { readName } from '#audience/importing';
import type { Held } from '#audience/rights';
import type { HeldAnswer } from '#audience/citizens';
import { InjectConfig } from '#platform';
import type { GatewaySettings } from '#platform/config';
import { Public } from '#platform/http';
import { formOf } from './choices.rules.js';
import { erasedPage, erasePage } from './erase-pages.js';
import { heldPage } from './held-page.js';
import type { Names, Page } from '../pages/layout.js';
import { expiredLinkPage } from './preferences-pages.js';
import { BrokenPage, languageOf, namesOf, showLater, showPage } from '../verification/showing.js';
import { Registrar } from '../http/registrar.js';

/**
 * Rights of data subjects (UU 27/2022 art. 6 to 8), through the link sent to their confirmed address. Opening a page
 * changes nothing.
 */
@Controller('preferences/:token')
@Public()
@UseFilters(BrokenPage)
export class RightsController {
  private readonly names: Names;

  constructor(
    private readonly registrar: Registrar,
    @InjectConfig() config: GatewaySettings,
  ) {
    this.names = namesOf(config);
  }

  @Get('data')
  async read(
    @Req() request: Request,
    @Res() response: Response,
    @Param('token') token: string,
  ): Promise<void> {
    const held = this.heldOf(request, response, await this.registrar.ask('read-held', { token }));
    if (held) this.show(request, response, heldPage(this.view(token, held), languageOf(request)));
  }

  /** The same as a file. */
  @Get('data.json')
  async download(
    @Req() request: Request,
    @Res() response: Response,
    @Param('token') token: string,
  ): Promise<void> {
    const held = this.heldOf(request, response, await this.registrar.ask('read-held', { token }));
    if (!held) return;
    response
      .set({
        'Cache-Control': 'no-store',
        'Content-Disposition': 'attachment; filename="siar-data.json"',
      })
      .type('json')
      .send(JSON.stringify({ ...this.names, writtenAt: new Date().toISOString(), ...held }, null, 2));
  }

  @Post('data')
  async rename(
    @Req() request: Request,
    @Res() response: Response,
    @Param('token') token: string,
  ): Promise<void> {
    const language = languageOf(request);
    const typed = (formOf(request.body).get('nama') ?? '').slice(0, 1000);
    const name = readName(typed);
    const answer = await (name === null
      ? this.registrar.ask('look-held', { token })
      : this.registrar.ask('rename', { token, name: typed }));
    const held = this.heldOf(request, response, answer);
    if (!held) return;
    const said = name === null ? { wrongName: typed } : { saved: true };
    this.show(request, response, heldPage({ ...this.view(token, held), ...said }, language));
  }

  /** Describes the effect, and changes nothing. */
  @Get('erase')
  async ask(
    @Req() request: Request,
    @Res() response: Response,
    @Param('token') token: string,
  ): Promise<void> {
    const held = this.heldOf(request, response, await this.registrar.ask('look-held', { token }));
    if (held) this.show(request, response, erasePage(token, held, languageOf(request)));
  }

  /** Never refused, however often they read before. */
  @Post('erase')
  async erase(
    @Req() request: Request,
    @Res() response: Response,
    @Param('token') token: string,
  ): Promise<void> {
    const { kind } = await this.registrar.ask('erase', { token });
    this.show(request, response, kind === 'erased' ? erasedPage(languageOf(request)) : null);
  }

  /** The data held; null after the response for an expired or overused link was sent. */
  private heldOf(request: Request, response: Response, answer: HeldAnswer): Held | null {
    switch (answer.kind) {
      case 'held':
        return answer.held;
      case 'later':
        showLater(request, response, this.names, new Date(answer.at));
        return null;
      case 'unknown':
        this.show(request, response, null);
        return null;
    }
  }

  private view(token: string, held: Held): Parameters<typeof heldPage>[0] {
    return { token, held, names: this.names };
  }

  /** @param page null: the link has expired */
  private show(request: Request, response: Response, page: Page | null): void {
    showPage(request, response, this.names, page ?? expiredLinkPage(languageOf(request)));
  }
}
