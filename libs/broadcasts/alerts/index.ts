// What a channel's brake or a fault tells the people on call.
export { raiseBrakeAlert } from './alert-repository.js';
export { Alerts } from './alerts.js';
