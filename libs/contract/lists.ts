// The closed lists of the contract, in the order in which they are shown: without a schema, for the console's bundle.

export const ROLES = ['author', 'reviewer', 'operator', 'auditor', 'dpo', 'helpdesk', 'admin'] as const;

/** The languages of the staff's screens, and of messages to staff. docs/developer/screens.md says what a new one needs. */
export const SCREEN_LANGUAGES = ['id', 'en'] as const;
export type ScreenLanguage = (typeof SCREEN_LANGUAGES)[number];

/** How each of them writes dates and numbers. */
export const LOCALES: Readonly<Record<ScreenLanguage, string>> = { id: 'id-ID', en: 'en-GB' };

/** Prefix of every message of a training installation, so that nobody takes one for real. */
export const TRAINING_MARK = '[LATIHAN]';

/** The segments that an SMS may have with leave of its own (`smsOverride`), each paid for; without it, one. */
export const LONG_SMS_SEGMENTS = [2, 3] as const;

/**
 * The local hours in which messages go out unless a schedule leaves them: from inclusive, to exclusive. Outside of them no
 * copy is fed or claimed. No statute sets any.
 */
export const SEND_HOURS = { from: '08:00', to: '20:00' } as const;

/**
 * The period in which an act can be undone, in seconds. The console offers it for a shorter time, and pauses the countdown
 * while a person reads or points at it (WCAG 2.2.1); e-mails wait longer than this.
 */
export const UNDO_SECONDS = 120;

export const BROADCAST_STATES = [
  'draft',
  'in_review',
  'approved',
  'running',
  'paused',
  'completed',
  'rejected',
  'withdrawn',
  'cancelled',
  'expired',
] as const;

export const BROADCAST_KINDS = ['ordinary', 'urgent', 'correction'] as const;

/** What the brake finds. */
export const BRAKE_REASONS = ['key', 'sender', 'fault', 'dead', 'refused'] as const;
export type BrakeReason = (typeof BRAKE_REASONS)[number];

/**
 * Whether dead addresses are what a finding is about (`found`), or among what it counted (`counted`): both can be given
 * back, the first alone is told with the finding.
 */
export const DEAD_ADDRESSES: Readonly<Record<BrakeReason, 'found' | 'counted' | 'none'>> = {
  key: 'none',
  sender: 'none',
  fault: 'none',
  dead: 'found',
  refused: 'counted',
};

/**
 * Why a copy was not sent to its address, as the ledger writes it at the fan-out (`before`) and at the claim (`before sending`),
 * and what that is for who reads it: the address was dead, or its owner had left or may not be written to.
 */
export const SUPPRESSED_REASONS = {
  'dead before': 'dead',
  'suppressed before': 'left',
  'dead before sending': 'dead',
  'left or suppressed before sending': 'left',
} as const;
export type SuppressedReason = keyof typeof SUPPRESSED_REASONS;

/** What a list of broadcasts is sorted by. */
export const BROADCAST_SORTS = [
  'newest',
  'changed',
  'title',
  'state',
  'sent',
  'reached',
  'failed',
  'channels',
  'regions',
  'author',
] as const;

/** How many minutes are one point of what each channel handed over, by the hours looked back. */
export const COURSE_STEP_MINUTES = { 1: 1, 6: 3, 24: 12 } as const;

/** Of a broadcast that has ended: staff are shown that fewer of its copies than this share reached people. */
export const LOW_SHARE = 0.95;
/** The states of a broadcast after its run has ended. */
export const ENDED_RUNS = ['completed', 'withdrawn', 'cancelled', 'expired'] as const;

export const OFFICES = [
  'president',
  'dpr',
  'dpd',
  'dprd-province',
  'dprd-regency',
  'governor',
  'regent',
  'mayor',
] as const;
/** Rounds of an election. PSU: voting again; susulan: later. */
export const ROUNDS = ['first', 'second', 'psu', 'susulan'] as const;

/** Systems of region codes: the ministry of home affairs', and the statistics office's. */
export const CODE_SYSTEMS = ['kemendagri', 'bps'] as const;

/** Rights a citizen can exercise at the data protection officer (UU 27/2022 art. 7, 8 and 11). */
export const WANTS = ['access', 'restriction', 'lifting', 'erasure'] as const;
/** How the request was made. */
export const WAYS = ['letter', 'counter', 'telephone', 'email'] as const;
/** How the officer verified the identity. Codes, never the evidence: that would be further personal data. */
export const IDENTITY_CHECKS = ['identity-card', 'call-back', 'known-answers'] as const;
/** How a copy was handed over. */
export const HAND_OVERS = ['in-person', 'post', 'email'] as const;

const MB = 1_000_000;
/** The permitted files of each kind of recording; `most` in bytes. */
export const RECORDINGS = {
  audio: { most: 5 * MB, types: ['audio/mpeg', 'audio/ogg', 'audio/mp4'] },
  signing: { most: 25 * MB, types: ['video/mp4', 'video/webm'] },
} as const;
