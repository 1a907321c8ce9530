// Reminders before an election, approved together.
export { SeriesDesk } from './series.js';
