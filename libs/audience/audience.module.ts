import { Module } from '@nestjs/common';
import { Audience } from './audience.js';
import { ContactImport } from './importing/contact-import.js';
import { ImportBook } from './importing/import-book.js';
import { Withdrawal } from './importing/withdrawal.js';
import { Preferences } from './joining/preferences.js';
import { SignUps } from './joining/sign-ups.js';
import { Erasures } from './rights/erasures.js';
import { Rights } from './rights/rights.js';
import { Suppressions } from './suppressions.js';

const PROVIDERS = [
  Audience,
  ContactImport,
  Erasures,
  ImportBook,
  Preferences,
  Rights,
  SignUps,
  Suppressions,
  Withdrawal,
];

/** Regions, elections, contacts, consent and suppression. */
@Module({ providers: PROVIDERS, exports: PROVIDERS })
export class AudienceModule {}
