import { Controller, Get, Param, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { RecordingReader } from '#broadcasts/recordings';
import { InjectConfig } from '#platform';
import type { GatewaySettings } from '#platform/config';
import { Public, sendRanged } from '#platform/http';
import { networkOf } from '../http/network.rules.js';
import type { Names } from '../pages/layout.js';
import { brokenPage, unknownRecordingPage } from '../pages/plain-pages.js';
import { BrokenPage, languageOf, namesOf, showPage } from './showing.js';

/** Maximum concurrent downloads, each with one chunk in memory; more are refused with Retry-After. */
const AT_ONCE = 200;
/** The maximum of one network. */
const EACH = 5;

/** Recordings on the pages of messages: only those of approved broadcasts. */
@Controller('recordings')
@Public()
@UseFilters(BrokenPage)
export class RecordingsController {
  private readonly names: Names;
  private onTheWay = 0;
  private readonly byNetwork = new Map<string, number>();

  constructor(
    private readonly recordings: RecordingReader,
    @InjectConfig() config: GatewaySettings,
  ) {
    this.names = namesOf(config);
  }

  /** The name is the hash of the content, so that caches may keep it indefinitely. */
  @Get(':sha256')
  async play(
    @Req() request: Request,
    @Res() response: Response,
    @Param('sha256') sha256: string,
  ): Promise<void> {
    const network = networkOf(request.ip ?? '');
    const own = this.byNetwork.get(network) ?? 0;
    if (this.onTheWay >= AT_ONCE || own >= EACH) {
      response.set('Retry-After', '10');
      return showPage(request, response, this.names, brokenPage(languageOf(request)));
    }
    this.onTheWay++;
    this.byNetwork.set(network, own + 1);
    try {
      const found = await this.recordings.find(sha256);
      if (!found) {
        return showPage(request, response, this.names, unknownRecordingPage(languageOf(request)));
      }
      response.set('Cache-Control', 'public, max-age=31536000, immutable');
      const { bytes, type } = found;
      const read = (from: number, to: number): AsyncIterable<Buffer> =>
        this.recordings.read(sha256, from, to);
      await sendRanged(request, response, { etag: `"${sha256}"`, bytes, type, read });
    } finally {
      this.onTheWay--;
      const left = (this.byNetwork.get(network) ?? 1) - 1;
      if (left > 0) this.byNetwork.set(network, left);
      else this.byNetwork.delete(network);
    }
  }
}
