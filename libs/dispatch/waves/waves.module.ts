import { Global, Module } from '@nestjs/common';
import { Dispatch } from '#broadcasts/door';
import { AccountDecisions } from '../control/account-decisions.js';
import { ChannelPauses } from '../control/channel-pauses.js';
import { Emergency } from '../control/emergency.js';
import { Waves } from './waves.js';

/** Global, because broadcasts ask for their port, which they must not import. */
@Global()
@Module({
  providers: [Waves, { provide: Dispatch, useExisting: Waves }, Emergency, ChannelPauses, AccountDecisions],
  exports: [Waves, Dispatch, Emergency, ChannelPauses, AccountDecisions],
})
export class WavesModule {}
