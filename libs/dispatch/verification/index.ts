// What citizens and the helpdesk learn about a message that they got or heard of.
export { AskerLimits } from './asker-limits.js';
export { type Compared, Helpdesk, type Subscription, type Verified } from './helpdesk.js';
export { type Approved, type Opened, type PublicRecord, PublicRecords } from './public-record.js';
export { chatStanding, IN_FORCE_HEADING, STANDING_WORDS, TEXT_HEADINGS } from './standing.words.js';
export { PastedTexts, TextLimits, type Verdict } from './pasted-text.js';
export { type Answer, fallen, inPlaceOf, standingOf } from './verdict.rules.js';
export { inPlaceWords, inWords } from './verdict.words.js';
