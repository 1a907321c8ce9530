import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ApprovedDocuments } from './frozen.js';
import type { FrozenDocument } from './freeze.js';

/** Compose, approve, correct. */
@Injectable()
export class Broadcasts {
  private readonly approved: ApprovedDocuments;

  constructor(database: DataSource) {
    this.approved = new ApprovedDocuments(database);
  }

  /** The approved document a broadcast's copies are rendered from. @throws Error when there is none, or it was altered */
  frozen(broadcastId: string): Promise<{ document: FrozenDocument; digest: string }> {
    return this.approved.of(broadcastId);
  }
}
