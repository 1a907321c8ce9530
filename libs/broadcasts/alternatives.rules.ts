import type { Alternatives } from './draft.js';
import type { Recording } from './recordings/recording.rules.js';

/** What has alternatives: a draft, or a document. */
interface WithAlternatives {
  alternatives?: Alternatives | undefined;
}

/** The recordings that a draft or document names, with where each stands in it. */
export function recordingsIn({ alternatives }: WithAlternatives): { path: string; recording: Recording }[] {
  const spoken = Object.entries(alternatives?.audio ?? {}).map(([language, recording]) => ({
    path: `alternatives.audio.${language}`,
    recording,
  }));
  const signing = alternatives?.signing;
  return signing ? [...spoken, { path: 'alternatives.signing', recording: signing }] : spoken;
}

/** What of them is written, and can be changed with the texts. */
export const writtenOf = (alternatives: Alternatives | undefined): Alternatives =>
  alternatives?.easy ? { easy: alternatives.easy } : {};

/** As a field of a document: without what is empty, and nothing at all where there is nothing. */
export function stated(
  alternatives: Alternatives | undefined,
): WithAlternatives & { alternatives?: Alternatives } {
  const { easy = {}, audio = {}, signing } = alternatives ?? {};
  const given: Alternatives = {
    ...(Object.keys(easy).length > 0 ? { easy } : {}),
    ...(Object.keys(audio).length > 0 ? { audio } : {}),
    ...(signing ? { signing } : {}),
  };
  return Object.keys(given).length > 0 ? { alternatives: given } : {};
}
