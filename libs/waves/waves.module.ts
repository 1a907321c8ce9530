import { Module } from '@nestjs/common';
import { Emergency } from './emergency.js';
import { Waves } from './waves.js';

/** Planning needs no module: `planWaves` is a function. */
@Module({ providers: [Waves, Emergency], exports: [Waves, Emergency] })
export class WavesModule {}
