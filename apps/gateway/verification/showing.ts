import { createHash } from 'node:crypto';
import { type ArgumentsHost, Catch, type ExceptionFilter, NotFoundException } from '@nestjs/common';
import type { Request, Response } from 'express';
import { consentWording, type Wording } from '#audience/joining';
import { InjectConfig, InjectLogger } from '#platform';
import type { GatewaySettings } from '#platform/config';
import type { Logger } from '#platform/logging';
import { RegistrarAway } from '../http/registrar.js';
import { laterPage } from '../self-service/confirm-pages.js';
import { PAGE_LANGUAGES, type PageLanguage, pageLanguage } from '../pages/page-language.rules.js';
import { layOut, MARK_ADDRESSES, type Names, type Page } from '../pages/layout.js';
import { brokenPage, lostPage } from '../pages/plain-pages.js';

/** The language of a response. */
export const languageOf = (request: Request): PageLanguage =>
  pageLanguage(request.query['bahasa'], request.acceptsLanguages(...PAGE_LANGUAGES));

/** The names that appear on the pages. */
export const namesOf = (config: GatewaySettings): Names => ({
  ministry: config.MINISTRY_NAME,
  commission: config.COMMISSION_NAME,
  sender: config.SENDER_NAME,
  training: config.TRAINING,
  marks: MARK_ADDRESSES.flatMap(({ setting }) => (config[setting] === undefined ? [] : [setting])),
});

/** The current wording of a consent. */
export const wordingOf = (names: Names, language: PageLanguage): Wording => consentWording(language, names);

/** Sends a page that must not be cached. */
export function showPage(request: Request, response: Response, names: Names, page: Page): void {
  const language = languageOf(request);
  response
    .status(page.status)
    .set({ 'Content-Language': language, Vary: 'Accept-Language', 'Cache-Control': 'no-store' })
    .type('html')
    .send(layOut(page, language, names));
}

/**
 * Sends the time of the next attempt (RFC 9110 §10.2.3).
 * @param page content other than the default
 */
export function showLater(request: Request, response: Response, names: Names, at: Date, page?: Page): void {
  response.set('Retry-After', String(Math.max(1, Math.ceil((at.getTime() - Date.now()) / 1000))));
  showPage(request, response, names, page ?? laterPage(at, languageOf(request)));
}

/** A page that is the same for every reader, ready to be sent many times. */
export interface Shared {
  body: Buffer;
  /** Changes whenever the page does. */
  etag: string;
  type: string;
}

/** Creates a shared page. @param type its media type */
export function share(text: string, type = 'text/html; charset=utf-8'): Shared {
  const body = Buffer.from(text);
  return { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`, type };
}

/**
 * Sends a shared page. Caches revalidate it after a second, and receive 304 if it is unchanged: a stopped or doubted
 * message must show at once.
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

/** An unknown address gets a page in a browser, and the problem document in a program. */
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

/** Retry-After of a failed page, in seconds; its words name the same. */
const TRY_AGAIN_S = '60';

/** Answers an error with a page, not a problem document. */
@Catch()
export class BrokenPage implements ExceptionFilter {
  constructor(
    @InjectConfig() private readonly config: GatewaySettings,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const away = error instanceof RegistrarAway ? error : null;
    // The registrar's client already logs this once a minute.
    if (!away) this.logger.error({ err: error }, 'a page could not be shown');
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    // Part of the response was sent: nothing can follow it.
    if (response.headersSent) {
      response.destroy();
      return;
    }
    // A GET changes nothing, whether or not it was answered.
    const uncertain = away?.uncertain === true && request.method === 'POST';
    response.set('Retry-After', TRY_AGAIN_S);
    showPage(request, response, namesOf(this.config), brokenPage(languageOf(request), uncertain));
  }
}
