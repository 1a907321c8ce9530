import { Controller, Get, Header, Query, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { InjectConfig, InjectLogger } from '#platform';
import type { GatewaySettings } from '#platform/config';
import { readCode, writeCode } from '#platform/crypto';
import { Public } from '#platform/http';
import type { Logger } from '#platform/logging';
import { SwrCache } from '#platform/waiting';
import type { PageLanguage } from '../pages/page-language.rules.js';
import { layOut, type Names } from '../pages/layout.js';
import { listFeed, listPage } from './list-page.js';
import { BrokenPage, languageOf, namesOf, type Shared, share, showShared } from './showing.js';
import { PublicRecords } from '#dispatch/verification';

/** Broadcasts per page of the list. */
const PAGE = 20;
/** Broadcasts in the feed. */
const FEED = 30;
/** Maximum cached pages of the list, in both languages together. */
const KEPT = 100;

/** All approved broadcasts that have started, as a page and a feed. */
@Controller()
@Public()
@UseFilters(BrokenPage)
export class ListController {
  private readonly names: Names;
  private readonly cache: SwrCache<Shared>;

  constructor(
    private readonly records: PublicRecords,
    @InjectConfig() private readonly config: GatewaySettings,
    @InjectLogger() logger: Logger,
  ) {
    this.names = namesOf(config);
    this.cache = new SwrCache(
      (key) => this.make(key),
      KEPT,
      (error) => logger.warn({ err: error }, 'the public list could not be read again'),
    );
  }

  /** @param before the code of the last broadcast on the previous page */
  @Get('broadcasts')
  async list(
    @Req() request: Request,
    @Res() response: Response,
    @Query('sebelum') before: unknown,
  ): Promise<void> {
    const bits = typeof before === 'string' ? readCode(before) : null;
    await this.answer(request, response, `list ${bits === null ? '' : writeCode(bits)}`);
  }

  @Get('broadcasts.atom')
  // Programs of other sites read the feed.
  @Header('Cross-Origin-Resource-Policy', 'cross-origin')
  feed(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.answer(request, response, 'feed ');
  }

  private async answer(request: Request, response: Response, what: string): Promise<void> {
    const language = languageOf(request);
    const page = await this.cache.get(`${language} ${what}`);
    if (!page) throw new Error('The list is never absent');
    showShared(request, response, language, page);
  }

  /** @param key language, kind, and start code */
  private async make(key: string): Promise<Shared> {
    const [language, what, before] = key.split(' ') as [PageLanguage, 'list' | 'feed', string];
    if (what === 'feed') {
      const records = await this.records.list(FEED, null);
      return share(
        listFeed(records, this.config.PUBLIC_URL, language, this.names),
        'application/atom+xml; charset=utf-8',
      );
    }
    const records = await this.records.list(PAGE + 1, before === '' ? null : before);
    const page = listPage(
      records.slice(0, PAGE),
      { older: records.length > PAGE, first: before === '' },
      language,
    );
    return share(layOut(page, language, this.names));
  }
}
