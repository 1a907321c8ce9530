// Broadcasts by day.
export { BroadcastCalendar } from './calendar.js';
