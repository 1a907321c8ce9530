import { Module } from '@nestjs/common';
import { Notices } from './notices.js';

/** Needs the platform and the queues, which are global. */
@Module({ providers: [Notices], exports: [Notices] })
export class NoticesModule {}
