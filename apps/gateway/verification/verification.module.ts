import { Module } from '@nestjs/common';
import { RecordingReader } from '#broadcasts/recordings';
import { CopyLookup } from '#dispatch/sending';
import { PublicRecords, PastedTexts, TextLimits } from '#dispatch/verification';
import { LOGGER } from '#platform';
import { Database } from '#platform/database';
import type { Logger } from '#platform/logging';
import { HttpModule } from '../http/http.module.js';
import { NetworkTextLimits } from '../http/text-limits.js';
import { CheckController } from './check.controller.js';
import { ListController } from './list.controller.js';
import { PagesController } from './pages.controller.js';
import { RecordPageCache } from './record-page-cache.js';
import { RecordingsController } from './recordings.controller.js';
import { RemoteCopies } from './remote-copies.js';

/** The public pages of approved broadcasts, and the check of a text. */
@Module({
  imports: [HttpModule],
  // The pages end with `/:code`, which matches every short path.
  controllers: [CheckController, ListController, RecordingsController, PagesController],
  providers: [
    PublicRecords,
    RecordPageCache,
    { provide: CopyLookup, useClass: RemoteCopies },
    {
      provide: RecordingReader,
      inject: [Database, LOGGER],
      useFactory: (database: Database, logger: Logger) => new RecordingReader(database, logger, 'approved'),
    },
    PastedTexts,
    { provide: TextLimits, useExisting: NetworkTextLimits },
  ],
  exports: [RecordPageCache],
})
export class VerificationModule {}
