import { Module } from '@nestjs/common';
import { AudienceModule } from '#audience';
import { ContactsController } from './contacts.controller.js';
import { SuppressionsController } from './suppressions.controller.js';

/** Contacts, their import, and suppressed addresses. */
@Module({
  imports: [AudienceModule],
  controllers: [ContactsController, SuppressionsController],
})
export class ContactsModule {}
