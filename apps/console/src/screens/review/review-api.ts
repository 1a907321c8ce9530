import {
  type Channel,
  CHANNELS,
  type Forecast,
  type Hold,
  type Kind,
  type LateChoice,
  type Submission,
} from '../../api';
import { ask, type Fault } from '../../http';

/** By when it has to be decided; `why` says what that moment is. */
export interface Urgency {
  before: string;
  why: 'call' | 'at-once' | 'due' | 'expiry' | 'expired';
}

export interface ListedReview {
  id: string;
  title: string;
  kind: Kind;
  channels: Channel[];
  regions: number;
  organisation: string;
  author: string;
  originalId: string | null;
  alert: 'waiting' | 'taken' | null;
  submittedAt: string;
  decide: Urgency;
  hold: Hold | null;
  whyNot: string | null;
}

export type FindingCode =
  'impossible-date' | 'weekday' | 'date' | 'day' | 'hour' | 'year' | 'languages' | 'contestant';

/** A place in a text that deserves a second look. */
export interface Finding {
  code: FindingCode;
  /** `easy`: in the easy text. */
  channel: Channel | 'easy';
  language: string;
  field: 'subject' | 'text';
  start: number;
  quote: string;
  expected: string[];
}

export interface Change {
  path: string;
  was?: string;
  is?: string;
}

export interface Missed {
  timeZone: string;
  dueAt: string;
  regions: string[];
}

export interface LateOption {
  choice: LateChoice;
  faults: Fault[];
  forecast: Partial<Record<Channel, Forecast>>;
  dueAt: string | null;
}

export interface ReviewView {
  decide: Urgency | null;
  hold: Hold | null;
  findings: Finding[];
  submissions: (Submission & { changes: Change[] | null })[];
  missed: Missed[];
  late: LateOption[];
  quiet: boolean;
}

const at = (id: string, rest: string): string => `/broadcasts/${encodeURIComponent(id)}${rest}`;

/** What waits for KPU's decision, and who has it in hand. */
export const reviews = {
  waiting: async () => (await ask<{ reviews: ListedReview[] }>('GET', '/reviews')).reviews,
  of: (id: string) => ask<ReviewView>('GET', at(id, '/review')),
  hold: (id: string, takeOver: boolean) => ask<Hold>('POST', at(id, '/hold'), { body: { takeOver } }),
  letGo: (id: string) => ask<void>('DELETE', at(id, '/hold'), { plain: true }),
};

/** The texts of a document in the order in which they are read: by channel, Indonesian first. */
export function textsOf(document: Submission['document']): {
  channel: Channel;
  language: string;
  subject: string | undefined;
  text: string;
}[] {
  return CHANNELS.flatMap((channel) =>
    Object.entries(document.contents[channel] ?? {})
      .sort(([a], [b]) => Number(b === 'id') - Number(a === 'id') || a.localeCompare(b))
      .map(([language, { subject, text }]) => ({ channel, language, subject, text })),
  );
}
