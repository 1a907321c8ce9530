import type { ScreenWords } from './screens.id.js';
import { acts } from './screens/en/acts.js';
import { audit } from './screens/en/audit.js';
import { broadcasts } from './screens/en/broadcasts.js';
import { calendar } from './screens/en/calendar.js';
import { citizens } from './screens/en/citizens.js';
import { compose } from './screens/en/compose.js';
import { elections } from './screens/en/elections.js';
import { frame } from './screens/en/frame.js';
import { home } from './screens/en/home.js';
import { live } from './screens/en/live.js';
import { operations } from './screens/en/operations.js';
import { people } from './screens/en/people.js';
import { report } from './screens/en/report.js';
import { review } from './screens/en/review.js';
import { sending } from './screens/en/sending.js';

/** The same in English. */
export const screens: ScreenWords = {
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
