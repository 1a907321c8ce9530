import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { type Config, InjectConfig, InjectLogger, type Logger } from '#platform';
import { PAGE_LANGUAGES, type PageLanguage, pageLanguage } from './language.rules.js';
import { layOut, type Names, type Page } from './layout.js';
import { brokenPage } from './plain-pages.js';

/** In which language a request is answered. */
export const languageOf = (request: Request): PageLanguage =>
  pageLanguage(request.query['bahasa'], request.acceptsLanguages(...PAGE_LANGUAGES));

/** Who speaks on the pages. */
export const namesOf = (config: Config): Names => ({
  ministry: config.MINISTRY_NAME,
  commission: config.COMMISSION_NAME,
  sender: config.SENDER_NAME,
});

/** Answers with a page, which nobody on the way keeps. */
export function showPage(request: Request, response: Response, names: Names, page: Page): void {
  const language = languageOf(request);
  response
    .status(page.status)
    .set({ 'Content-Language': language, Vary: 'Accept-Language', 'Cache-Control': 'no-store' })
    .type('html')
    .send(layOut(page, language, names));
}

/** A citizen gets a page, not a problem document, when something breaks. */
@Catch()
export class BrokenPage implements ExceptionFilter {
  constructor(
    @InjectConfig() private readonly config: Config,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    this.logger.error({ err: error }, 'a page could not be shown');
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    showPage(request, response, namesOf(this.config), brokenPage(languageOf(request)));
  }
}
