import { Module } from '@nestjs/common';
import { Audience } from './audience.js';
import { ContactImport } from './importing/contact-import.js';
import { Preferences } from './joining/preferences.js';
import { SignUps } from './joining/sign-ups.js';

const PROVIDERS = [Audience, ContactImport, Preferences, SignUps];

/** Regions, elections, contacts, consent and suppression. */
@Module({ providers: PROVIDERS, exports: PROVIDERS })
export class AudienceModule {}
