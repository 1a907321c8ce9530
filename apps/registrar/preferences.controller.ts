import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { Audience } from '#audience';
import { type Membership, type OwnAddress, Preferences, SignUps } from '#audience/joining';
import { type Answer, type Asked, type MembershipView, OPERATIONS } from '#audience/citizens';
import { fault } from '#contract/problems';
import { Database } from '#platform/database';
import { Problem, Public, Validate } from '#platform/http';
import { OwnDataLimit } from './own-data-limit.js';

/** Operations for the holder of a preferences link. The edge has authenticated the gateway. */
@Controller('citizens')
@Public()
export class PreferencesController {
  constructor(
    private readonly database: Database,
    private readonly audience: Audience,
    private readonly preferences: Preferences,
    private readonly signUps: SignUps,
    private readonly limit: OwnDataLimit,
  ) {}

  /** Sends a link to an address if it is confirmed. The requester sees no difference. */
  @Post('send-preferences-link')
  @HttpCode(200)
  async sendLink(
    @Body(new Validate(OPERATIONS['send-preferences-link']))
    { channel, to, language, network }: Asked<'send-preferences-link'>,
  ): Promise<Answer<'send-preferences-link'>> {
    const done = await this.preferences.sendLink(channel, to, language, network);
    return done instanceof Date ? { kind: 'later', at: done.toISOString() } : { kind: 'sent', ...done };
  }

  @Post('open-preferences')
  @HttpCode(200)
  async open(
    @Body(new Validate(OPERATIONS['open-preferences'])) { token }: Asked<'open-preferences'>,
  ): Promise<Answer<'open-preferences'>> {
    const membership = await this.preferences.open(token);
    return membership ? { kind: 'open', membership: viewOf(membership) } : { kind: 'unknown' };
  }

  @Post('change-preferences')
  @HttpCode(200)
  async change(
    @Body(new Validate(OPERATIONS['change-preferences'])) asked: Asked<'change-preferences'>,
  ): Promise<Answer<'change-preferences'>> {
    const { token, leave, add, language, wording, network } = asked;
    const membership = await this.preferences.open(token);
    if (!membership) return { kind: 'unknown' };
    const { contactId } = membership;
    const later = await this.limit.countOrLater(`contact ${contactId}`);
    if (later) return later;
    const held = membership.wish;
    const spoken = await this.audience.chosenLanguage(asked.wish.language, held.language);
    const wish = { ...asked.wish, language: spoken };
    await this.mustBePlace(wish.regionCode, held.regionCode);
    // Opened first: it may be refused, and then nothing has changed.
    const opened = add && (await this.signUps.open({ ...add, wish, language, wording, network, contactId }));
    if (opened?.kind === 'later') return { kind: 'later', at: opened.at.toISOString() };
    await this.database.transaction((tx) => this.preferences.change(tx, contactId, wish, leave));
    const now = await this.preferences.open(token);
    return now ? { kind: 'changed', asked: opened, membership: viewOf(now) } : { kind: 'unknown' };
  }

  /** Accepts a place of registration, or the stored region, which may be a province only if it was imported. */
  private async mustBePlace(code: string, held: string): Promise<void> {
    const places = await this.audience.places();
    if (code !== held && !places.some((place) => place.code === code))
      throw new Problem('no-citizens-region', {}, [fault('wish.regionCode', 'not-registrable')]);
  }
}

const viewOf = ({ wish, addresses }: Membership): MembershipView => ({
  wish,
  addresses: addresses.map((address) => ({
    channel: address.channel,
    state: address.state,
    shown: shortened(address),
  })),
});

/** Shortens an address so that only its owner recognises it: a link can reach other people. */
function shortened({ channel, to }: OwnAddress): string {
  if (channel !== 'email') return `…${to.slice(-4)}`;
  const at = to.lastIndexOf('@');
  return `${to.slice(0, Math.min(2, at))}…${to.slice(at)}`;
}
