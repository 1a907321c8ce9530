import { SegmentedMessage } from 'sms-segments-calculator';

/** The size of a text as an SMS. */
export interface SmsSegments {
  encoding: 'GSM-7' | 'UCS-2';
  /** Messages that the operator bills; an empty text counts as one. */
  segments: number;
  /** Units used: septets, of which € and similar characters take two, or UTF-16 units. */
  characters: number;
  /** Units that still fit into the last segment. */
  left: number;
}

/** Counts as the operators do, without Twilio's smart encoding, which would silently replace a curly quote. */
export function smsSegments(text: string): SmsSegments {
  const counted = new SegmentedMessage(text, 'auto', false);
  const bits = counted.encodingName === 'GSM-7' ? 7 : 16;
  return {
    encoding: counted.encodingName,
    segments: counted.segmentsCount,
    characters: counted.messageSize / bits,
    left: Math.floor((counted.segments.at(-1)?.freeSizeInBits() ?? 0) / bits),
  };
}
