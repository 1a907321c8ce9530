import { Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { type Held, Preferences, readName, Rights } from '#audience';
import { type Config, InjectConfig, Public } from '#platform';
import { formOf } from './choices.rules.js';
import { Limits } from './limits.js';
import { erasedPage, erasePage } from './pages/erase-pages.js';
import { heldPage } from './pages/held-page.js';
import type { Names, Page } from './pages/layout.js';
import { expiredLinkPage } from './pages/preferences-pages.js';
import { BrokenPage, languageOf, namesOf, showLater, showPage } from './pages/showing.js';

const BY_THEMSELVES = { actorId: null };

/**
 * What citizens may have done with what is held about them (UU 27/2022 art. 6 to 8), by the link that was sent to a
 * confirmed address of theirs. Opening a page changes nothing.
 */
@Controller('preferences/:token')
@Public()
@UseFilters(BrokenPage)
export class RightsController {
  private readonly names: Names;

  constructor(
    private readonly preferences: Preferences,
    private readonly rights: Rights,
    private readonly limits: Limits,
    @InjectConfig() config: Config,
  ) {
    this.names = namesOf(config);
  }

  @Get('data')
  async read(
    @Req() request: Request,
    @Res() response: Response,
    @Param('token') token: string,
  ): Promise<void> {
    const contactId = await this.admit(request, response, token);
    if (contactId === null) return;
    const held = await this.rights.access(contactId, BY_THEMSELVES);
    this.show(request, response, held && heldPage(this.view(token, held), languageOf(request)));
  }

  /** The same as a file. */
  @Get('data.json')
  async download(
    @Req() request: Request,
    @Res() response: Response,
    @Param('token') token: string,
  ): Promise<void> {
    const contactId = await this.admit(request, response, token);
    if (contactId === null) return;
    const held = await this.rights.access(contactId, BY_THEMSELVES);
    if (!held) return this.show(request, response, null);
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
    const contactId = await this.admit(request, response, token);
    if (contactId === null) return;
    if (name !== null) await this.rights.rename(contactId, name, BY_THEMSELVES);
    const held = await this.rights.look(contactId);
    const said = name === null ? { wrongName: typed } : { saved: true };
    this.show(request, response, held && heldPage({ ...this.view(token, held), ...said }, language));
  }

  /** Says what would happen, and does nothing. */
  @Get('erase')
  async ask(
    @Req() request: Request,
    @Res() response: Response,
    @Param('token') token: string,
  ): Promise<void> {
    const contactId = await this.admit(request, response, token);
    if (contactId === null) return;
    const held = await this.rights.look(contactId);
    this.show(request, response, held && erasePage(token, held, languageOf(request)));
  }

  /** Never refused, however often they looked before. */
  @Post('erase')
  async erase(
    @Req() request: Request,
    @Res() response: Response,
    @Param('token') token: string,
  ): Promise<void> {
    const contactId = await this.preferences.holder(token);
    const erased = contactId !== null && (await this.rights.erase(contactId, BY_THEMSELVES));
    this.show(request, response, erased ? erasedPage(languageOf(request)) : null);
  }

  /** Whose link it is; null where it holds no longer or was used too often, and that has been said to the reader. */
  private async admit(request: Request, response: Response, token: string): Promise<string | null> {
    const contactId = await this.preferences.holder(token);
    if (contactId === null) {
      this.show(request, response, null);
      return null;
    }
    const at = await this.limits.ownData(`contact ${contactId}`);
    if (at) showLater(request, response, this.names, at);
    return at ? null : contactId;
  }

  private view(token: string, held: Held): Parameters<typeof heldPage>[0] {
    return { token, held, names: this.names };
  }

  /** @param page null: the link holds no longer */
  private show(request: Request, response: Response, page: Page | null): void {
    showPage(request, response, this.names, page ?? expiredLinkPage(languageOf(request)));
  }
}
