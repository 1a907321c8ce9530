import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Home, HomeView } from '#broadcasts';
import type { ChannelName } from '#channels';
import { Account } from '#deliveries';
import type { SignedIn } from '#staff';
import { AnySignedIn, CurrentPerson } from '../../auth/decorators.js';

/** The home screen of a person. */
@ApiTags('home')
@Controller('api/v1/home')
@AnySignedIn()
export class HomeController {
  constructor(
    private readonly home: HomeView,
    private readonly account: Account,
  ) {}

  /**
   * What needs the person, what runs and what is due next, by their roles; for operators also the providers that are away.
   */
  @Get()
  async show(
    @CurrentPerson() person: SignedIn,
  ): Promise<Home & { away: { channel: ChannelName; since: Date }[] | null }> {
    const away = person.roles.includes('operator') ? await this.account.providersAway() : null;
    return { ...(await this.home.of(person)), away };
  }
}
