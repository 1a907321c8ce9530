import { Injectable } from '@nestjs/common';
import { CopyLookup, type CopyMark } from '#deliveries';
import { Registrar } from './registrar.js';

/** Asks the registrar which broadcast a copy is of: the gateway holds no key by which to tell. */
@Injectable()
export class RemoteCopies extends CopyLookup {
  constructor(private readonly registrar: Registrar) {
    super();
  }

  async publicCodeOf(mark: CopyMark): Promise<string | null> {
    const copy = await this.registrar.ask('look-copy', mark);
    return copy.kind === 'copy' ? copy.publicCode : null;
  }
}
