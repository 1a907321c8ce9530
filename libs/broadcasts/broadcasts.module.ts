import { Module } from '@nestjs/common';
import { Broadcasts } from './broadcasts.js';

@Module({ providers: [Broadcasts], exports: [Broadcasts] })
export class BroadcastsModule {}
