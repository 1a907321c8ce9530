import type { Alternatives } from '../drafts/draft.js';
import type { Recording } from '../recordings/recording.rules.js';

/** A draft or a document. */
interface WithAlternatives {
  alternatives?: Alternatives | undefined;
}

/** The recordings that a draft or document names, each with its path. */
export function recordingsIn({ alternatives }: WithAlternatives): { path: string; recording: Recording }[] {
  const spoken = Object.entries(alternatives?.audio ?? {}).map(([language, recording]) => ({
    path: `alternatives.audio.${language}`,
    recording,
  }));
  const signing = alternatives?.signing;
  return signing ? [...spoken, { path: 'alternatives.signing', recording: signing }] : spoken;
}

/** The written alternatives, which can be changed together with the texts. */
export const writtenOf = (alternatives: Alternatives | undefined): Alternatives =>
  alternatives?.easy ? { easy: alternatives.easy } : {};

/** The field of a document: without empty entries, and absent when nothing is left. */
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
