// Spans by OpenTelemetry, from approval to receipt.
export { beginSpan, type BroadcastSpan, inSpan, noteRoot, startTracing } from './tracing.js';
