import { Module } from '@nestjs/common';
import { Notices } from './notices.js';
import { NoticesTasks } from './notices.tasks.js';

/** Needs the platform and the queues, which are global. */
@Module({ providers: [Notices, NoticesTasks], exports: [Notices] })
export class NoticesModule {}
