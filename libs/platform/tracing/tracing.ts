import { createHash } from 'node:crypto';
import {
  type Attributes,
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Tracer,
} from '@opentelemetry/api';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { Config } from '../config/config.js';
import { LogThrottle } from '../logging/log-throttle.js';
import type { Logger } from '../logging/logging.js';

/** Null: nothing is traced. */
let tracer: Tracer | null = null;
/** The identity that the next root span takes; null: its own. */
let nextRoot: { traceId: string; spanId: string } | null = null;

/**
 * Begins to trace broadcasts where OTEL_EXPORTER_OTLP_ENDPOINT is set: spans go there by OTLP over HTTP, in groups and beside
 * the work. Where it is away they are dropped.
 * @param program its name in the traces
 * @returns a function that sends what is left
 */
export async function startTracing(
  program: string,
  config: Pick<Config, 'OTEL_EXPORTER_OTLP_ENDPOINT'>,
  logger: Logger,
): Promise<() => Promise<void>> {
  const endpoint = config.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (endpoint === undefined) return () => Promise.resolve();
  // Loaded only here: most installations trace nothing.
  const [sdk, exporter, resources] = await Promise.all([
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const away = new LogThrottle();
  const say = (message: string): void =>
    away.say((leftOut) => logger.warn({ leftOut, said: message.slice(0, 200) }, 'spans could not be sent'));
  const otlp = new exporter.OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` });
  // A collector that is away is said here, and is no failure of the program, not even when it stops.
  const telling: SpanExporter = {
    export: (spans, done) =>
      otlp.export(spans, ({ code, error }) => {
        if (code !== 0) say(error?.message ?? 'no answer');
        done({ code: 0 });
      }),
    shutdown: () => otlp.shutdown(),
  };
  const random = new sdk.RandomIdGenerator();
  const provider = new sdk.TracerProvider({
    resource: resources.resourceFromAttributes({
      'service.name': `siar-${program}`,
      'service.namespace': 'siar',
    }),
    idGenerator: {
      generateTraceId: () => nextRoot?.traceId ?? random.generateTraceId(),
      generateSpanId: () => nextRoot?.spanId ?? random.generateSpanId(),
    },
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter: telling })],
  });
  tracer = provider.getTracer('siar');
  return async () => {
    tracer = null;
    await provider.shutdown();
  };
}

/**
 * The identity of a broadcast's trace: made of its id, so that every program finds it, days after the approval, without
 * anything being carried through tables and queues.
 */
function rootOf(broadcastId: string): { traceId: string; spanId: string } {
  const digest = createHash('sha256').update(`siar broadcast ${broadcastId}`).digest('hex');
  return { traceId: digest.slice(0, 32), spanId: digest.slice(32, 48) };
}

let newest: { broadcastId: string; context: Context } | null = null;

/** The context of a broadcast's spans. The chunks that follow each other mostly belong to one. */
function under(broadcastId: string): Context {
  if (newest?.broadcastId !== broadcastId) {
    const parent = { ...rootOf(broadcastId), traceFlags: TraceFlags.SAMPLED, isRemote: true };
    newest = { broadcastId, context: trace.setSpanContext(ROOT_CONTEXT, parent) };
  }
  return newest.context;
}

/** Attributes with the prefix by which a collector tells them from others'. */
const named = (attributes: Attributes): Attributes =>
  Object.fromEntries(Object.entries(attributes).map(([key, value]) => [`siar.${key}`, value]));

/** A span of a broadcast's trace that its caller ends; null: nothing is traced. */
export type BroadcastSpan = Pick<Span, 'setAttributes' | 'end'> | null;

/**
 * Begins a span of a broadcast's trace.
 * @param attributes ids, codes and counts, without the prefix `siar.`; never an address or a text
 * @param startedMsAgo when what it is about has begun, in ms before now
 */
export function beginSpan(
  broadcastId: string,
  name: string,
  attributes: Attributes,
  startedMsAgo = 0,
): BroadcastSpan {
  if (tracer === null) return null;
  const options = {
    kind: SpanKind.INTERNAL,
    startTime: Date.now() - startedMsAgo,
    attributes: named({ broadcast: broadcastId, ...attributes }),
  };
  return tracer.startSpan(name, options, under(broadcastId));
}

/** A span of a broadcast's trace around work; one that failed says so, without the error's text. */
export async function inSpan<T>(
  broadcastId: string,
  name: string,
  attributes: Attributes,
  work: () => Promise<T>,
): Promise<T> {
  const span = beginSpan(broadcastId, name, attributes) as Span | null;
  if (span === null) return work();
  try {
    return await work();
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'failed' });
    throw error;
  } finally {
    span.end();
  }
}

/** Writes the root of a broadcast's trace: its approval, by which everything else begins. */
export function noteRoot(
  broadcastId: string,
  name: string,
  attributes: Attributes,
  startedMsAgo: number,
): void {
  if (tracer === null) return;
  nextRoot = rootOf(broadcastId);
  try {
    const options = {
      root: true,
      startTime: Date.now() - startedMsAgo,
      attributes: named({ broadcast: broadcastId, ...attributes }),
    };
    tracer.startSpan(name, options, ROOT_CONTEXT).end();
  } finally {
    nextRoot = null;
  }
}
