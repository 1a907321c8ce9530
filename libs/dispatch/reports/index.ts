// What became of the copies of a broadcast: counts, lists, forecasts.
export { Account, type ListedDelivery, type Progress } from './account.js';
export { type ChannelForecast, CompletionForecast } from './completion-forecast.js';
export { type DeliveryFilter } from './listing.js';
export { type Failure, type Report, Reports } from './report.js';
export { SUMMED_COUNTERS } from '../waves/summed-counters.js';
