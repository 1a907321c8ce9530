import { Module } from '@nestjs/common';
import { Audience } from './audience.js';

/** Regions, elections, contacts, consent and suppression. */
@Module({ providers: [Audience], exports: [Audience] })
export class AudienceModule {}
