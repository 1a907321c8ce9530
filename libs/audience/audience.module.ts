import { Module } from '@nestjs/common';
import { FITTING_SCHEMA } from '#platform';
import { Installation } from '#platform/config';
import { Keys } from '#platform/crypto';
import { Database } from '#platform/database';
import { Audience } from './audience.js';
import { AudienceTasks } from './audience.tasks.js';
import { Elections } from './elections/elections.js';
import { mustFitAddresses } from './addresses/fitting-keys.js';
import { ContactImport } from './importing/contact-import.js';
import { ImportRepository } from './importing/import-repository.js';
import { Withdrawal } from './importing/withdrawal.js';
import { Languages } from './languages/languages.js';
import { Estimates } from './counting/estimates.js';
import { Overview } from './counting/overview.js';
import { Population } from './counting/population.js';
import { Journal } from './journal/journal.js';
import { Preferences } from './joining/preferences.js';
import { SignUps } from './joining/sign-ups.js';
import { DataRequests } from './rights/data-requests.js';
import { WaitingErasures } from './rights/waiting-erasures.js';
import { Reconfirming } from './rights/reconfirming.js';
import { Rights } from './rights/rights.js';
import { RejectedAddresses } from './suppressions/rejected.js';
import { Suppressions } from './suppressions/suppressions.js';

const PROVIDERS = [
  Audience,
  ContactImport,
  Elections,
  DataRequests,
  WaitingErasures,
  Reconfirming,
  ImportRepository,
  Journal,
  Languages,
  Estimates,
  Overview,
  Population,
  Preferences,
  RejectedAddresses,
  Rights,
  SignUps,
  Suppressions,
  Withdrawal,
];

/** A program with other keys does not start. */
const FITTING_KEYS = {
  provide: Symbol('keys that fit the addresses'),
  // One check after the other: one that fails ends the connections, and what the next says then is no help. A registrar
  // is told of no Installation.
  inject: [Database, Keys, FITTING_SCHEMA, { token: Installation, optional: true }],
  // runProgram exits where it throws, which ends the connections.
  useFactory: (database: Database, keys: Keys): Promise<void> => mustFitAddresses(database.manager, keys),
};

/** Regions, elections, contacts, consent and suppression. */
@Module({ providers: [...PROVIDERS, AudienceTasks, FITTING_KEYS], exports: PROVIDERS })
export class AudienceModule {}
