import { Injectable } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { type Opened, type PublicRecord, PublicRecords } from '#dispatch/verification';
import { InjectConfig } from '#platform';
import type { GatewaySettings } from '#platform/config';
import type { PageLanguage } from '../pages/page-language.rules.js';
import { layOut, type Names } from '../pages/layout.js';
import { hasRecordings } from './alternatives.js';
import { recordPage } from './record-page.js';
import { languageOf, namesOf, type Shared, share, showPage, showShared } from './showing.js';

/** A record's rendered pages, valid while the same record is in force. */
interface Made {
  inForce: PublicRecord | null;
  pages: Partial<Record<PageLanguage, Shared>>;
}

/**
 * Shows the pages of broadcasts. A broadcast's own page is the same for every reader, and is rendered once for each of
 * its standings.
 */
@Injectable()
export class RecordPageCache {
  private readonly names: Names;
  /** Rendered pages of the cached records; they are dropped together. */
  private readonly made = new WeakMap<PublicRecord, Made>();

  constructor(
    private readonly records: PublicRecords,
    @InjectConfig() private readonly config: GatewaySettings,
  ) {
    this.names = namesOf(config);
  }

  /**
   * Express handler that answers with a broadcast's own page where it is rendered and its record cached, and leaves all
   * else to the routes. It needs no limit on guesses: a valid code opens whatever its network guessed.
   */
  readonly showReady = (request: Request<{ code: string }>, response: Response, next: NextFunction): void => {
    const record = this.records.holdingNow(request.params.code.toUpperCase());
    const made = record && this.made.get(record);
    if (!record || made?.inForce !== record) return next();
    const language = languageOf(request);
    const page = made.pages[language];
    if (page) send(request, response, record, language, page);
    else next();
  };

  /**
   * Shows what a code opened.
   * @param code in capitals
   * @param mayLeave whether the code is of one person's SMS, so that the page offers that number's owner to leave
   */
  show(
    request: Request,
    response: Response,
    { record, inForce }: Opened,
    code: string,
    mayLeave: boolean,
  ): void {
    const language = languageOf(request);
    const make = () => recordPage(record, inForce, code, mayLeave, language, this.config.PUBLIC_URL);
    if (code !== record.publicCode) {
      if (hasRecordings(record)) allowRecordings(response);
      return showPage(request, response, this.names, make());
    }
    let made = this.made.get(record);
    if (made?.inForce !== inForce) this.made.set(record, (made = { inForce, pages: {} }));
    const page = (made.pages[language] ??= share(layOut(make(), language, this.names)));
    send(request, response, record, language, page);
  }
}

function send(
  request: Request,
  response: Response,
  record: PublicRecord,
  language: PageLanguage,
  page: Shared,
): void {
  if (hasRecordings(record)) allowRecordings(response);
  showShared(request, response, language, page);
}

/** Allows recordings of this origin; only pages that contain some may play them. */
function allowRecordings(response: Response): void {
  const policy = String(response.getHeader('Content-Security-Policy'));
  response.setHeader('Content-Security-Policy', `${policy};media-src 'self'`);
}
