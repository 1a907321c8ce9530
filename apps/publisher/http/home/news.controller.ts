import { Controller, HttpCode, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { News, type NewsPage, type NewsTopic, type NewsWishes } from '#broadcasts/news';
import type { SignedIn } from '#staff/roles';
import { AnySignedIn, CurrentPerson } from '../../auth/decorators.js';
import { IdParam } from '../../auth/params.js';
import { GivenBody, GivenQuery, Route } from '../route.js';
import type { BodyOf, QueryOf } from '#contract/api';

/** The bell: each person's news, and which of it they get by e-mail. A person reads only their own. */
@ApiTags('news')
@Controller('api/v1')
@AnySignedIn()
export class NewsController {
  constructor(private readonly news: News) {}

  /**
   * The newest first; `after` is the id to continue from, null on the last page. Includes the waiting counts of the menu
   * items.
   */
  @Route('GET /news')
  page(
    @GivenQuery('GET /news') { after }: QueryOf<'GET /news'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<NewsPage> {
    return this.news.page(person, after ?? null);
  }

  /** Marks everything up to the newest item seen. */
  @Route('POST /news/read')
  @HttpCode(204)
  async readAll(
    @GivenBody('POST /news/read') which: BodyOf<'POST /news/read'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<void> {
    await this.news.read(person, which);
  }

  @Route('POST /news/{id}/read')
  @HttpCode(204)
  async read(@Param('id', IdParam) id: string, @CurrentPerson() person: SignedIn): Promise<void> {
    await this.news.read(person, { id });
  }

  /** What the person gets by e-mail, and what their roles offer. */
  @Route('GET /news/mail')
  wishes(@CurrentPerson() person: SignedIn): Promise<NewsWishes & { offered: NewsTopic[] }> {
    return this.news.wishes(person);
  }

  /** Takes effect with the next event. */
  @Route('PUT /news/mail')
  @HttpCode(204)
  async wish(
    @GivenBody('PUT /news/mail') wishes: BodyOf<'PUT /news/mail'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<void> {
    await this.news.wish(person, wishes);
  }
}
