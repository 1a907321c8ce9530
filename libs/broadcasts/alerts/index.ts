// Calls those on call when a decision cannot wait.
export { raiseBrakeAlert } from './alert-repository.js';
export { Alerts } from './alerts.js';
