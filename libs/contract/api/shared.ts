import { z } from 'zod';
import { CHANNELS } from '../channels.js';
import { DELIVERY_STATES, type DeliveryState } from '../counts.js';
import { SCREEN_LANGUAGES } from '../lists.js';
import { problemDocument } from '../problem-document.js';
import { says } from '../problems.js';

/** An instant: an ISO 8601 text in UTC on the wire, a Date in the program. */
export const instant = z.codec(z.iso.datetime(), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
});

/** An instant with its offset in a request, such as `2026-12-01T00:00:00+07:00`. */
export const givenInstant = z.iso
  .datetime({ offset: true, ...says('instant') })
  .transform((text) => new Date(text));

/** A day in a request, such as `2029-02-14`. PostgreSQL knows no year 0, and nobody plans in the first millennium. */
export const givenDay = z.iso.date().check(({ value, issues }) => {
  if (!/^[12]/.test(value)) issues.push({ code: 'invalid_format', format: 'date', input: value });
});

/** An id in a path, query or body: the digits of a bigint. */
export const idText = z.string().regex(/^[1-9]\d{0,17}$/, says('id'));

/** A SHA-256 in lower-case hexadecimal. */
export const digestText = z.string().regex(/^[0-9a-f]{64}$/, says('digest'));

/** One or several values of a closed list in a query, joined by commas: `running,approved`. */
export const several = <T extends Readonly<Record<string, string>>>(one: z.ZodEnum<T>) =>
  z
    .string()
    // For the description of the API alone: a refusal names what is allowed.
    .meta({
      pattern: `^(${one.options.join('|')})(,(${one.options.join('|')})){0,${one.options.length - 1}}$`,
    })
    .transform((text) => text.split(','))
    .pipe(z.array(one).max(one.options.length))
    .describe(`One value, or several joined by commas: any of them. ${one.options.join(', ')}.`);

/** Why somebody did something, in their words. */
export const why = (limit = 2000) => z.string().trim().min(1, says('say-why')).max(limit);

/** The language of a text: ISO 639. */
export const languageCode = z.string().regex(/^[a-z]{2,3}$/, says('language-code'));

/** The languages of the staff's screens. */
export const screenLanguage = z.enum(SCREEN_LANGUAGES);

export const channelName = z.enum(CHANNELS).meta({ id: 'ChannelName' });

/** A value for each channel. */
export const byChannel = <T extends z.ZodType>(value: T) => z.record(channelName, value);

export const deliveryState = z.enum(DELIVERY_STATES).meta({ id: 'DeliveryState' });
export type { DeliveryState };

const count = z.int().min(0);

export const counts = z
  .object({
    ...(Object.fromEntries(DELIVERY_STATES.map((state) => [state, count])) as Record<
      DeliveryState,
      typeof count
    >),
    targeted: count,
    unlisted: count.describe('Not listed yet: the estimate at the approval less the copies listed so far.'),
    neverListed: count.describe('Cancelled or expired before they were listed: also an estimate.'),
    expected: count.describe('The estimate at the approval.'),
  })
  .meta({ id: 'Counts', description: 'The number of listed copies in each state; `targeted` is their sum.' });

export const fault = problemDocument.shape.faults.unwrap().element.meta({ id: 'Fault' });
export const faultCode = fault.shape.code;
export const problemCode = problemDocument.shape.code;
export const params = problemDocument.shape.params;
export const param = params.valueType;

export const who = z
  .object({ id: z.string(), name: z.string() })
  .meta({ id: 'Who', description: 'A person who did something, with the fields that are shown.' });
export type Who = z.output<typeof who>;

export const approvedTimes = z
  .record(z.string(), instant)
  .describe(
    'When KPU approved the broadcasts named here, by id: it tells those of one title apart. One that is not approved is left out.',
  );
