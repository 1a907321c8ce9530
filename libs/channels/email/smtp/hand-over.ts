import type { Moment } from '#platform/waiting';
import type { Reply, Stage } from '../replies.js';

/** How far a hand-over came: before a connection, before the message was fully written, or after its last byte. */
export type Reached = 'connecting' | 'talking' | 'written';

/** The result of one hand-over. */
export type Handover =
  | { kind: 'taken'; reply: string }
  /** Its deadline had passed when a connection became free: nothing was sent. */
  | { kind: 'late' }
  | { kind: 'refused'; reply: Reply; stage: Stage }
  /** Broken off without a reply. `written`: the server may have the message. */
  | { kind: 'broken'; code: string; at: Reached };

/** Envelope and message of one hand-over. */
export interface Parcel {
  from: string;
  to: string;
  /** Returned in a bounce report as Original-Envelope-Id by servers that support DSN (RFC 3461). */
  envelopeId: string;
  /** ASCII, in lines that end in CRLF. */
  mime: string;
  /** The hand-over begins before this instant or not at all. */
  startBy: Moment;
}
