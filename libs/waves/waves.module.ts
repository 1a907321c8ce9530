import { Module } from '@nestjs/common';
import { ChannelPauses } from './control/channel-pauses.js';
import { Emergency } from './control/emergency.js';
import { Waves } from './waves.js';

/** Planning needs no module: `planWaves` is a function. */
@Module({ providers: [Waves, Emergency, ChannelPauses], exports: [Waves, Emergency, ChannelPauses] })
export class WavesModule {}
