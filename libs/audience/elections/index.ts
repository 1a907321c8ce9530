// Elections and who stands in them.
export { type Election } from './election.js';
export { Elections, type KeptElection } from './elections.js';
