import { Injectable } from '@nestjs/common';
import { type CopyKey, CopyLookup } from '#dispatch/sending';
import { Registrar } from '../http/registrar.js';

/** Resolves a copy to its broadcast through the registrar: the gateway holds no key for it. */
@Injectable()
export class RemoteCopies extends CopyLookup {
  constructor(private readonly registrar: Registrar) {
    super();
  }

  async publicCodeOf(key: CopyKey): Promise<string | null> {
    const copy = await this.registrar.ask('look-copy', key);
    return copy.kind === 'copy' ? copy.publicCode : null;
  }
}
