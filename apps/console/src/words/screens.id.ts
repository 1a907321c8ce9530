import type { Strings } from './id.js';
import { acts } from './screens/id/acts.js';
import { audit } from './screens/id/audit.js';
import { broadcasts } from './screens/id/broadcasts.js';
import { calendar } from './screens/id/calendar.js';
import { citizens } from './screens/id/citizens.js';
import { compose } from './screens/id/compose.js';
import { elections } from './screens/id/elections.js';
import { frame } from './screens/id/frame.js';
import { home } from './screens/id/home.js';
import { live } from './screens/id/live.js';
import { operations } from './screens/id/operations.js';
import { people } from './screens/id/people.js';
import { report } from './screens/id/report.js';
import { review } from './screens/id/review.js';
import { sending } from './screens/id/sending.js';

/**
 * The words of screens that few people open: fetched with the first screen after home. One file for what people do
 * together; a top-level name stands in one of them.
 */
export const screens = {
  ...acts,
  ...audit,
  ...broadcasts,
  ...calendar,
  ...citizens,
  ...compose,
  ...elections,
  ...frame,
  ...home,
  ...live,
  ...operations,
  ...people,
  ...report,
  ...review,
  ...sending,
};

/** The keys every language must have. */
export type ScreenWords = Strings<typeof screens>;
