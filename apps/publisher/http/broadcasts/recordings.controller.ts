import type { Readable } from 'node:stream';
import { READERS } from '#contract/roles.rules';
import { Controller, Param, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { type Recording, RECORDINGS, type RecordingKind, Recordings } from '#broadcasts/recordings';
import { sendRanged, Validate } from '#platform/http';
import type { SignedIn } from '#staff/roles';
import { CurrentPerson, Roles, TakesBody } from '../../auth/decorators.js';
import { Route } from '../route.js';

const BYTES = 'application/octet-stream';
const kindText = z.enum(Object.keys(RECORDINGS) as [RecordingKind, ...RecordingKind[]]);

/** Recordings of broadcasts: audio, and video in sign language. A draft refers to uploads by hash. */
@ApiTags('recordings')
@Controller('api/v1')
export class RecordingsController {
  constructor(private readonly recordings: Recordings) {}

  /** Accepts a file under any name: its type is detected from its bytes. A repeated upload is stored once. */
  @Route('POST /recordings/{kind}')
  @Roles('author')
  @TakesBody(BYTES)
  @ApiConsumes(BYTES)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  async upload(
    @Param('kind', new Validate(kindText)) kind: RecordingKind,
    @Req() request: Readable,
    @CurrentPerson() person: SignedIn,
  ): Promise<Recording> {
    try {
      return await this.recordings.keep(person, kind, request);
    } finally {
      // A browser reads no answer before it has sent the whole file: the rest of a refused one is discarded.
      request.resume();
    }
  }

  /** Its bytes, or a range of them (RFC 9110 §14), to play before approval. */
  @Route('GET /recordings/{sha256}')
  @Roles(...READERS)
  @ApiProduces('audio/*', 'video/*')
  async play(
    @Param('sha256') sha256: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { bytes, type } = await this.recordings.open(sha256);
    await sendRanged(request, response, {
      etag: `"${sha256}"`,
      bytes,
      type,
      read: (from, to) => this.recordings.read(sha256, from, to),
    });
  }
}
