// Departures kept outside the database, for a restored one.
export { LastWords, readDeparture } from './journal.rules.js';
export { replay, type Replayed } from './replay.js';
