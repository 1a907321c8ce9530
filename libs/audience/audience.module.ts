import { Module } from '@nestjs/common';
import { Audience } from './audience.js';
import { ContactImport } from './importing/contact-import.js';

/** Regions, elections, contacts, consent and suppression. */
@Module({ providers: [Audience, ContactImport], exports: [Audience, ContactImport] })
export class AudienceModule {}
