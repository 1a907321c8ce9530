import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { News, NEWS_TOPICS, type NewsPage, type NewsTopic, type NewsWishes } from '#broadcasts';
import { BodySchema, QuerySchema, Validate } from '#platform';
import type { SignedIn } from '#staff';
import { AnySignedIn, CurrentPerson } from '../../auth/decorators.js';
import { IdParam, idText } from '../../auth/params.js';

const paging = z.object({ after: idText.optional() });
const reading = z.strictObject({ upTo: idText });
const wishing = z.strictObject({
  topics: z.array(z.enum(NEWS_TOPICS)).max(NEWS_TOPICS.length),
  language: z.enum(['id', 'en']),
});

/** The bell: each person's news, and which of it they get by e-mail. A person reads only their own. */
@ApiTags('news')
@Controller('api/v1/news')
@AnySignedIn()
export class NewsController {
  constructor(private readonly news: News) {}

  /**
   * The newest first; `after` is the id to continue from, null on the last page. Includes the waiting counts of the menu
   * items.
   */
  @Get()
  @QuerySchema(paging)
  page(
    @Query(new Validate(paging)) { after }: z.output<typeof paging>,
    @CurrentPerson() person: SignedIn,
  ): Promise<NewsPage> {
    return this.news.page(person, after ?? null);
  }

  /** Marks everything up to the newest item seen. */
  @Post('read')
  @HttpCode(204)
  @BodySchema(reading)
  async readAll(
    @Body(new Validate(reading)) which: z.output<typeof reading>,
    @CurrentPerson() person: SignedIn,
  ): Promise<void> {
    await this.news.read(person, which);
  }

  @Post(':id/read')
  @HttpCode(204)
  async read(@Param('id', IdParam) id: string, @CurrentPerson() person: SignedIn): Promise<void> {
    await this.news.read(person, { id });
  }

  /** What the person gets by e-mail, and what their roles offer. */
  @Get('mail')
  wishes(@CurrentPerson() person: SignedIn): Promise<NewsWishes & { offered: NewsTopic[] }> {
    return this.news.wishes(person);
  }

  /** Takes effect with the next event. */
  @Put('mail')
  @HttpCode(204)
  @BodySchema(wishing)
  async wish(
    @Body(new Validate(wishing)) wishes: z.output<typeof wishing>,
    @CurrentPerson() person: SignedIn,
  ): Promise<void> {
    await this.news.wish(person, wishes);
  }
}
