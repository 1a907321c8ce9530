import { Module } from '@nestjs/common';
import { AudienceModule } from '#audience';
import { LanguagesController } from './languages.controller.js';

/** Regional languages of messages. */
@Module({
  imports: [AudienceModule],
  controllers: [LanguagesController],
})
export class LanguagesModule {}
