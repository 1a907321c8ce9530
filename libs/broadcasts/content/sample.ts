import { buttonsUnder, type ChannelName } from '#channels';
import { smsSegments } from '#channels/sms';
import { fault } from '#contract/problems';
import { type Config, shortUrl } from '#platform/config';
import { Problem } from '#platform/http';
import type { FrozenDocument } from '../document/freeze.js';
import { compileDocument, type Rendered } from './render.js';
import { asTyped, type Segment, variablesIn } from './template.rules.js';
import { REQUIRED_LANGUAGE } from './variables.js';
import type { SampleCopy } from '#contract/api/plan';

export type { SampleCopy } from '#contract/api/plan';

/** The parameters of a copy that goes to no citizen. */
export interface Sample {
  channel: ChannelName;
  language: string;
  name?: string | undefined;
  regionCode?: string | undefined;
  regionName?: string | undefined;
}

/** Marks a test in every channel, so that nobody mistakes it for a real message. */
const TEST_MARK = '[UJI]';

/**
 * A copy from the renderer of real copies, with sample values; its unsubscribe link unsubscribes nobody. Faulty parts
 * of the text appear as typed.
 * @param undated leaves the tag of the polling day where there is no election: an author chooses it later
 * @throws Problem invalid when there is no text, or the text needs an election and there is none
 */
export function sampleCopy(
  document: FrozenDocument,
  { channel, language, name, regionCode, regionName }: Sample,
  publicCode: string,
  config: Pick<Config, 'PUBLIC_URL' | 'SHORT_URL'>,
  undated = false,
): SampleCopy {
  const contents = document.contents[channel];
  const spoken = contents && Object.hasOwn(contents, language) ? language : REQUIRED_LANGUAGE;
  const content = contents?.[spoken];
  if (!content) throw new Problem('no-text-yet', { channel, language });
  const dated = document.election !== null;
  if (
    !dated &&
    !undated &&
    [content.subject ?? '', content.text].some((template) => variablesIn(template).has('polling_date'))
  ) {
    throw new Problem('no-election-yet', {}, [fault('electionId', 'missing')]);
  }
  const region = document.regions.find(({ code }) => code === regionCode) ?? document.regions[0];
  const short = `${shortUrl(config)}/${publicCode}`;
  const rendered = compileDocument(document, (template) => {
    const { segments } = asTyped(template);
    return dated ? segments : segments.map(undatedSegment);
  })(
    channel,
    language,
  )({
    name: name ?? 'Siti Rahayu',
    regionCode: regionCode ?? region?.code ?? '',
    regionName: regionName ?? region?.name ?? 'Jakarta',
    verifyLink: channel === 'sms' ? short : `${config.PUBLIC_URL}/verify/${publicCode}`,
    unsubscribeLink: channel === 'sms' ? short : `${config.PUBLIC_URL}/unsubscribe/contoh`,
  });
  return {
    ...rendered,
    buttons: buttonsUnder(channel, spoken),
    sms: channel === 'sms' ? smsSegments(rendered.text) : null,
  };
}

const undatedSegment = (segment: Segment): Segment =>
  typeof segment !== 'string' && segment.variable === 'polling_date' ? '{{polling_date}}' : segment;

/** The copy as a test message. */
export function testMessage({ subject, text, html, language }: SampleCopy): Rendered {
  return {
    ...(subject === undefined ? {} : { subject: `${TEST_MARK} ${subject}` }),
    text: `${TEST_MARK} ${text}`,
    ...(html === undefined
      ? {}
      : {
          html: html
            .replace('<title>', `<title>${TEST_MARK} `)
            .replace(/<main [^>]*>/, (main) => `${main}\n<p><strong>${TEST_MARK}</strong></p>`),
        }),
    language,
  };
}
