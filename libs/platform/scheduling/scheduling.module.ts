import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Scheduler } from './scheduler.js';

/** For the program that runs the periodic work of the libraries it loads. Needs the platform, which is global. */
@Module({ imports: [DiscoveryModule], providers: [Scheduler] })
export class SchedulingModule {}
