import { createHash } from 'node:crypto';
import { type ArgumentsHost, Catch, type ExceptionFilter, NotFoundException } from '@nestjs/common';
import type { Request, Response } from 'express';
import { consentWording, type Wording } from '#audience';
import { type GatewaySettings, InjectConfig, InjectLogger, type Logger } from '#platform';
import { RegistrarAway } from '../registrar.js';
import { laterPage } from './confirm-pages.js';
import { PAGE_LANGUAGES, type PageLanguage, pageLanguage } from './language.rules.js';
import { layOut, type Names, type Page } from './layout.js';
import { brokenPage, lostPage } from './plain-pages.js';

/** In which language a request is answered. */
export const languageOf = (request: Request): PageLanguage =>
  pageLanguage(request.query['bahasa'], request.acceptsLanguages(...PAGE_LANGUAGES));

/** Who speaks on the pages. */
export const namesOf = (config: GatewaySettings): Names => ({
  ministry: config.MINISTRY_NAME,
  commission: config.COMMISSION_NAME,
  sender: config.SENDER_NAME,
  training: config.TRAINING,
});

/** The wording of a consent that is in force. */
export const wordingOf = (names: Names, language: PageLanguage): Wording => consentWording(language, names);

/** Answers with a page, which nobody on the way keeps. */
export function showPage(request: Request, response: Response, names: Names, page: Page): void {
  const language = languageOf(request);
  response
    .status(page.status)
    .set({ 'Content-Language': language, Vary: 'Accept-Language', 'Cache-Control': 'no-store' })
    .type('html')
    .send(layOut(page, language, names));
}

/**
 * Says when to ask again (RFC 9110 §10.2.3).
 * @param page what else is said than that
 */
export function showLater(request: Request, response: Response, names: Names, at: Date, page?: Page): void {
  response.set('Retry-After', String(Math.max(1, Math.ceil((at.getTime() - Date.now()) / 1000))));
  showPage(request, response, names, page ?? laterPage(at, languageOf(request)));
}

/** A page that is the same for everybody, ready to be sent many times. */
export interface Shared {
  body: Buffer;
  /** Changes whenever the page does. */
  etag: string;
  type: string;
}

/** Makes a shared page. @param type its media type */
export function share(text: string, type = 'text/html; charset=utf-8'): Shared {
  const body = Buffer.from(text);
  return { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`, type };
}

/**
 * Answers with a shared page. Who keeps it on the way, or at home, asks again after a second, and is told in a few bytes
 * when it is still the same: what is stopped or doubted must be seen at once.
 */
export function showShared(request: Request, response: Response, language: PageLanguage, page: Shared): void {
  response.setHeader('Content-Language', language);
  response.setHeader('Vary', 'Accept-Language');
  response.setHeader('Cache-Control', 'public, max-age=1');
  response.setHeader('ETag', page.etag);
  if (request.headers['if-none-match']?.includes(page.etag)) {
    response.status(304).end();
    return;
  }
  response.setHeader('Content-Type', page.type);
  response.setHeader('Content-Length', page.body.length);
  response.end(request.method === 'HEAD' ? undefined : page.body);
}

/** Who reads pages gets one where an address leads nowhere; a program gets the problem document. */
@Catch(NotFoundException)
export class LostReader implements ExceptionFilter {
  constructor(
    private readonly config: GatewaySettings,
    private readonly others: ExceptionFilter['catch'],
  ) {}

  catch(error: NotFoundException, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    if (request.accepts(['json', 'html']) !== 'html') return this.others(error, host);
    showPage(request, response, namesOf(this.config), lostPage(languageOf(request)));
  }
}

/** When a page that broke is worth another try, in seconds: its words say so. */
const TRY_AGAIN_S = '60';

/** A citizen gets a page, not a problem document, when something breaks. */
@Catch()
export class BrokenPage implements ExceptionFilter {
  constructor(
    @InjectConfig() private readonly config: GatewaySettings,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const away = error instanceof RegistrarAway ? error : null;
    // The client that asks the registrar says so once a minute.
    if (!away) this.logger.error({ err: error }, 'a page could not be shown');
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    // Half of something has gone out: nothing can be said after it.
    if (response.headersSent) {
      response.destroy();
      return;
    }
    // Looking changes nothing, whether or not it was answered.
    const uncertain = away?.uncertain === true && request.method === 'POST';
    response.set('Retry-After', TRY_AGAIN_S);
    showPage(request, response, namesOf(this.config), brokenPage(languageOf(request), uncertain));
  }
}
