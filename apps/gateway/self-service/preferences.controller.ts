import { Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Audience } from '#audience';
import { type Place, placeName } from '#audience/joining';
import { normaliseAddress } from '#channels';
import type { MembershipView } from '#audience/citizens';
import { InjectConfig } from '#platform';
import type { GatewaySettings } from '#platform/config';
import { Public } from '#platform/http';
import { AGAIN, BLANK, type Faults, type Filled, formOf, keptOf, readChanges } from './choices.rules.js';
import { networkOf } from '../http/network.rules.js';
import { askedPage } from './confirm-pages.js';
import type { Names, Page } from '../pages/layout.js';
import {
  askLinkPage,
  expiredLinkPage,
  linkSentPage,
  type PreferencesForm,
  preferencesPage,
} from './preferences-pages.js';
import { BrokenPage, languageOf, namesOf, showLater, showPage } from '../verification/showing.js';
import { Registrar } from '../http/registrar.js';
import { choosable, MessageLanguages, readLanguage, wordingIn } from './message-languages.js';
import { telegramLink } from './telegram-link.js';

/** Preferences that citizens change themselves, through a link sent to their confirmed address. */
@Controller('preferences')
@Public()
@UseFilters(BrokenPage)
export class PreferencesController {
  private readonly names: Names;

  constructor(
    private readonly audience: Audience,
    private readonly registrar: Registrar,
    private readonly languages: MessageLanguages,
    @InjectConfig() private readonly config: GatewaySettings,
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
    const network = networkOf(request.ip ?? '');
    const sent = await this.registrar.ask('send-preferences-link', { channel, to, language, network });
    if (sent.kind === 'later') return showLater(request, response, this.names, new Date(sent.at));
    this.show(request, response, linkSentPage(sent.interrupted ? channel : null, language));
  }

  @Get(':token')
  async open(
    @Req() request: Request,
    @Res() response: Response,
    @Param('token') token: string,
  ): Promise<void> {
    const opened = await this.registrar.ask('open-preferences', { token });
    if (opened.kind === 'unknown') return this.show(request, response, expiredLinkPage(languageOf(request)));
    await this.form(request, response, token, opened.membership);
  }

  @Post(':token')
  async change(
    @Req() request: Request,
    @Res() response: Response,
    @Param('token') token: string,
  ): Promise<void> {
    const language = languageOf(request);
    const expired = (): void => this.show(request, response, expiredLinkPage(language));
    const opened = await this.registrar.ask('open-preferences', { token });
    if (opened.kind === 'unknown') return expired();
    const { membership } = opened;
    const held = membership.addresses.filter(({ state }) => state === 'active').map(({ channel }) => channel);
    const places = await this.placesFor(membership);
    const form = formOf(request.body);
    const live = await this.languages.live();
    const { wish: had } = membership;
    const { filled, faults, value } = readChanges(
      form,
      places,
      held,
      had.preferredChannel,
      choosable(live, had.language),
    );
    const { wording } = filled;
    const isOld =
      wording !== '' && wording !== wordingIn(live, readLanguage(wording), this.names, language).id;
    // The words that the citizen read are no longer those of the language.
    if (isOld && filled.agreed.length > 0) {
      const asked = { ...filled, agreed: [] };
      return this.form(request, response, token, membership, asked, { ...faults, setuju: 'consent-missing' });
    }
    if (!value) return this.form(request, response, token, membership, filled, faults);
    const { wish, leave, to, mainInstead } = value;
    const telegram = value.telegram && this.hasBot;
    const adds = telegram || Object.keys(to).length > 0;
    const done = await this.registrar.ask('change-preferences', {
      token,
      wish,
      leave,
      add: adds ? { to, telegram } : null,
      language,
      ...(wording === '' || !adds ? {} : { wording }),
      network: networkOf(request.ip ?? ''),
    });
    switch (done.kind) {
      case 'unknown':
        return expired();
      case 'later':
        return showLater(request, response, this.names, new Date(done.at));
      case 'changed': {
        const { asked } = done;
        if (!asked)
          return this.form(request, response, token, done.membership, undefined, {}, { mainInstead });
        const { telegramToken } = asked;
        const waiting = {
          kept: { ...keptOf(form), telegramToken, preferencesToken: token },
          telegramUrl: telegramToken === null ? null : telegramLink(this.config, telegramToken),
          interrupted: asked.interrupted,
        };
        const notes = { again: form.has(AGAIN), mainInstead };
        return this.show(request, response, askedPage(asked, waiting, notes, language));
      }
    }
  }

  private async form(
    request: Request,
    response: Response,
    token: string,
    membership: MembershipView,
    filled?: Filled,
    faults: Faults = {},
    saved: PreferencesForm['saved'] = null,
  ): Promise<void> {
    const language = languageOf(request);
    const { wish } = membership;
    const live = await this.languages.live();
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
        wording: wordingIn(live, wish.language, this.names, language),
        live,
        telegram: this.hasBot,
        filled: filled ?? now,
        faults,
        saved,
      },
      language,
    );
    this.show(request, response, page);
  }

  /** The places of registration, and this citizen's region, which may be a province only if it was imported. */
  private async placesFor({ wish: { regionCode } }: MembershipView): Promise<readonly Place[]> {
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
