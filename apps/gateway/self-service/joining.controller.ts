import { Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Audience } from '#audience';
import { type Place, placeName } from '#audience/joining';
import type { LiveLanguages } from '#audience/languages';
import { InjectConfig } from '#platform';
import type { GatewaySettings } from '#platform/config';
import { Public } from '#platform/http';
import {
  AGAIN,
  BLANK,
  type Faults,
  type Filled,
  formOf,
  type Kept,
  keptOf,
  readJoin,
} from './choices.rules.js';
import { networkOf } from '../http/network.rules.js';
import {
  againPage,
  askedPage,
  confirmedPage,
  confirmPage,
  expiredConfirmationPage,
  type Waiting,
  type WrongCode,
} from './confirm-pages.js';
import { joinSection } from './join-page.js';
import type { Names, Page } from '../pages/layout.js';
import { homePage } from '../pages/plain-pages.js';
import { BrokenPage, languageOf, namesOf, showLater, showPage } from '../verification/showing.js';
import { Registrar } from '../http/registrar.js';
import { choosable, MessageLanguages, readLanguage, wordingIn } from './message-languages.js';
import { telegramLink } from './telegram-link.js';

/** Maximum length of a typed code, including spaces. */
const LONGEST_CODE = 200;

/** The form on the front page. */
interface Front {
  places: readonly Place[];
  live: LiveLanguages;
  /** The language that the consent is read in: the code of a regional one, else the page's. */
  read: string;
  filled: Filled | undefined;
  /** Of a form that was sent. */
  faults?: Faults;
}

/** Sign-up: the front page, and the page that confirms an address. */
@Controller()
@Public()
@UseFilters(BrokenPage)
export class JoiningController {
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
  async home(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { isi } = request.query;
    const read = typeof isi === 'string' ? isi : '';
    const live = await this.languages.live();
    const filled = live.has(read) ? { ...BLANK, language: read } : undefined;
    this.front(request, response, { places: await this.audience.places(), live, read, filled });
  }

  @Post()
  async signUp(@Req() request: Request, @Res() response: Response): Promise<void> {
    const language = languageOf(request);
    const places = await this.audience.places();
    const form = formOf(request.body);
    const live = await this.languages.live();
    const { filled, faults, value } = readJoin(form, places, choosable(live));
    const read = readLanguage(filled.wording);
    const { wording } = filled;
    // The words that the citizen read are no longer those of the language.
    if (wording !== '' && wording !== wordingIn(live, read, this.names, language).id) {
      const asked = { places, live, read, filled: { ...filled, agreed: [] } };
      return this.front(request, response, { ...asked, faults: { ...faults, setuju: 'consent-missing' } });
    }
    if (!value) return this.front(request, response, { places, live, read, filled, faults });
    const opened = await this.registrar.ask('sign-up', {
      ...value,
      telegram: value.telegram && this.config.TELEGRAM_BOT_NAME !== undefined,
      language,
      ...(wording === '' ? {} : { wording }),
      network: networkOf(request.ip ?? ''),
    });
    if (opened.kind === 'later') return showLater(request, response, this.names, new Date(opened.at));
    const kept = { ...keptOf(form), telegramToken: opened.telegramToken };
    const notes = { again: form.has(AGAIN), mainInstead: null };
    this.show(request, response, askedPage(opened, this.waitingFor(kept, opened), notes, language));
  }

  /** Shows the question and confirms nothing: mail systems open links to scan them. */
  @Get('confirm/:token')
  async look(
    @Req() request: Request,
    @Res() response: Response,
    @Param('token') token: string,
  ): Promise<void> {
    this.show(request, response, await this.question(token, request, null));
  }

  /** Confirms; idempotent. */
  @Post('confirm/:token')
  async confirm(
    @Req() request: Request,
    @Res() response: Response,
    @Param('token') token: string,
  ): Promise<void> {
    const language = languageOf(request);
    const form = formOf(request.body);
    const code = (form.get('kode') ?? '').slice(0, LONGEST_CODE);
    const done = await this.registrar.ask('confirm', { token, code });
    switch (done.kind) {
      case 'joined': {
        const { preferencesToken } = done;
        const waiting = this.waitingFor({ ...keptOf(form, done.waiting), preferencesToken }, done);
        return this.show(request, response, confirmedPage(done.channel, preferencesToken, waiting, language));
      }
      case 'already':
        return this.show(request, response, againPage(language));
      case 'wrong-code':
        return this.show(
          request,
          response,
          await this.question(token, request, {
            triesLeft: done.triesLeft,
            waiting: this.waitingFor(keptOf(form, done.waiting), done),
          }),
        );
      case 'unknown':
        return this.show(request, response, expiredConfirmationPage(language));
    }
  }

  /** @param wrong the wrong code that was typed; null: none */
  private async question(token: string, request: Request, wrong: WrongCode | null): Promise<Page> {
    const language = languageOf(request);
    const found = await this.registrar.ask('look-confirmation', { token });
    if (found.kind === 'unknown') return expiredConfirmationPage(language);
    const place = placeName(await this.audience.regions(), found.regionCode);
    return confirmPage(token, found, place, language, wrong);
  }

  private front(request: Request, response: Response, { places, live, read, filled, faults }: Front): void {
    const language = languageOf(request);
    const form = {
      places,
      live,
      wording: wordingIn(live, read, this.names, language),
      telegram: this.config.TELEGRAM_BOT_NAME !== undefined,
      ...(filled ? { filled } : {}),
      ...(faults ? { faults } : {}),
    };
    const page = homePage(language, this.names, joinSection(form, language));
    this.show(request, response, { ...page, status: faults ? 422 : 200 });
  }

  private waitingFor(kept: Kept, { interrupted }: Pick<Waiting, 'interrupted'>): Waiting {
    const { telegramToken } = kept;
    const telegramUrl = telegramToken === null ? null : telegramLink(this.config, telegramToken);
    return { kept, telegramUrl, interrupted };
  }

  private show(request: Request, response: Response, page: Page): void {
    showPage(request, response, this.names, page);
  }
}
