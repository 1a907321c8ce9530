import { Module } from '@nestjs/common';
import { Waves } from './waves.js';

/** Planning needs no module: `planWaves` is a function. */
@Module({ providers: [Waves], exports: [Waves] })
export class WavesModule {}
