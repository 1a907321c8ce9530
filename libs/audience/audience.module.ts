import { Module } from '@nestjs/common';
import { Audience } from './audience.js';
import { AudienceTasks } from './audience.tasks.js';
import { Elections } from './elections.js';
import { ContactImport } from './importing/contact-import.js';
import { ImportRepository } from './importing/import-repository.js';
import { Withdrawal } from './importing/withdrawal.js';
import { Overview } from './overview.js';
import { Journal } from './journal/journal.js';
import { Preferences } from './joining/preferences.js';
import { SignUps } from './joining/sign-ups.js';
import { DataRequests } from './rights/data-requests.js';
import { ErasureRemains } from './rights/erasure-remains.js';
import { Reconfirming } from './rights/reconfirming.js';
import { Rights } from './rights/rights.js';
import { Suppressions } from './suppressions.js';

const PROVIDERS = [
  Audience,
  ContactImport,
  Elections,
  DataRequests,
  ErasureRemains,
  Reconfirming,
  ImportRepository,
  Journal,
  Overview,
  Preferences,
  Rights,
  SignUps,
  Suppressions,
  Withdrawal,
];

/** Regions, elections, contacts, consent and suppression. */
@Module({ providers: [...PROVIDERS, AudienceTasks], exports: PROVIDERS })
export class AudienceModule {}
