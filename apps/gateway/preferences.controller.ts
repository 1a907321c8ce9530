import { Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { DataSource } from 'typeorm';
import { Audience, type Membership, type Place, placeName, Preferences, SignUps } from '#audience';
import { normaliseAddress } from '#channels';
import { type Config, InjectConfig, Public } from '#platform';
import { BLANK, type Faults, type Filled, formOf, readChanges } from './choices.rules.js';
import { Limits } from './limits.js';
import { networkOf } from './network.rules.js';
import { askedPage } from './pages/confirm-pages.js';
import type { Names, Page } from './pages/layout.js';
import { askLinkPage, expiredLinkPage, linkSentPage, preferencesPage } from './pages/preferences-pages.js';
import { BrokenPage, languageOf, namesOf, showLater, showPage } from './pages/showing.js';
import { telegramLink } from './telegram-link.js';

/** What citizens change by themselves, by a link that was sent to a confirmed address of theirs. */
@Controller('preferences')
@Public()
@UseFilters(BrokenPage)
export class PreferencesController {
  private readonly names: Names;

  constructor(
    private readonly database: DataSource,
    private readonly audience: Audience,
    private readonly preferences: Preferences,
    private readonly signUps: SignUps,
    private readonly limits: Limits,
    @InjectConfig() private readonly config: Config,
  ) {
    this.names = namesOf(config);
  }

  @Get()
  ask(@Req() request: Request, @Res() response: Response): void {
    this.show(request, response, askLinkPage(languageOf(request), this.hasBot));
  }

  @Post()
  async sendLink(@Req() request: Request, @Res() response: Response): Promise<void> {
    const language = languageOf(request);
    const typed = (formOf(request.body).get('alamat') ?? '').trim().slice(0, 254);
    const channel = typed.includes('@') ? 'email' : 'sms';
    const to = normaliseAddress(channel, typed);
    if (to === null) return this.show(request, response, askLinkPage(language, this.hasBot, typed));
    const at = await this.preferences.sendLink(channel, to, language, networkOf(request.ip ?? ''));
    if (at) return showLater(request, response, this.names, at);
    this.show(request, response, linkSentPage(language));
  }

  @Get(':token')
  async open(
    @Req() request: Request,
    @Res() response: Response,
    @Param('token') token: string,
  ): Promise<void> {
    const membership = await this.preferences.open(token);
    if (!membership) return this.show(request, response, expiredLinkPage(languageOf(request)));
    await this.form(request, response, token, membership);
  }

  @Post(':token')
  async change(
    @Req() request: Request,
    @Res() response: Response,
    @Param('token') token: string,
  ): Promise<void> {
    const language = languageOf(request);
    const membership = await this.preferences.open(token);
    if (!membership) return this.show(request, response, expiredLinkPage(language));
    const { contactId, addresses } = membership;
    const at = await this.limits.ownData(`contact ${contactId}`);
    if (at) return showLater(request, response, this.names, at);
    const held = addresses.filter(({ state }) => state === 'active').map(({ channel }) => channel);
    const places = await this.placesFor(membership);
    const { filled, faults, value } = readChanges(formOf(request.body), places, held);
    if (!value) return this.form(request, response, token, membership, filled, faults);
    const adds = value.telegram || Object.keys(value.to).length > 0;
    // Asked first: it may be refused, and then nothing has been changed.
    const opened = adds
      ? await this.signUps.open({
          ...value,
          telegram: value.telegram && this.hasBot,
          language,
          network: networkOf(request.ip ?? ''),
          contactId,
        })
      : null;
    if (opened?.kind === 'later') return showLater(request, response, this.names, opened.at);
    await this.database.transaction((tx) => this.preferences.change(tx, contactId, value.wish, value.leave));
    if (opened) {
      const link = opened.telegramToken === null ? null : telegramLink(this.config, opened.telegramToken);
      return this.show(request, response, askedPage(opened, value.to.email !== undefined, link, language));
    }
    const now = await this.preferences.open(token);
    if (!now) return this.show(request, response, expiredLinkPage(language));
    await this.form(request, response, token, now, undefined, {}, true);
  }

  private async form(
    request: Request,
    response: Response,
    token: string,
    membership: Membership,
    filled?: Filled,
    faults: Faults = {},
    saved = false,
  ): Promise<void> {
    const language = languageOf(request);
    const { wish } = membership;
    const places = await this.placesFor(membership);
    const now: Filled = {
      ...BLANK,
      region: placeName(await this.audience.regions(), wish.regionCode),
      language: wish.language,
      topics: [...wish.topics],
      preferred: wish.preferredChannel,
    };
    const page = preferencesPage(
      {
        token,
        membership,
        places,
        wording: this.signUps.wording(language),
        telegram: this.hasBot,
        filled: filled ?? now,
        faults,
        saved,
      },
      language,
    );
    this.show(request, response, page);
  }

  /** Where somebody can be registered; and where this one is, should a file have told us no more than the province. */
  private async placesFor({ wish: { regionCode } }: Membership): Promise<readonly Place[]> {
    const places = await this.audience.places();
    if (places.some(({ code }) => code === regionCode)) return places;
    return [{ code: regionCode, label: placeName(await this.audience.regions(), regionCode) }, ...places];
  }

  private get hasBot(): boolean {
    return this.config.TELEGRAM_BOT_NAME !== undefined;
  }

  private show(request: Request, response: Response, page: Page): void {
    showPage(request, response, this.names, page);
  }
}
