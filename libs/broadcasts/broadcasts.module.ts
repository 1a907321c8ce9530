import { Module } from '@nestjs/common';
import { AudienceModule } from '#audience';
import { NoticesModule } from '#notices';
import { StaffModule } from '#staff';
import { Alerts } from './alerts/alerts.js';
import { Appraisal } from './appraisal.js';
import { Broadcasts } from './broadcasts.js';
import { BroadcastCalendar } from './calendar/calendar.js';
import { BroadcastList } from './list/list.js';
import { Comments } from './comments/comments.js';
import { Presence } from './comments/presence.js';
import { CorrectionCounts } from './corrections/counts.js';
import { BroadcastsTasks } from './broadcasts.tasks.js';
import { Composing } from './drafts/composing.js';
import { HomeView } from './home-view.js';
import { NewsMails } from './news/hand-over-mails.js';
import { TestSends } from './content/test-sends.js';
import { News } from './news/news.js';
import { Recordings } from './recordings/recordings.js';
import { ReviewDeadlines } from './review/review-deadlines.js';
import { ReviewHolds } from './review/review-holds.js';
import { ReviewQueue } from './review/review-queue.js';
import { ReviewReach } from './review/review-reach.js';
import { ReviewViews } from './review/review-views.js';
import { SeriesDesk } from './series/series.js';
import { Templates } from './templates/templates.js';

@Module({
  imports: [AudienceModule, NoticesModule, StaffModule],
  providers: [
    Appraisal,
    Broadcasts,
    BroadcastCalendar,
    BroadcastList,
    Comments,
    Composing,
    CorrectionCounts,
    ReviewDeadlines,
    ReviewHolds,
    ReviewQueue,
    ReviewReach,
    ReviewViews,
    SeriesDesk,
    Alerts,
    HomeView,
    News,
    Presence,
    Recordings,
    Templates,
    TestSends,
    NewsMails,
    BroadcastsTasks,
  ],
  exports: [
    Broadcasts,
    BroadcastCalendar,
    BroadcastList,
    Comments,
    Composing,
    ReviewHolds,
    ReviewQueue,
    ReviewViews,
    SeriesDesk,
    Alerts,
    HomeView,
    News,
    Presence,
    Recordings,
    Templates,
  ],
})
export class BroadcastsModule {}
