// What became of the copies of a broadcast: counts, lists, forecasts.
export { Deliveries, type ListedDelivery, type Progress } from './deliveries.js';
export { type ChannelForecast, CompletionForecast } from './completion-forecast.js';
export { type Report, Reports } from './report.js';
export { type Course, Throughput } from './throughput.js';
export { SUMMED_COUNTERS } from '../waves/summed-counters.js';
