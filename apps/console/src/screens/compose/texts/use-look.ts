import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type Channel, composing, type TextLook, type UnsavedText } from '../../../api';
import type { TextForm } from '../form.rules';
import type { SampleCitizen } from '../../../parts/texts/samples.rules';

/** Time without input before the server is asked, in ms. */
const PAUSE_MS = 350;
export const NO_TEXT: TextForm = { subject: '', body: '' };

/** Input of the rules on texts besides the text; the same object until something in it changes. */
export type TextSetting = Pick<UnsavedText, 'electionId' | 'regions' | 'smsOverride'>;

/** One text of the form, and the citizen of its preview. */
export interface Written {
  channel: Channel;
  language: string;
  text: TextForm | undefined;
  setting: TextSetting;
  sample: SampleCitizen;
}

/**
 * What the server says of a text: its faults and a citizen's copy. Field and preview ask the same, which is sent once.
 * @returns `settled`: the text that was asked about; `written`: whether there is any
 */
export function useLook({ channel, language, text = NO_TEXT, setting, sample }: Written): {
  look: UseQueryResult<TextLook>;
  settled: TextForm;
  written: boolean;
} {
  const { subject, body } = text;
  const asked = useMemo((): UnsavedText => {
    const { name, regionCode } = sample;
    return {
      ...setting,
      channel,
      language,
      content: channel === 'email' ? { subject, body } : { body },
      sample: { name, ...(regionCode ? { regionCode } : {}) },
    };
  }, [channel, language, subject, body, setting, sample]);
  const [late] = useDebouncedValue(asked, PAUSE_MS);
  // Another tab's text is not this one's: only typing waits.
  const given = late.channel === channel && late.language === language ? late : asked;
  const look = useQuery({
    queryKey: ['look', given],
    queryFn: ({ signal }) => composing.text(given, signal),
    enabled: given.content.body.trim() !== '' || (given.content.subject ?? '').trim() !== '',
    placeholderData: (before, query) =>
      sameText(query?.queryKey[1], given) ? keepPreviousData(before) : undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
  });
  return {
    look,
    settled: { subject: given.content.subject ?? '', body: given.content.body },
    written: body.trim() !== '' || subject.trim() !== '',
  };
}

const sameText = (one: unknown, { channel, language }: UnsavedText): boolean => {
  const before = one as UnsavedText | undefined;
  return before?.channel === channel && before.language === language;
};
