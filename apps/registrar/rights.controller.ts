import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { readName } from '#audience/importing';
import { Preferences } from '#audience/joining';
import { type Held, Rights } from '#audience/rights';
import { type Answer, type Asked, type HeldAnswer, OPERATIONS } from '#audience/citizens';
import { Public, Validate } from '#platform/http';
import { OwnDataLimit } from './own-data-limit.js';

const BY_THEMSELVES = { actorId: null };

/**
 * Rights of data subjects (UU 27/2022 art. 6 to 8), through the link sent to their confirmed address. The edge has
 * authenticated the gateway.
 */
@Controller('citizens')
@Public()
export class RightsController {
  constructor(
    private readonly preferences: Preferences,
    private readonly rights: Rights,
    private readonly limit: OwnDataLimit,
  ) {}

  /** Returns what is held, for a page that asks before it acts. */
  @Post('look-held')
  @HttpCode(200)
  look(@Body(new Validate(OPERATIONS['look-held'])) { token }: Asked<'look-held'>): Promise<HeldAnswer> {
    return this.answer(token, (contactId) => this.rights.look(contactId));
  }

  /** Returns what is held, and records that in the trail. */
  @Post('read-held')
  @HttpCode(200)
  read(@Body(new Validate(OPERATIONS['read-held'])) { token }: Asked<'read-held'>): Promise<HeldAnswer> {
    return this.answer(token, (contactId) => this.rights.access(contactId, BY_THEMSELVES));
  }

  @Post('rename')
  @HttpCode(200)
  rename(@Body(new Validate(OPERATIONS.rename)) { token, name }: Asked<'rename'>): Promise<Answer<'rename'>> {
    return this.answer(token, async (contactId) => {
      const right = readName(name);
      if (right !== null) await this.rights.rename(contactId, right, BY_THEMSELVES);
      return this.rights.look(contactId);
    });
  }

  /** Never refused, however often they read before. */
  @Post('erase')
  @HttpCode(200)
  async erase(@Body(new Validate(OPERATIONS.erase)) { token }: Asked<'erase'>): Promise<Answer<'erase'>> {
    const contactId = await this.preferences.holder(token);
    const erased = contactId !== null && (await this.rights.erase(contactId, BY_THEMSELVES));
    return { kind: erased ? 'erased' : 'unknown' };
  }

  private async answer(token: string, act: (contactId: string) => Promise<Held | null>): Promise<HeldAnswer> {
    const contactId = await this.preferences.holder(token);
    if (contactId === null) return { kind: 'unknown' };
    const later = await this.limit.countOrLater(`contact ${contactId}`);
    if (later) return later;
    const held = await act(contactId);
    return held ? { kind: 'held', held } : { kind: 'unknown' };
  }
}
